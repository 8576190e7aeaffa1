import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { readLock, type Lock, type TenantSpec } from 'rustfs-constructs';
import { courses, outcomeOf, type Declared, type Step } from '../support/declarations';
import { runCli, type CliResult } from '../support/run-cli';
import { acme, singleDrive } from '../support/specs';
import { versionOneText } from '../support/version-one';

let folder: string;
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'place-'))));
afterEach(() => rmSync(folder, { recursive: true }));

const at = (path: string) => join(folder, path);
const lockFile = () => at('rustfs-tenant.lock.yaml');
const locked = (): Lock => readLock(readFileSync(lockFile(), 'utf8')).lock;
const titles = () => locked().tenants.map(({ namespace, name }) => `${namespace}/${name}`);

/** Tenants whose pools have nothing in common, not even a name. */
const media: TenantSpec = { ...acme, name: 'media' };
const [pool] = singleDrive.pools;
const logs: TenantSpec = {
  ...singleDrive,
  name: 'logs',
  pools: [{ ...pool, name: 'main', servers: 1, persistence: { volumesPerServer: 1 } }],
};
const third: TenantSpec = { ...logs, name: 'third' };

const text = (...specs: TenantSpec[]) => specs.map((spec) => JSON.stringify(spec)).join('\n---\n');

function declare(file: string, ...specs: TenantSpec[]): void {
  mkdirSync(join(at(file), '..'), { recursive: true });
  writeFileSync(at(file), text(...specs));
}

function render(...files: string[]): CliResult {
  return runCli(['render', ...files.map(at), '--out', at('deploy'), '--lock', lockFile()]);
}

function renderInput(...specs: TenantSpec[]): CliResult {
  return runCli(['render', '-', '--out', at('deploy'), '--lock', lockFile()], text(...specs));
}

describe('A tenant that takes the place of another is refused, whatever its pools are called', () => {
  test.each<[string, () => CliResult, () => CliResult, code: string]>([
    [
      'in a file',
      () => (declare('a.yaml', media), render('a.yaml')),
      () => (declare('a.yaml', logs), render('a.yaml')),
      'tenant-renamed',
    ],
    [
      'in a file beside others',
      () => (declare('a.yaml', media, third), render('a.yaml')),
      () => (declare('a.yaml', third, logs), render('a.yaml')),
      'tenant-renamed',
    ],
    [
      'in another namespace',
      () => (declare('a.yaml', media), render('a.yaml')),
      () => (declare('a.yaml', { ...media, namespace: 'elsewhere' }), render('a.yaml')),
      'namespace-changed',
    ],
    [
      'in another file of the call',
      () => (declare('a.yaml', media), declare('b.yaml', third), render('a.yaml', 'b.yaml')),
      () => (declare('a.yaml'), declare('b.yaml', third, logs), render('a.yaml', 'b.yaml')),
      'tenant-renamed',
    ],
    [
      'in another file of a folder, from which the first has been removed',
      () => (declare('tenants/a.yaml', media), render('tenants')),
      () => (rmSync(at('tenants/a.yaml')), declare('tenants/b.yaml', logs), render('tenants')),
      'tenant-renamed',
    ],
    [
      'in a file that was renamed with it, named one by one with others',
      () => (declare('t/a.yaml', media), declare('t/c.yaml', third), render('t/a.yaml', 't/c.yaml')),
      () => (rmSync(at('t/a.yaml')), declare('t/b.yaml', logs), render('t/b.yaml', 't/c.yaml')),
      'tenant-renamed',
    ],
    [
      'in a file that lay elsewhere from where the lock lay',
      () => (declare('a.yaml', media), render('a.yaml')),
      () => (rmSync(at('a.yaml')), declare('t/a.yaml', logs), render('t/a.yaml')),
      'tenant-renamed',
    ],
    ['on standard input', () => renderInput(media), () => renderInput(logs), 'tenant-renamed'],
    [
      'on standard input in another namespace',
      () => renderInput(media),
      () => renderInput({ ...media, namespace: 'elsewhere' }),
      'namespace-changed',
    ],
  ])('%s', (_, first, second, code) => {
    expect(first().code).toBe(0);
    const before = readFileSync(lockFile(), 'utf8');
    const refused = second();
    expect(refused.code).toBe(1);
    expect(refused.errors).toContain(`[${code}]`);
    expect(refused.errors).toContain('rustfs-tenant forget storage/media');
    expect(readFileSync(lockFile(), 'utf8')).toBe(before);
  });

  test('and so says check', () => {
    declare('a.yaml', media);
    render('a.yaml');
    declare('a.yaml', logs);
    expect(runCli(['check', at('a.yaml')]).output).toContain('[tenant-renamed]');
  });

  test('and so says plan, of the lock as of the two sides', () => {
    declare('old/a.yaml', media);
    declare('new/b.yaml', logs);
    const codes = () =>
      JSON.parse(runCli(['plan', at('old'), at('new'), '--json']).output).refusals.map(
        ({ tenant, code }: { tenant: string; code: string }) => `${tenant} ${code}`,
      );
    expect(codes()).toEqual(['storage/logs tenant-renamed', 'storage/media tenant-removed']);
    declare('new/a.yaml', media);
    runCli(['render', at('new/a.yaml'), '--out', at('deploy')]);
    rmSync(at('new/a.yaml'));
    const live = runCli(['plan', '--live', '-', at('new')], '');
    expect(live.code).toBe(5);
    expect(live.output).toContain('[tenant-renamed]');
  });

  test('a lock of the first version is gone by as well', () => {
    declare('a.yaml', media);
    render('a.yaml');
    writeFileSync(lockFile(), versionOneText(locked()));
    declare('a.yaml', logs);
    expect(render('a.yaml').errors).toContain('[tenant-renamed]');
  });
});

