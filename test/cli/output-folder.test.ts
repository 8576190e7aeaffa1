import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { composeTenant, toYaml, type TenantSpec } from 'rustfs-constructs';
import { parse } from 'yaml';
import { runCli, type CliResult } from '../support/run-cli';
import { acme, development, twoPools } from '../support/specs';

const mark = '# Written by rustfs-tenant. Change the declaration, not this file.\n';

let out: string;
beforeEach(() => (out = mkdtempSync(join(tmpdir(), 'rustfs-tenant-'))));
afterEach(() => rmSync(out, { recursive: true }));

function render(spec: TenantSpec, ...others: string[]): CliResult {
  return runCli(['render', '--out', out, '-'], [JSON.stringify(spec), ...others].join('\n---\n'));
}

function read(...path: string[]): string {
  return readFileSync(join(out, ...path), 'utf8');
}

describe('render --out', () => {
  test('writes a file per object, numbered by kind', () => {
    render(twoPools);
    expect(readdirSync(join(out, 'storage/acme'))).toEqual([
      '20-serviceaccount-acme-sa.yaml',
      '30-service-acme-console.yaml',
      '30-service-acme-hl.yaml',
      '30-service-acme-io.yaml',
      '50-poddisruptionbudget-acme-pool-0.yaml',
      '50-poddisruptionbudget-acme-pool-1.yaml',
      '60-statefulset-acme-pool-0.yaml',
      '60-statefulset-acme-pool-1.yaml',
      'kustomization.yaml',
    ]);
    expect(read('storage/acme/60-statefulset-acme-pool-1.yaml')).toBe(
      mark + toYaml(composeTenant(twoPools).slice(-1)),
    );
  });

  test('lists the files in the order to apply them', () => {
    render(development);
    expect(parse(read('default/dev/kustomization.yaml'))).toEqual({
      apiVersion: 'kustomize.config.k8s.io/v1beta1',
      kind: 'Kustomization',
      resources: [
        '10-secret-dev-development-credentials.yaml',
        '20-serviceaccount-dev-sa.yaml',
        '30-service-dev-hl.yaml',
        '30-service-dev-io.yaml',
        '30-service-dev-console.yaml',
        '60-statefulset-dev-pool-0.yaml',
      ],
    });
  });

  test('says what changed, and a second run changes nothing', () => {
    expect(render(acme).output).toBe(`${join(out, 'storage/acme')}: 7 files, 7 changed, 0 removed\n`);
    expect(render(acme).output).toBe(`${join(out, 'storage/acme')}: 7 files, 0 changed, 0 removed\n`);
  });

  test('removes files of a former run that no longer belong', () => {
    render(acme);
    render({ ...acme, serviceAccountName: 'mine' });
    expect(readdirSync(join(out, 'storage/acme'))).not.toContain('20-serviceaccount-acme-sa.yaml');
  });

  test('leaves alone and names whatever it did not write', () => {
    render(acme);
    writeFileSync(join(out, 'storage/acme/notes.md'), 'mine');
    writeFileSync(join(out, 'storage/acme/ingress.yaml'), 'kind: Ingress\n');
    const { code, errors } = render(acme);
    expect(code).toBe(0);
    expect(errors).toContain('ingress.yaml was not written by rustfs-tenant; left alone.');
    expect(errors).toContain('notes.md was not written by rustfs-tenant; left alone.');
    expect(read('storage/acme/ingress.yaml')).toBe('kind: Ingress\n');
  });

  test('writes nothing at all when a file in the way is not its own', () => {
    render(acme);
    writeFileSync(join(out, 'storage/acme/30-service-acme-io.yaml'), 'kind: Service\n');
    const { code, errors } = render({ ...acme, image: 'rustfs/rustfs:1.0.1' });
    expect(code).toBe(1);
    expect(errors).toContain('30-service-acme-io.yaml was not written by rustfs-tenant and is in the way.');
    expect(read('storage/acme/60-statefulset-acme-pool-0.yaml')).toContain('rustfs/rustfs:1.0.0\n');
  });

  test('never touches the files of another tenant', () => {
    render(acme);
    render({ ...acme, name: 'other' });
    expect(existsSync(join(out, 'storage/acme/60-statefulset-acme-pool-0.yaml'))).toBe(true);
  });

  test('writes documents of other kinds beside the tenants, and removes them when they are gone', () => {
    const namespace = 'apiVersion: v1\nkind: Namespace\nmetadata: {name: storage}\n';
    render(acme, namespace);
    expect(read('_others/(stdin).yaml')).toBe(mark + namespace);
    render(acme);
    expect(existsSync(join(out, '_others/(stdin).yaml'))).toBe(false);
  });

  test('writes nothing when the input has an error', () => {
    expect(render({ ...acme, pools: [] }).code).toBe(1);
    expect(readdirSync(out)).toEqual([]);
  });

  test('keeps the documents of inputs with the same name apart', () => {
    const inputs = ['a', 'b'].map((folder) => {
      mkdirSync(join(out, folder));
      const file = join(out, folder, 'x.yaml');
      writeFileSync(
        file,
        `apiVersion: v1\nkind: Namespace\nmetadata: {name: ${folder}}\n---\n${JSON.stringify(acme)}`,
      );
      return file;
    });
    for (const input of inputs) runCli(['render', '--out', join(out, 'deploy'), input]);
    expect(readdirSync(join(out, 'deploy/_others'))).toHaveLength(2);
  });

  test('does not follow a link out of the folder', () => {
    render(acme);
    rmSync(join(out, 'storage/acme/30-service-acme-io.yaml'));
    symlinkSync(join(out, 'elsewhere'), join(out, 'storage/acme/30-service-acme-io.yaml'));
    expect(render(acme).code).toBe(1);
    expect(existsSync(join(out, 'elsewhere'))).toBe(false);
  });

  test('is not confused by a folder among its files', () => {
    render(acme);
    mkdirSync(join(out, 'storage/acme/mine.yaml'));
    const { code, errors } = render(acme);
    expect(code).toBe(0);
    expect(errors).toContain('mine.yaml was not written by rustfs-tenant; left alone.');
  });

  test('knows its files when git has changed their line ends', () => {
    render(acme);
    const file = join(out, 'storage/acme/kustomization.yaml');
    writeFileSync(file, readFileSync(file, 'utf8').replaceAll('\n', '\r\n'));
    expect(render(acme).output).toContain('7 files, 1 changed');
  });

  test('a folder that cannot be made is wrong usage', () => {
    writeFileSync(join(out, 'storage'), 'a file');
    expect(render(acme)).toMatchObject({
      code: 2,
      errors: expect.stringContaining('Cannot write to') as string,
    });
  });
});
