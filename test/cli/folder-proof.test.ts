import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readLock, type TenantSpec } from 'rustfs-constructs';
import { runCli } from '../support/run-cli';
import { acme, pool1, twoPools } from '../support/specs';
import { versionOneText } from '../support/version-one';

let folder: string;
let [file, lock, deploy]: string[] = [];
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'folder-'));
  [file, lock, deploy] = ['acme.yaml', 'rustfs-tenant.lock.yaml', 'deploy'].map((name) => join(folder, name));
  render(twoPools);
});
afterEach(() => rmSync(folder, { recursive: true }));

const path = (part: string | undefined) => part ?? '';
const text = (part: string | undefined) => readFileSync(path(part), 'utf8');

function render(spec: TenantSpec, ...more: string[]) {
  writeFileSync(path(file), JSON.stringify(spec));
  return runCli(['render', path(file), '--out', path(deploy), ...more]);
}

const statefulSets = () =>
  readdirSync(join(path(deploy), 'storage/acme')).filter((name) => name.includes('statefulset'));

/** What the lock may lack, and what is rendered then. */
const losses: [lost: string, lose: () => string[]][] = [
  ['the lock is gone', () => (rmSync(path(lock)), [])],
  ['another lock is named', () => ['--lock', join(folder, 'other.lock.yaml')]],
  [
    'the lock lacks the last pool',
    () => {
      const before = text(lock);
      const [, pool = ''] = /( {6}- name: pool-1\n(?: {8,}.*\n)*)/.exec(before) ?? [];
      expect(pool).not.toBe('');
      writeFileSync(path(lock), before.replace(pool, ''));
      return [];
    },
  ],
];