describe('Stages that share a lock', () => {
  const dev = (spec: TenantSpec) => ({ ...spec, name: `${spec.name}-dev` });
  beforeEach(() => {
    declare('dev/media.yaml', dev(media));
    declare('prod/media.yaml', media);
    expect([render('dev').code, render('prod').code]).toEqual([0, 0]);
  });

  test('are told when one declares the tenant of the other in place of its own', () => {
    declare('dev/media.yaml', media);
    const before = readFileSync(lockFile(), 'utf8');
    const { code, errors } = render('dev');
    expect(code).toBe(1);
    expect(errors).toContain(
      'The tenant storage/media-dev, which the lock knows from here (dev/media.yaml), is declared no longer, and storage/media, which it knows from prod/media.yaml, is.',
    );
    expect(readFileSync(lockFile(), 'utf8')).toBe(before);
    const check = runCli(['check', at('dev'), '--lock', lockFile()]);
    expect(check.output).toContain('[tenant-renamed]');
  });

  test('and so does a plan of what runs, which has one of them only', () => {
    declare('dev/media.yaml', media);
    const live = runCli(['plan', '--live', '-', at('dev'), '--lock', lockFile()], '');
    expect(live).toMatchObject({ code: 5, output: expect.stringContaining('[tenant-renamed]') });
  });

  test('may have tenants of the same names, and new ones', () => {
    for (const stage of ['dev', 'prod', 'dev', 'prod']) {
      declare(`${stage}/logs.yaml`, logs);
      expect(render(stage)).toMatchObject({ code: 0, errors: '' });
    }
    declare('prod/third.yaml', third);
    expect(render('prod')).toMatchObject({ code: 0, errors: '' });
  });

  test('may give each other a tenant', () => {
    rmSync(at('prod/media.yaml'));
    declare('dev/media.yaml', dev(media), media);
    expect(render('dev')).toMatchObject({ code: 0, errors: '' });
    declare('dev/media.yaml', media);
    declare('prod/media.yaml', dev(media));
    expect(render('dev', 'prod')).toMatchObject({ code: 0, errors: '' });
  });
});

test('A lock that is named from another checkout holds the declarations beside its copy', () => {
  declare('main/media.yaml', media);
  runCli(['render', at('main'), '--out', at('deploy')]);
  cpSync(at('main'), at('branch'), { recursive: true });
  declare('branch/media.yaml', logs);
  const call = (...args: string[]) => runCli([...args, '--lock', at('main/rustfs-tenant.lock.yaml')]);
  expect(call('check', at('branch')).output).toContain('[tenant-renamed]');
  expect(call('render', at('branch'), '--out', at('deploy')).errors).toContain('[tenant-renamed]');
  declare('branch/media.yaml', media, logs);
  expect(call('render', at('branch'), '--out', at('deploy')).code).toBe(0);
});

test('A plan of single files knows what their folder declared', () => {
  declare('t/media.yaml', media);
  runCli(['render', at('t'), '--out', at('deploy')]);
  declare('empty/none.yaml');
  rmSync(at('t/media.yaml'));
  declare('t/logs.yaml', logs);
  const plan = () => runCli(['plan', at('empty'), at('t/logs.yaml')]);
  expect(plan()).toMatchObject({ code: 5, output: expect.stringContaining('[tenant-renamed]') });
  declare('t/below/media.yaml', media);
  expect(plan().code).toBe(0);
});

