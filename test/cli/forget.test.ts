import { mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync, cpSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readLock, type TenantSpec } from 'rustfs-constructs';
import { runCli } from '../support/run-cli';
import { acme, singleDrive } from '../support/specs';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'forget-'));
  declare('main', acme, singleDrive);
  runCli(['render', join(folder, 'main'), '--out', deploy()]);
  cpSync(join(folder, 'main'), join(folder, 'branch'), { recursive: true });
});
afterEach(() => rmSync(folder, { recursive: true }));

/** A file per tenant in a folder. */
function declare(name: string, ...specs: TenantSpec[]): void {
  mkdirSync(join(folder, name), { recursive: true });
  for (const spec of specs) writeFileSync(join(folder, name, `${spec.name}.yaml`), JSON.stringify(spec));
}

const deploy = () => join(folder, 'deploy');
const file = (name: string) => join(folder, 'branch', name);
const lockFile = () => file('rustfs-tenant.lock.yaml');
const lock = () => readFileSync(lockFile(), 'utf8');
const plan = () => runCli(['plan', join(folder, 'main'), join(folder, 'branch')]);
const why = ['--reason', 'moved to media', '--date', '2026-11-28'];

/** Forgets the lone drive by the lock, and looks into the declarations. */
const forget = (...args: string[]) =>
  runCli(['forget', 'storage/solo', ...(args.length > 0 ? args : [...why, file('.')])]);

/** The file that declares it is back afterwards, as by a merge. */
function forgetSolo(): void {
  const text = readFileSync(file('solo.yaml'), 'utf8');
  rmSync(file('solo.yaml'));
  expect(forget(...why, '--lock', lockFile()).code).toBe(0);
  writeFileSync(file('solo.yaml'), text);
}