describe('What render --out has written into a folder', () => {
  test.each(losses)('is known although %s: nothing is overwritten or removed', (_, lose) => {
    const more = lose();
    const rendered = readdirSync(join(path(deploy), 'storage/acme'));
    const { code, errors } = render(acme, ...more);
    expect(code).toBe(1);
    expect(errors).toContain('[pool-removed]');
    expect(errors).toMatch(/deploy\/storage\/acme has .*acme-pool-1, of which .* does not know/);
    expect(readdirSync(join(path(deploy), 'storage/acme'))).toEqual(rendered);
    expect(render({ ...twoPools, pools: [...twoPools.pools].reverse() }, ...more).errors).toContain(
      '[pool-reordered]',
    );
    expect(
      render({ ...twoPools, pools: [...twoPools.pools.slice(0, 1), { ...pool1, servers: 8 }] }, ...more)
        .errors,
    ).toContain('[pool-reshaped]');
  });

  test.each(losses)('becomes the lock again, the same as it was, when %s', (_, lose) => {
    const before = text(lock);
    const more = lose();
    const { code, errors } = render(twoPools, ...more);
    expect(code).toBe(0);
    expect(errors).toContain('is taken for what is on the disks');
    expect(text(more[1] ?? lock)).toBe(before);
    expect(render(twoPools, ...more).errors).toBe('');
  });

  test('wins over a lock that was made elsewhere and knows it otherwise', () => {
    rmSync(path(lock));
    const turned = { ...twoPools, pools: [...twoPools.pools].reverse() };
    const elsewhere = () => runCli(['render', path(file), '--out', join(folder, 'other')]);
    writeFileSync(path(file), JSON.stringify(turned));
    expect(elsewhere().code).toBe(0);
    const before = text(lock);
    const { code, errors } = render(turned);
    expect(code).toBe(1);
    expect(errors).toContain('[pool-reordered]');
    expect(errors).toMatch(
      /deploy\/storage\/acme has acme-pool-0, acme-pool-1, otherwise than declared: what was rendered there is taken/,
    );
    expect(text(lock)).toBe(before);
    // It is as much a rename of what the lock knows as it was before.
    expect(render(twoPools).errors).toContain('[pool-reordered]');
  });

  test('wins over a lock of the first version, which knows nothing of keys', () => {
    const vault = (address: string) => ({
      ...twoPools,
      encryption: {
        enabled: true,
        backend: 'vault' as const,
        vault: { endpoint: address },
        kmsSecret: { name: 'vault-token' },
      },
    });
    expect(render(vault('https://vault.example.com:8200'))).toMatchObject({ code: 0 });
    writeFileSync(path(lock), versionOneText(readLock(text(lock)).lock));
    expect(render(vault('https://vault.example.com:8200'))).toMatchObject({ code: 0, errors: '' });
    const known = text(lock);
    for (const spec of [twoPools, vault('https://other.example.com:8200')]) {
      writeFileSync(path(lock), versionOneText(readLock(known).lock));
      const { code, errors } = render(spec);
      expect({ code, errors }).toMatchObject({
        code: 1,
        errors: expect.stringContaining('[encryption-changed]'),
      });
    }
  });

  test('has the pools in their order where the lock lacks the first', () => {
    const before = text(lock);
    writeFileSync(path(lock), before.replace(/ {6}- name: pool-0\n(?: {8,}.*\n)*/, ''));
    expect(text(lock)).not.toBe(before);
    expect(render(twoPools).code).toBe(0);
    expect(text(lock)).toBe(before);
  });

  test.each(losses)('keeps the order of the pools when %s', (_, lose) => {
    const more = lose();
    const third = { ...pool1, name: 'pool-2' };
    expect(render({ ...twoPools, pools: [...twoPools.pools, third] }, ...more).code).toBe(0);
    expect(readLock(text(more[1] ?? lock)).lock.tenants[0]?.pools.map(({ name }) => name)).toEqual([
      'pool-0',
      'pool-1',
      'pool-2',
    ]);
  });

  test('is no matter where the lock has accepted other addresses', () => {
    runCli(['runbook', 'cluster-domain', path(file), '--record', '--cluster-domain', 'k8s.local']);
    expect(render(twoPools, '--cluster-domain', 'k8s.local')).toMatchObject({ code: 0, errors: '' });
    expect(text(join(path(deploy), 'storage/acme/60-statefulset-acme-pool-0.yaml'))).toContain(
      'svc.k8s.local',
    );
  });

  test('is known without any lock, and none is written', () => {
    rmSync(path(lock));
    const input = (spec: TenantSpec) => runCli(['render', '-', '--out', path(deploy)], JSON.stringify(spec));
    expect(input(acme)).toMatchObject({ code: 1, output: '' });
    expect(input(acme).errors).toContain('[pool-removed]');
    expect(input(twoPools).code).toBe(0);
    expect(existsSync(path(lock)) || existsSync(join(path(deploy), 'lock'))).toBe(false);
  });

  test('is no matter where the lock has it as retired', () => {
    const why = ['--reason', 'old', '--date', '2026-11-25'];
    runCli(['runbook', 'retire-pool', path(file), '--pool', 'pool-1', '--record', ...why]);
    expect(render(acme)).toMatchObject({ code: 0, errors: '' });
    expect(statefulSets()).toEqual(['60-statefulset-acme-pool-0.yaml']);
  });

  test('is no matter once its files are gone, nor what others have written', () => {
    rmSync(path(lock));
    const set = join(path(deploy), 'storage/acme/60-statefulset-acme-pool-1.yaml');
    writeFileSync(set, text(set).replace(/^#.*\n/, ''));
    expect(render(acme).code).toBe(0);
    rmSync(path(lock));
    rmSync(path(deploy), { recursive: true });
    expect(render({ ...acme, pools: [pool1] })).toMatchObject({ code: 0, errors: '' });
  });

  test('is the old side of a plan, lock or none', () => {
    rmSync(path(lock));
    writeFileSync(path(file), JSON.stringify(acme));
    const { code, output } = runCli(['plan', path(deploy), path(file)]);
    expect(code).toBe(5);
    expect(output).toContain('[pool-removed]');
  });
});