describe('No alarm is raised', () => {
  test.each<[string, () => CliResult, () => CliResult]>([
    [
      'when a tenant moves to a folder below, and a new one comes where it was',
      () => (declare('t/a.yaml', media), render('t')),
      () => (rmSync(at('t/a.yaml')), declare('t/sub/a.yaml', media), declare('t/b.yaml', logs), render('t')),
    ],
    [
      'when a tenant joins a file',
      () => (declare('a.yaml', media), render('a.yaml')),
      () => (declare('a.yaml', media, logs), render('a.yaml')),
    ],
    [
      'when a tenant moves to another file, and a new one comes where it was',
      () => (declare('a.yaml', media), render('a.yaml')),
      () => (declare('a.yaml', logs), declare('b.yaml', media), render('a.yaml', 'b.yaml')),
    ],
    [
      'when only one FILE is rendered of those that share the lock',
      () => (declare('a.yaml', media), render('a.yaml')),
      () => (declare('b.yaml', logs), render('b.yaml')),
    ],
    [
      'when only one folder is rendered of those that share the lock',
      () => (declare('one/a.yaml', media), render('one')),
      () => (declare('two/b.yaml', logs), render('two')),
    ],
    [
      'when a folder is rendered in which another lies, which is not read then',
      () => (declare('tenants/sub/a.yaml', media), render('tenants/sub')),
      () => (declare('tenants/b.yaml', logs), render('tenants')),
    ],
    [
      'when standard input is rendered beside files',
      () => (declare('a.yaml', media), render('a.yaml')),
      () => renderInput(logs),
    ],
    [
      'when files are rendered after standard input',
      () => renderInput(media),
      () => (declare('a.yaml', logs), render('a.yaml')),
    ],
  ])('%s', (_, first, second) => {
    expect(first().code).toBe(0);
    expect(second()).toMatchObject({ code: 0, errors: expect.not.stringContaining('[tenant-renamed]') });
    expect(titles()).toEqual(['storage/logs', 'storage/media']);
  });

  test('for what constructs keep in the same lock, though their paths look like files of a folder', () => {
    declare('tenants/a.yaml', media);
    render('tenants');
    writeFileSync(lockFile(), readFileSync(lockFile(), 'utf8').replace('tenants/a.yaml', 'tenants/media'));
    rmSync(at('tenants/a.yaml'));
    declare('tenants/b.yaml', logs);
    expect(render('tenants').code).toBe(0);
  });
});

test('Whatever is done to files, no tenant ever takes the place of another, and nothing ordinary is refused', () => {
  fc.assert(
    fc.property(courses, (course) => {
      const root = folder;
      folder = mkdtempSync(join(root, 'course-'));
      try {
        follow(course);
      } finally {
        folder = root;
      }
    }),
    { numRuns: 25 },
  );
});

/** Does one step after the other and renders; a step that is refused is taken back. */
function follow(course: readonly Step[]): void {
  let tenants: readonly Declared[] = [];
  mkdirSync(at('tenants'));
  for (const [number, step] of course.entries()) {
    const outcome = outcomeOf(tenants, step, number);
    if (outcome === undefined) continue;
    write(outcome.tenants);
    if (outcome.forgotten !== undefined) forget(outcome.forgotten);
    const result = step.rendersAll
      ? renderAll(outcome.tenants)
      : renderFiles(outcome.tenants, outcome.touched);
    expect({ course: number, refused: result.code !== 0 }).toEqual({
      course: number,
      refused: outcome.isRenaming,
    });
    if (outcome.isRenaming) write(tenants);
    else tenants = outcome.tenants;
    expect(titles()).toEqual(tenants.map(({ spec }) => `${spec.namespace}/${spec.name}`).sort());
  }
}

function write(tenants: readonly Declared[]): void {
  for (const file of ['a.yaml', 'b.yaml', 'c.yaml']) {
    const specs = tenants.filter((tenant) => tenant.file === file).map(({ spec }) => spec);
    rmSync(at(`tenants/${file}`), { force: true });
    if (specs.length > 0) declare(`tenants/${file}`, ...specs);
  }
}

const renderAll = (tenants: readonly Declared[]): CliResult =>
  tenants.length === 0 ? { code: 0, output: '', errors: '' } : render('tenants');

/** Those of the files that are there: a file without a tenant is removed. */
function renderFiles(tenants: readonly Declared[], touched: readonly string[]): CliResult {
  const files = [...new Set(touched)].filter((file) => tenants.some((tenant) => tenant.file === file));
  return files.length === 0
    ? { code: 0, output: '', errors: '' }
    : render(...files.map((file) => `tenants/${file}`));
}

function forget({ namespace, name }: TenantSpec): void {
  const why = ['--reason', 'nobody needs it', '--date', '2026-11-25'];
  const { code } = runCli(['forget', `${namespace}/${name}`, ...why, '--lock', lockFile(), at('tenants')]);
  expect(code).toBe(0);
}
