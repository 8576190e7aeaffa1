import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { composeTenant, toYaml, type TenantSpec } from 'rustfs-constructs';
import { runCli } from '../support/run-cli';
import { acme } from '../support/specs';

let folder: string;
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'encryption-'))));
afterEach(() => rmSync(folder, { recursive: true }));

const inRegion = (region: string): TenantSpec => ({
  ...acme,
  encryption: { enabled: true, backend: 'aws' },
  env: [{ name: 'AWS_REGION', value: region }],
});

function declare(spec: TenantSpec): string {
  const file = join(folder, 'acme.yaml');
  writeFileSync(file, JSON.stringify(spec));
  return file;
}

const render = (file: string) => runCli(['render', file, '--out', join(folder, 'deploy')]);

describe('Where keys are', () => {
  test.each<[change: string, after: TenantSpec]>([
    ['elsewhere', inRegion('eu-west-1')],
    ['nowhere, as encryption is off', acme],
  ])('is not %s from one commit to the next, whoever asks', (_, after) => {
    const before = inRegion('eu-central-1');
    const file = declare(before);
    expect(render(file).code).toBe(0);
    const lock = () => readFileSync(join(folder, 'rustfs-tenant.lock.yaml'), 'utf8');
    const kept = lock();
    expect(kept).toContain('RUSTFS_KMS_BACKEND: aws\n          RUSTFS_KMS_AWS_REGION: ');
    declare(after);
    expect(runCli(['check', file])).toMatchObject({
      code: 1,
      output: expect.stringContaining('[encryption-changed]'),
    });
    expect(render(file)).toMatchObject({ code: 1, errors: expect.stringContaining('[encryption-changed]') });
    expect(lock()).toBe(kept);
    // The cluster may have been changed already: then only the lock knows.
    for (const live of [before, after]) {
      const plan = runCli(['plan', '--live', '-', file], toYaml(composeTenant(live)));
      expect(plan.code).toBe(5);
      expect(plan.output.match(/\[encryption-changed\]/g)).toHaveLength(1);
    }
  });
});
