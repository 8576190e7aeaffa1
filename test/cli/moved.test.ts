import {
  mkdirSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readLock, type TenantSpec } from 'rustfs-constructs';
import { runCli, type CliResult } from '../support/run-cli';
import { acme, singleDrive } from '../support/specs';

let folder: string;
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'moved-'))));
afterEach(() => rmSync(folder, { recursive: true }));

const at = (path: string) => join(folder, path);
/** Above all that is declared. */
const lockFile = () => at('lock.yaml');
const locked = () => readLock(readFileSync(lockFile(), 'utf8')).lock.tenants;
const places = () => locked().map(({ name, declaredIn }) => `${name} ${declaredIn ?? '-'}`);

const named = (name: string): TenantSpec => ({ ...acme, name });
const media = named('media');
const logs: TenantSpec = { ...singleDrive, name: 'logs' };

function declare(file: string, ...specs: TenantSpec[]): void {
  mkdirSync(join(at(file), '..'), { recursive: true });
  writeFileSync(at(file), specs.map((spec) => JSON.stringify(spec)).join('\n---\n'));
}

const render = (...files: string[]): CliResult =>
  runCli(['render', ...files.map(at), '--out', at('deploy'), '--lock', lockFile()]);
const check = (...files: string[]): CliResult => runCli(['check', ...files.map(at), '--lock', lockFile()]);

function expectRefused(by: string, ...files: string[]): void {
  const before = readFileSync(lockFile(), 'utf8');
  expect(check(...files)).toMatchObject({ code: 1, output: expect.stringContaining(by) });
  expect(render(...files)).toMatchObject({ code: 1, errors: expect.stringContaining(by) });
  expect(readFileSync(lockFile(), 'utf8')).toBe(before);
}

describe('A tenant that is renamed while its folder moves is refused', () => {
  beforeEach(() => {
    declare('tenants/media.yaml', media);
    declare('tenants/logs.yaml', logs);
    expect(render('tenants').code).toBe(0);
    renameSync(at('tenants'), at('stages'));
  });

  test.each<[string, () => unknown]>([
    ['in its file', () => declare('stages/media.yaml', named('films'))],
    [
      'in a file of another name',
      () => (rmSync(at('stages/media.yaml')), declare('stages/films.yaml', named('films'))),
    ],
    [
      'in a folder further down',
      () => (rmSync(at('stages/media.yaml')), declare('stages/films/main.yaml', named('films'))),
    ],
  ])('%s', (what, rename) => {
    rename();
    const isBelow = what.includes('further down');
    expectRefused(
      'storage/media would become storage/films',
      ...(isBelow ? ['stages', 'stages/films'] : ['stages']),
    );
  });

  test('also when its file is named by itself', () => {
    declare('stages/media.yaml', named('films'));
    expectRefused('storage/media would become storage/films', 'stages/media.yaml');
  });

  test('and what only moves is told to the lock, beside what is new', () => {
    declare('stages/films.yaml', named('films'));
    expect(render('stages')).toMatchObject({ code: 0, errors: '' });
    expect(places()).toEqual(['films stages/films.yaml', 'logs stages/logs.yaml', 'media stages/media.yaml']);
  });

  test('but what a repository that is not here keeps in the same lock has not moved', () => {
    // As a worktree has it.
    writeFileSync(at('stages/.git'), 'gitdir: elsewhere');
    declare('stages/media.yaml', named('films'));
    expect(render('stages')).toMatchObject({ code: 0, errors: '' });
  });

  test('nor what lies in a folder that is not here, for one that the lock knows already', () => {
    declare('other/third.yaml', named('third'));
    renameSync(at('stages'), at('tenants'));
    expect(render('other', 'tenants').code).toBe(0);
    rmSync(at('tenants'), { recursive: true });
    declare('other/films.yaml', named('films'));
    expect(render('other')).toMatchObject({ code: 0, errors: '' });
  });
});