describe('forget', () => {
  test('leaves a record in the lock, by which plan lets the tenant go', () => {
    rmSync(file('solo.yaml'));
    expect(plan()).toMatchObject({ code: 5 });
    expect(plan().output).toContain('[tenant-removed]');
    expect(forget()).toMatchObject({ code: 0, errors: '' });
    expect(lock()).toContain(
      'forgotten:\n  storage/solo:\n    reason: moved to media\n    date: 2026-11-28\n    pools:\n      - name: pool-0\n',
    );
    const { code, output } = plan();
    expect(code).toBe(4);
    expect(output).toContain('storage/solo: removed\n  For good  storage/solo is removed');
  });

  test('needs no FILE where the lock says what declared it', () => {
    rmSync(file('solo.yaml'));
    expect(forget(...why, '--lock', lockFile()).code).toBe(0);
    expect(readLock(lock()).lock.tenants.map(({ name }) => name)).toEqual(['acme']);
  });

  test('forgets the last tenant of an empty folder', () => {
    for (const name of ['solo.yaml', 'acme.yaml']) rmSync(file(name));
    expect(forget().code).toBe(0);
    expect(runCli(['forget', 'storage/acme', ...why, file('.')]).code).toBe(0);
    expect(readLock(lock())).toMatchObject({ lock: { tenants: [] }, problems: [] });
    expect(plan().code).toBe(4);
  });

  test.each([
    ['declared', () => file('.'), 'solo.yaml:1: error: name: storage/solo is still here'],
    ['rendered', deploy, 'statefulset-solo-pool-0.yaml:1: error: name: storage/solo is still here'],
  ])('refuses a tenant that is still %s', (_, where, message) => {
    const before = lock();
    const { code, errors } = forget(...why, '--lock', lockFile(), where());
    expect(code).toBe(1);
    expect(errors).toContain(message);
    expect(lock()).toBe(before);
  });

  test.each<[string, () => string[]]>([
    ['without a FILE', () => []],
    ['with the FILE of another', () => [file('acme.yaml')]],
    [
      'though it has moved to a folder below',
      () => {
        mkdirSync(file('sub'));
        renameSync(file('solo.yaml'), file('sub/solo.yaml'));
        return [];
      },
    ],
    [
      'though its namespace comes by --namespace',
      () => {
        const text = readFileSync(file('solo.yaml'), 'utf8');
        writeFileSync(file('solo.yaml'), text.replace('"namespace":"storage",', ''));
        return [];
      },
    ],
    [
      'though its name is written with an escape',
      () => {
        const text = readFileSync(file('solo.yaml'), 'utf8');
        writeFileSync(file('solo.yaml'), text.replaceAll('solo', '\\u0073olo'));
        return [];
      },
    ],
    ['though it cannot be read just now', () => (writeFileSync(file('solo.yaml'), '{ name: solo'), [])],
    ['though the other FILEs have errors', () => (writeFileSync(file('bad.yaml'), '{ name: 3'), [])],
  ])('looks where the lock knows declarations from, %s', (_, more) => {
    const before = lock();
    const files = more();
    const { code, errors } = forget(...why, '--lock', lockFile(), ...files);
    expect(code).toBe(1);
    expect(errors).toContain('solo.yaml:1: error: name: storage/solo is still here');
    expect(lock()).toBe(before);
  });

  test.each([
    ['to another folder of the repository', 'elsewhere/solo.yaml'],
    ['to a hidden folder', 'branch/.stages/solo.yaml'],
  ])('without a FILE looks into the whole repository: it may have moved %s', (_, to) => {
    mkdirSync(join(folder, '.git'));
    mkdirSync(join(folder, to, '..'));
    // What is another checkout is none of this one.
    writeFileSync(join(folder, 'main/.git'), 'gitdir: elsewhere');
    renameSync(file('solo.yaml'), join(folder, to));
    const { code, errors } = forget(...why, '--lock', lockFile());
    expect({ code, errors }).toEqual({ code: 1, errors: expect.stringContaining(`${to}:1: error: name:`) });
    rmSync(join(folder, to));
    expect(forget(...why, '--lock', lockFile()).code).toBe(0);
  });

  test('takes a declaration without a namespace for the one that the lock knows from there', () => {
    const { namespace: _namespace, ...unplaced } = singleDrive;
    writeFileSync(file('unplaced.yaml'), JSON.stringify(unplaced));
    const render = ['render', file('unplaced.yaml'), '--out', deploy(), '--namespace', 'default'];
    expect(runCli(render).code).toBe(0);
    rmSync(file('solo.yaml'));
    expect(forget(...why, '--lock', lockFile()).code).toBe(0);
  });

  test('asks for FILEs where the lock does not say what declared it, or that is not here', () => {
    const text = lock();
    rmSync(file('solo.yaml'));
    writeFileSync(lockFile(), text.replace('    declaredIn: solo.yaml\n', ''));
    expect(forget(...why, '--lock', lockFile())).toMatchObject({
      code: 2,
      errors: expect.stringContaining('does not know what declared storage/solo. Name the FILEs'),
    });
    expect(forget(...why, '--lock', lockFile(), '-').code).toBe(0);
    writeFileSync(lockFile(), text.replace('declaredIn: solo.yaml', 'declaredIn: gone/solo.yaml'));
    expect(forget(...why, '--lock', lockFile())).toMatchObject({
      code: 2,
      errors: expect.stringContaining('and there is no such folder'),
    });
  });

  test('says that code which declares a tenant is not read', () => {
    writeFileSync(lockFile(), lock().replace('declaredIn: solo.yaml', 'declaredIn: prod/solo'));
    rmSync(file('solo.yaml'));
    const { code, output } = forget(...why, '--lock', lockFile());
    expect({ code, output }).toMatchObject({
      code: 0,
      output: expect.stringContaining('prod/solo declared it'),
    });
  });

  test('is remembered when the commit is taken back: the claims may be gone', () => {
    const [declaration, before] = [readFileSync(file('solo.yaml'), 'utf8'), lock()];
    rmSync(file('solo.yaml'));
    forget();
    const back = join(folder, 'back');
    cpSync(file('.'), back, { recursive: true });
    writeFileSync(join(back, 'solo.yaml'), declaration);
    writeFileSync(join(back, 'rustfs-tenant.lock.yaml'), before);
    const { code, output } = runCli(['plan', file('.'), back]);
    expect(code).toBe(0);
    expect(output).toContain(
      'Mind: name: The tenant storage/solo was forgotten on 2026-11-28 (moved to media), and comes back. Its claims may be gone since then, all or some: a server without its claim starts with an empty drive. [tenant-forgotten]',
    );
    expect(runCli(['plan', back, back]).output).not.toContain('Mind');
  });

  test('stops a tenant of the same name from then on', () => {
    forgetSolo();
    expect(runCli(['check', file('solo.yaml')]).output).toContain('[tenant-forgotten]');
    const before = lock();
    expect(runCli(['render', file('solo.yaml'), '--out', deploy()]).code).toBe(1);
    expect(lock()).toBe(before);
    expect(plan().code).toBe(5);
  });

  test('writes no lock that cannot be read', () => {
    writeFileSync(lockFile(), lock().replace('\nend: true\n', '\n'));
    const before = lock();
    expect(forget(...why, '--lock', lockFile())).toMatchObject({ code: 1 });
    expect(lock()).toBe(before);
  });

  test.each<[args: string[], message: string]>([
    [[], 'Which tenant? rustfs-tenant forget NAMESPACE/NAME'],
    [['solo', ...why], 'Which tenant? rustfs-tenant forget NAMESPACE/NAME, not "solo"'],
    [['storage/solo', ...why], 'Which lock? Say --lock FILE'],
    [['storage/solo', '--reason', 'gone'], 'why and when: --reason TEXT --date 2026-11-25'],
    [['storage/solo', '--reason', 'gone', '--date', '2026-02-30'], 'why and when'],
    [['storage/sola', ...why, '--lock', 'LOCK'], 'does not know storage/sola; did you mean storage/solo?'],
    [['elsewhere/far', ...why, '--lock', 'LOCK'], 'it knows storage/acme, storage/solo.'],
    [['storage/solo', ...why, '--lock', 'none.yaml'], 'There is no lock none.yaml.'],
  ])('%p is wrong usage', (args, message) => {
    const { code, errors } = runCli(['forget', ...args.map((arg) => (arg === 'LOCK' ? lockFile() : arg))]);
    expect(code).toBe(2);
    expect(errors).toContain(message);
  });

  test('forgets nobody twice', () => {
    forgetSolo();
    rmSync(file('solo.yaml'));
    expect(forget(...why, '--lock', lockFile())).toMatchObject({ code: 2 });
    expect(forget(...why, '--lock', lockFile()).errors).toContain('was forgotten on 2026-11-28 already');
  });
});

