import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { composeTenant, toYaml } from 'rustfs-constructs';
import { version } from '../../package.json';
import { run } from '../../lib/cli/run';
import { runCli } from '../support/run-cli';
import { acme, development } from '../support/specs';

const json = JSON.stringify(acme);
const wrong = JSON.stringify({ ...acme, pools: [], colour: 'red' });
const { rpcSecret, ...warned } = acme;

let folder: string;
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'rustfs-tenant-'))));
afterEach(() => rmSync(folder, { recursive: true }));

function fail(): never {
  throw new Error('Nothing is printed here.');
}

function file(name: string, text: string): string {
  writeFileSync(join(folder, name), text);
  return join(folder, name);
}

describe('render', () => {
  test('prints the objects as YAML', () => {
    expect(runCli(['render', '-'], json)).toEqual({
      code: 0,
      output: toYaml(composeTenant(acme)),
      errors: '',
    });
  });

  test('passes other documents through, ahead of the tenants', () => {
    const other = 'apiVersion: v1\nkind: Namespace # kept\nmetadata: {name: storage}\n';
    const { output } = runCli(['render', '-'], `${json}\n---\n${other}`);
    expect(output).toBe(`${other}---\n${toYaml(composeTenant(acme))}`);
  });

  test('reads several files, and the YAML and JSON files of a directory but no kustomization', () => {
    file('b.yaml', JSON.stringify({ ...acme, name: 'second' }));
    file('a.json', json);
    file('kustomization.yaml', 'resources: [a.json]\n');
    file('notes.txt', 'not read');
    mkdirSync(join(folder, 'deeper'));
    const both = toYaml([...composeTenant(acme), ...composeTenant({ ...acme, name: 'second' })]);
    expect(runCli(['render', folder])).toEqual({
      code: 0,
      output: both,
      errors: `${join(folder, 'deeper')} is a folder; its files are not read.\n`,
    });
    expect(runCli(['render', join(folder, 'a.json'), join(folder, 'b.yaml')]).output).toBe(both);
  });

  test('prints a List with --json', () => {
    const { code, output } = runCli(
      ['render', '--json', '-'],
      `apiVersion: v1\nkind: Namespace\n---\n${json}`,
    );
    const list: unknown = JSON.parse(output);
    expect(code).toBe(0);
    expect(list).toEqual({
      apiVersion: 'v1',
      kind: 'List',
      items: [{ apiVersion: 'v1', kind: 'Namespace' }, ...composeTenant(acme)],
    });
  });

  test('prints nothing when any tenant is refused, and all problems on standard error', () => {
    const { code, output, errors } = runCli(['render', '-'], `${json}\n---\n${wrong}`);
    expect([code, output]).toEqual([1, '']);
    expect(errors).toContain('[unknown-field]');
    expect(errors).toContain('[pool-count]');
  });

  test('shows warnings on standard error and succeeds', () => {
    const { code, output, errors } = runCli(['render', '-'], JSON.stringify(warned));
    expect(code).toBe(0);
    expect(output).toBe(toYaml(composeTenant(warned)));
    expect(errors).toMatch(/^<stdin>:1: warning: rpcSecret: .*\[rpc-secret-missing\]\n {4}Fix: .*\n$/);
  });

  test('takes the profile, the cluster domain and the namespace from the call', () => {
    const { namespace, placement, ...anonymous } = acme;
    const flags = ['--compatibility', 'operator', '--cluster-domain', 'example.org', '--namespace', 'other'];
    expect(runCli(['render', ...flags, '-'], JSON.stringify(anonymous)).output).toBe(
      toYaml(
        composeTenant({
          ...anonymous,
          namespace: 'other',
          clusterDomain: 'example.org',
          compatibility: 'operator',
        }),
      ),
    );
  });
});