describe('Stages that have each other’s tenant are refused', () => {
  beforeEach(() => {
    for (const stage of ['dev', 'next', 'prod']) {
      declare(`${stage}/media.yaml`, named(`media-${stage}`));
      expect(render(stage).code).toBe(0);
    }
  });

  const swap = (...pairs: (readonly [stage: string, tenant: string])[]) => {
    for (const [stage, tenant] of pairs) declare(`${stage}/media.yaml`, named(`media-${tenant}`));
  };

  test('in one call, and in two', () => {
    swap(['dev', 'prod'], ['prod', 'dev']);
    const told =
      'The tenant storage/media-prod, which the lock knows from prod/media.yaml, is declared in dev/media.yaml, and ' +
      'storage/media-dev, which it knows from there, in prod/media.yaml.';
    // A folder that is named is one place.
    const ofFolders = told.replaceAll('/media.yaml', '/*');
    expectRefused(ofFolders, 'dev', 'prod');
    expectRefused(ofFolders.replaceAll('prod/*', 'prod/media.yaml'), 'dev');
    expectRefused('storage/media-dev, which the lock knows from', 'prod');
    expectRefused(told, 'dev/media.yaml', 'prod/media.yaml');
  });

  test('in a circle of three', () => {
    swap(['dev', 'next'], ['next', 'prod'], ['prod', 'dev']);
    for (const stage of ['dev', 'next', 'prod']) expectRefused('[tenant-renamed]', stage);
  });

  test('as files of one folder that are rendered one by one', () => {
    declare('stages/a.yaml', named('a'));
    declare('stages/b.yaml', named('b'));
    expect(render('stages/a.yaml', 'stages/b.yaml').code).toBe(0);
    declare('stages/a.yaml', named('b'));
    declare('stages/b.yaml', named('a'));
    expectRefused('which the lock knows from stages/b.yaml', 'stages/a.yaml');
    // A folder as a whole is applied as a whole.
    expect(render('stages')).toMatchObject({ code: 0, errors: '' });
  });

  test('and a plan of one of them against what runs says so', () => {
    swap(['dev', 'prod'], ['prod', 'dev']);
    const live = runCli(['plan', '--live', '-', at('dev'), '--lock', lockFile()], '');
    expect(live).toMatchObject({ code: 5, output: expect.stringContaining('[tenant-renamed]') });
  });

  test('while one tenant after the other may move', () => {
    declare('dev/media.yaml', named('media-dev'), named('media-prod'));
    rmSync(at('prod/media.yaml'));
    expect(render('dev')).toMatchObject({ code: 0, errors: '' });
    swap(['dev', 'prod'], ['prod', 'dev']);
    expect(render('dev', 'prod')).toMatchObject({ code: 0, errors: '' });
  });

  test('and a tenant that is declared in both has not left', () => {
    declare('dev/media.yaml', named('media-prod'), named('media-dev'));
    expect(render('dev')).toMatchObject({ code: 0, errors: '' });
  });
});

describe('Links to folders and files lead to one place', () => {
  beforeEach(() => {
    declare('dev/media.yaml', media);
    symlinkSync('dev', at('link'));
    symlinkSync('dev/media.yaml', at('media.yaml'));
  });

  test.each([
    ['a folder, then a link to it', 'dev', 'link'],
    ['a link, then the folder', 'link', 'dev'],
    ['a file, then the folder by a link', 'dev/media.yaml', 'link'],
    ['a file by a link, then another link to it', 'link/media.yaml', 'media.yaml'],
    ['a link to a file, then the folder', 'media.yaml', 'dev'],
  ])('a tenant is renamed in %s', (_, first, second) => {
    expect(render(first).code).toBe(0);
    declare('dev/media.yaml', named('films'));
    expectRefused('[tenant-renamed]', second);
  });

  test('and one that stays is told from where it is', () => {
    expect(render('link').code).toBe(0);
    expect(places()).toEqual(['media dev/media.yaml']);
    expect(check('dev', 'link/media.yaml').output).not.toContain('[tenant-renamed]');
  });
});

describe('A file that is named by itself takes the place of what another beside it declared', () => {
  beforeEach(() => {
    declare('t/a.yaml', media, logs);
    expect(render('t/a.yaml').code).toBe(0);
  });

  test('also when that one is still there, for others', () => {
    declare('t/a.yaml', logs);
    declare('t/b.yaml', named('films'));
    expectRefused('storage/media would become storage/films', 't/b.yaml');
  });

  test('but not of what it declares still, with a namespace from elsewhere', () => {
    const { namespace: _namespace, ...unplaced } = media;
    writeFileSync(at('t/a.yaml'), `${JSON.stringify(unplaced)}\n---\n${JSON.stringify(logs)}`);
    declare('t/b.yaml', named('films'));
    expect(render('t/b.yaml')).toMatchObject({ code: 0, errors: '' });
  });

  test('nor of what cannot be read just now', () => {
    writeFileSync(at('t/a.yaml'), `${readFileSync(at('t/a.yaml'), 'utf8')}\n---\n{ nam`);
    declare('t/b.yaml', named('films'));
    expect(render('t/b.yaml')).toMatchObject({ code: 0, errors: '' });
  });
});