describe('a plan of folders whose lock', () => {
  test('is gone beside NEW is refused, though no object changes', () => {
    rmSync(lockFile());
    const { code, output } = plan();
    expect(code).toBe(5);
    expect(output).toContain('[lock-lost]');
    expect(
      runCli([
        'plan',
        join(folder, 'main'),
        join(folder, 'branch'),
        '--lock',
        join(folder, 'main/rustfs-tenant.lock.yaml'),
      ]).code,
    ).toBe(0);
  });

  test('is on neither side says so, where declarations are compared with servers that are there', () => {
    rmSync(lockFile());
    rmSync(join(folder, 'main/rustfs-tenant.lock.yaml'));
    const told = 'There is no lock on either side: which pools were retired';
    expect(plan()).toMatchObject({ code: 0, errors: expect.stringContaining(told) });
    const errors = (...sides: string[]) => runCli(['plan', ...sides]).errors;
    expect(errors(join(folder, 'main'), deploy())).toBe('');
    mkdirSync(join(folder, 'none'));
    expect(errors(join(folder, 'none'), file('.'))).not.toContain(told);
  });

  test('is there on both sides says that nothing changes', () => {
    expect(plan().code).toBe(0);
  });
});

describe('A side that has no lock of its own', () => {
  test('what was rendered is held to the lock of its declarations', () => {
    expect(runCli(['plan', join(folder, 'main'), deploy()])).toMatchObject({ code: 0, errors: '' });
    expect(runCli(['plan', deploy(), join(folder, 'main')])).toMatchObject({ code: 0, errors: '' });
  });

  test('and so is what is piped', () => {
    const piped = (...specs: TenantSpec[]) =>
      runCli(['plan', join(folder, 'main'), '-'], specs.map((spec) => JSON.stringify(spec)).join('\n---\n'));
    expect(piped(acme, singleDrive).code).toBe(0);
    expect(piped(acme).output).toContain('[tenant-removed]');
    expect(piped({ ...acme, name: 'emca' }, singleDrive).output).toContain('[tenant-renamed]');
  });

  test('wherever the call says that both sides are', () => {
    const text = JSON.stringify({ ...acme, namespace: undefined });
    writeFileSync(join(folder, 'main/acme.yaml'), text);
    const { code, output } = runCli(
      ['plan', join(folder, 'main/acme.yaml'), '-', '--namespace', 'other'],
      text,
    );
    expect(code).toBe(5);
    expect(output).toContain('[namespace-changed]');
  });

  test('says so when there is nothing to compare with', () => {
    mkdirSync(join(folder, 'empty'));
    const { code, errors } = runCli(['plan', join(folder, 'empty'), join(folder, 'main')]);
    expect({ code, errors }).toMatchObject({ code: 0, errors: expect.stringContaining('has no objects') });
    const service = { apiVersion: 'v1', kind: 'Service', metadata: { name: 'x', namespace: 'storage' } };
    const live = runCli(['plan', '--live', '-', join(folder, 'main')], JSON.stringify(service));
    expect(live.errors).toContain('has no StatefulSet: all servers of NEW count as new.');
  });
});

test('A lock in a folder above is told, and not read', () => {
  mkdirSync(file('more'));
  writeFileSync(file('more/other.yaml'), JSON.stringify({ ...acme, name: 'other' }));
  const { code, errors } = runCli(['check', file('more')]);
  expect(code).toBe(0);
  expect(errors).toContain(`--lock ${lockFile()} does.`);
  expect(runCli(['check', file('more'), '--lock', lockFile()]).errors).not.toContain('No lock lies beside');
  expect(runCli(['check', file('.')]).errors).not.toContain('No lock lies beside');
});
