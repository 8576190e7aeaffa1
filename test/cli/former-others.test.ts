import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runCli, type CliResult } from '../support/run-cli';
import { acme } from '../support/specs';

const start = process.cwd();
let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'others-'));
  process.chdir(folder);
  mkdirSync('tenants');
  writeFileSync('tenants/acme.yaml', JSON.stringify(acme));
  write('tenants/key.yaml', secret('one'));
  expect(render('tenants').code).toBe(0);
});
afterEach(() => {
  process.chdir(start);
  rmSync(folder, { recursive: true });
});

const secret = (value: string, name = 'acme-rpc') =>
  `apiVersion: v1\nkind: Secret\nmetadata: {name: ${name}, namespace: storage}\nstringData: {secret: ${value}}\n`;
const write = (file: string, ...documents: string[]) => writeFileSync(file, documents.join('---\n'));
const render = (...files: string[]): CliResult => runCli(['render', ...files, '--out', 'deploy']);
const others = () => (existsSync('deploy/_others') ? readdirSync('deploy/_others') : []);
const text = (name: string) => readFileSync(join('deploy/_others', name), 'utf8');

describe('What was rendered of an input that is gone', () => {
  test('goes when its objects stand in another file now', () => {
    rmSync('tenants/key.yaml');
    write('tenants/a-key.yaml', secret('two'));
    expect(render('tenants')).toMatchObject({
      code: 0,
      output: expect.stringContaining('1 changed, 1 removed'),
    });
    expect(others()).toEqual(['tenants__a-key.yaml']);
    expect(text('tenants__a-key.yaml')).toContain('secret: two');
  });

  test('goes as well when its folder was moved', () => {
    renameSync('tenants', 'stages');
    expect(render('stages').code).toBe(0);
    expect(others()).toEqual(['stages__key.yaml']);
  });

  test('goes when the same file is called otherwise', () => {
    write('tenants/key.yaml', secret('two', 'another'));
    expect(render(join(folder, 'tenants')).code).toBe(0);
    expect(others()).toHaveLength(1);
    process.chdir('tenants');
    expect(runCli(['render', '.', '--out', '../deploy']).code).toBe(0);
    process.chdir('..');
    expect(others()).toEqual(['key.yaml']);
  });

  test.each<[string, string[]]>([
    ['a folder', ['tenants']],
    ['files', ['tenants/acme.yaml']],
  ])('stops a render of %s when it would be applied all the same', (_, files) => {
    rmSync('tenants/key.yaml');
    const { code, errors } = render(...files);
    expect(code).toBe(1);
    expect(errors).toContain(
      'deploy/_others/tenants__key.yaml was rendered from tenants/key.yaml, which is gone: what it has would be applied all the same.\n' +
        'Nothing was written. Remove these files (git rm), or put the inputs back.',
    );
    expect(others()).toEqual(['tenants__key.yaml']);
    rmSync('deploy/_others/tenants__key.yaml');
    expect(render(...files)).toMatchObject({ code: 0, errors: '' });
  });

  test('stops a render when one of its objects is declared otherwise now', () => {
    write('tenants/key.yaml', secret('one'), secret('kept', 'other'));
    expect(render('tenants').code).toBe(0);
    rmSync('tenants/key.yaml');
    write('a-key.yaml', secret('two'));
    const { code, errors } = render('a-key.yaml', 'tenants/acme.yaml');
    expect({ code, errors }).toMatchObject({ code: 1, errors: expect.stringContaining('which is gone') });
    renameSync('deploy/_others/tenants__key.yaml', 'deploy/_others/elsewhere__key.yaml');
    expect(render('a-key.yaml', 'tenants/acme.yaml').errors).toContain(
      'Secret storage/acme-rpc stands in deploy/_others/elsewhere__key.yaml as well, otherwise than declared',
    );
  });
});

describe('Left alone is', () => {
  test('what an input has that is there and no part of the call', () => {
    write('tenants/other.yaml', secret('two'));
    const acmeOnly = ['tenants/acme.yaml', 'tenants/other.yaml'];
    expect(render(...acmeOnly)).toMatchObject({ code: 0, errors: '' });
    expect(others()).toEqual(['tenants__key.yaml', 'tenants__other.yaml']);
  });

  test('what was rendered elsewhere', () => {
    mkdirSync('team');
    write('team/own.yaml', secret('x', 'own'), JSON.stringify({ ...acme, name: 'team' }));
    process.chdir('team');
    expect(runCli(['render', 'own.yaml', '--out', '../deploy']).code).toBe(0);
    process.chdir('../tenants');
    expect(runCli(['render', 'acme.yaml', '--out', '../deploy']).code).toBe(0);
    process.chdir('..');
    expect(others()).toEqual(['own.yaml', 'tenants__key.yaml']);
  });

  test('what the tool did not write', () => {
    write('deploy/_others/tenants__mine.yaml', secret('mine'));
    rmSync('deploy/_others/tenants__key.yaml');
    expect(render('tenants').code).toBe(0);
    expect(text('tenants__mine.yaml')).toBe(secret('mine'));
  });

  test('a file whose name is not what stands between folders', () => {
    write('tenants/a__b.yml', secret('x', 'ab'));
    expect(render('tenants').code).toBe(0);
    expect(render('tenants/acme.yaml', 'tenants/key.yaml')).toMatchObject({ code: 0, errors: '' });
    expect(others()).toEqual(['tenants__a__b.yml.yaml', 'tenants__key.yaml']);
    rmSync('tenants/a__b.yml');
    write(
      'tenants/ab.json',
      JSON.stringify({ apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'n' } }),
    );
    expect(render('tenants').code).toBe(0);
    rmSync('tenants/ab.json');
    expect(render('tenants').errors).toContain('was rendered from tenants/ab.json, which is gone');
  });
});