describe('check', () => {
  test('reports on standard output whatever the verdict', () => {
    expect(runCli(['check', '-'], json)).toEqual({
      code: 0,
      output: '1 tenant checked: no errors, no warnings\n',
      errors: '',
    });
    const { code, output, errors } = runCli(['check', '-'], wrong);
    expect([code, errors]).toEqual([1, '']);
    expect(output).toMatch(/^<stdin>:1: error: colour: .*\[unknown-field\]\n {4}Fix: /);
    expect(output).toMatch(/1 tenant checked: 2 errors, no warnings\n$/);
  });

  test('warnings do not fail', () => {
    expect(runCli(['check', '-'], JSON.stringify(warned)).code).toBe(0);
  });

  test('reports as JSON, an interface', () => {
    const text = `name: media\npools:\n  - name: pool-0\n    servers: 4\n    persistance: {volumesPerServer: 1}\n---\n- x\n`;
    const { code, output } = runCli(['check', '--json', '-'], text);
    expect(code).toBe(1);
    expect(JSON.parse(output)).toMatchSnapshot();
  });

  test('an input without a tenant is a problem', () => {
    const { code, output } = runCli(['check', '-'], 'apiVersion: v1\nkind: Namespace\n');
    expect(code).toBe(1);
    expect(output).toContain('There is no tenant here. [document]');
  });

  test('two tenants that make the same object are a problem, in whatever files', () => {
    const first = file('first.yaml', JSON.stringify({ ...acme, pools: [{ ...acme.pools[0], name: 'a-b' }] }));
    const second = { ...acme, name: 'acme-a', pools: [{ ...acme.pools[0], name: 'b' }] };
    const { code, output } = runCli(['check', first, file('second.yaml', JSON.stringify(second))]);
    expect(code).toBe(1);
    expect(output).toContain(
      'second.yaml:1: error: name: StatefulSet storage/acme-a-b is made by tenant storage/acme in',
    );
  });
});

describe('wrong usage', () => {
  test.each([
    [[], 'Which command?'],
    [['rendr', 'x'], 'no command "rendr"'],
    [['render'], 'Which file?'],
    [['render', '--colour', '-'], "Unknown option '--colour'"],
    [['render', '--out', 'x', '--json', '-'], '--json and --out'],
    [['check', '--out', 'x', '-'], '--out does not go with check'],
    [['render', '--compatibility', 'minio', '-'], 'not "minio"'],
    [['render', '/no/such/file.yaml'], 'Cannot read /no/such/file.yaml: no such file or directory'],
  ])('%j ends with 2 and says why', (args, reason) => {
    const { code, output, errors } = runCli(args, json);
    expect([code, output]).toEqual([2, '']);
    expect(errors).toContain(reason);
    expect(errors).not.toContain('    at ');
  });

  test('a standard input that cannot be read is one', () => {
    const unreadable = () => {
      throw Object.assign(new Error('EISDIR: illegal operation on a directory, read'), { code: 'EISDIR' });
    };
    let errors = '';
    const code = run(['check', '-'], {
      input: unreadable,
      print: fail,
      printError: (text) => (errors += text),
    });
    expect([code, errors]).toEqual([
      2,
      'Cannot read standard input: illegal operation on a directory\nSee rustfs-tenant --help.\n',
    ]);
  });

  test('a directory without manifests is one', () => {
    expect(runCli(['check', folder])).toMatchObject({ code: 2 });
  });
});

test('--help teaches, and --version says the version', () => {
  expect(runCli(['--help'])).toMatchObject({ code: 0, errors: '' });
  expect(runCli(['render', '--help']).output).toMatchSnapshot();
  // What --live is not given looks as if it were missing.
  const [, kinds = ''] =
    /kubectl get (\S+) .*\|\s+rustfs-tenant plan --live/.exec(runCli(['--help']).output) ?? [];
  const composed = new Set(composeTenant(acme).map(({ kind }) => kind.toLowerCase()));
  expect(new Set(kinds.split(','))).toEqual(composed);
  expect(runCli(['--version']).output).toBe(`${version}\n`);
});

test('a development tenant needs no more than a handful of lines', () => {
  const { namespace, ...rest } = development;
  expect(runCli(['render', '--namespace', namespace, '-'], JSON.stringify(rest)).code).toBe(0);
});

test.each([['300GiB'], ['1e6Gi']])('a size that is none is refused as in a declaration: %s', (size) => {
  const { code, output, errors } = runCli(['runbook', 'size-up', file('acme.json', json), '--size', size]);
  expect({ code, output }).toEqual({ code: 1, output: '' });
  expect(errors).toContain(`"${size}" is not an amount that Kubernetes takes.`);
});
