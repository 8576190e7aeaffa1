import { spawnSync } from 'node:child_process';
import {
  appendFileSync,
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runCli } from '../support/run-cli';
import { acme, singleDrive } from '../support/specs';

let folder: string;
/** What is rendered on both sides, of two tenants; each test changes the new one. */
let before: string;
let after: string;
/** The kustomization of acme on the new side. */
let kustomization: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'kustomization-'));
  [before, after] = [join(folder, 'before'), join(folder, 'after')];
  writeFileSync(
    join(folder, 'tenants.yaml'),
    [acme, singleDrive].map((spec) => JSON.stringify(spec)).join('\n---\n'),
  );
  runCli(['render', join(folder, 'tenants.yaml'), '--out', before]);
  cpSync(before, after, { recursive: true });
  kustomization = join(after, 'storage/acme/kustomization.yaml');
});
afterEach(() => rmSync(folder, { recursive: true }));

const plan = () => runCli(['plan', before, after]);

function unlist(name: RegExp): void {
  const lines = readFileSync(kustomization, 'utf8').split('\n');
  const kept = lines.filter((line) => !name.test(line));
  expect(kept).toHaveLength(lines.length - 1);
  writeFileSync(kustomization, kept.join('\n'));
}

describe('The kustomization of a rendered folder', () => {
  test('as it was rendered changes nothing', () => {
    expect(plan()).toMatchObject({ code: 0, errors: '' });
    expect(plan().output).toContain('Verdict: nothing changes');
  });

  test.each([
    ['statefulset', 5, 'pool-removed'],
    ['service-acme-hl', 5, 'servers-cut-off'],
    ['service-acme-io', 4, 'clients-cut-off'],
    ['serviceaccount', 5, 'object-needed'],
    ['poddisruptionbudget', 0, 'keeps a drain of nodes'],
  ])('decides what is applied: without the line of the %s', (name, code, told) => {
    unlist(new RegExp(name));
    const result = plan();
    expect(result.code).toBe(code);
    expect(result.output).toContain(told === 'pool-removed' ? 'tenant-removed' : told);
    expect(result.errors).toMatch(new RegExp(`${name}.*counts as not there`));
  });

  test.each([
    ['namespace: staging'],
    ['namePrefix: my-'],
    ['nameSuffix: -2'],
    ['replicas: [{ name: acme-pool-0, count: 2 }]'],
    ['patches: [{ path: more.yaml }]'],
    ['patchesStrategicMerge: [more.yaml]'],
    ['patchesJson6902: [{ path: more.yaml }]'],
    ['labels: [{ pairs: { a: b }, includeSelectors: true }]'],
    ['commonLabels: { a: b }'],
    ['commonlabels: { a: b }'],
    ['commonAnnotations: { a: b }'],
    ['images: [{ name: rustfs/rustfs, newTag: "1.0.1" }]'],
    ['components: [../more]'],
    ['transformers: [more.yaml]'],
    ['replacements: [{ path: more.yaml }]'],
    ['configMapGenerator: [{ name: a }]'],
    ['secretGenerator: [{ name: a }]'],
    ['somethingNew: 1'],
  ])('that makes other objects is not judged by its files: %s', (line) => {
    appendFileSync(kustomization, `${line}\n`);
    const { code, output, errors } = plan();
    expect({ code, output }).toEqual({ code: 1, output: '' });
    expect(errors).toContain(`"${line.split(':')[0] ?? ''}" makes other objects than the files have`);
    expect(errors).toMatch(/kustomization\.yaml:\d+: error: .*\[kustomization\]/);
    expect(errors).toContain('kustomize build');
  });

  test.each(['namespace: ""', 'patches: []', 'images:'])('that says nothing is fine: %s', (line) => {
    appendFileSync(kustomization, `${line}\n`);
    expect(plan()).toMatchObject({ code: 0, errors: '' });
  });

  test.each([
    ['resources: [nowhere.yaml]', 'nowhere.yaml, which is not there'],
    ['resources: [https://example.com/more.yaml]', 'which is not there to be read'],
    ['resources: [../solo, ../solo]', 'twice'],
    ['resources: all.yaml', '"resources" makes other objects'],
    ['kind: Component\nresources: []', '"kind" makes other objects'],
    ['resources: [', 'no YAML mapping'],
  ])('that cannot be read as it stands is told: %s', (text, words) => {
    writeFileSync(kustomization, `${text}\n`);
    const { code, errors } = plan();
    expect(code).toBe(1);
    expect(errors).toContain(words);
  });

  test('may list folders, and what it does not list is not applied', () => {
    const all = { resources: ['storage/acme', 'storage/solo'] };
    for (const side of [before, after]) writeFileSync(join(side, 'kustomization.yaml'), JSON.stringify(all));
    expect(plan()).toMatchObject({ code: 0, errors: '' });
    writeFileSync(join(after, 'kustomization.yaml'), JSON.stringify({ resources: ['storage/acme'] }));
    const result = plan();
    expect(result.code).toBe(5);
    expect(result.output).toContain('storage/solo is gone');
    writeFileSync(join(after, 'kustomization.yaml'), JSON.stringify({ resources: ['storage'] }));
    expect(plan().errors).toContain('storage/kustomization.yaml, which is not there');
  });

  test('of an overlay is followed to the folder that it is over', () => {
    const overlay = join(folder, 'overlay');
    mkdirSync(overlay);
    writeFileSync(
      join(overlay, 'kustomization.yaml'),
      JSON.stringify({ resources: ['../before/storage/acme', '../before/storage/solo'] }),
    );
    expect(runCli(['plan', before, overlay])).toMatchObject({ code: 0, errors: '' });
    expect(runCli(['plan', before, join(overlay, 'kustomization.yaml')])).toMatchObject({
      code: 0,
      errors: '',
    });
    appendFileSync(join(overlay, 'kustomization.yaml'), '');
    writeFileSync(
      join(overlay, 'kustomization.yaml'),
      JSON.stringify({ namespace: 'staging', resources: ['../before/storage/acme'] }),
    );
    expect(runCli(['plan', before, overlay])).toMatchObject({ code: 1 });
  });

  test('leaves out what is marked as local, as kustomize does', () => {
    const files = join(after, 'storage/acme');
    const [name = ''] = readdirSync(files).filter((each) => each.includes('serviceaccount'));
    const text = readFileSync(join(files, name), 'utf8');
    writeFileSync(
      join(files, name),
      text.replace('metadata:', 'metadata:\n  annotations:\n    config.kubernetes.io/local-config: "true"'),
    );
    expect(plan().code).toBe(5);
    expect(plan().output).toContain('[object-needed]');
  });

  test.each(['needsHashSuffix: enabled', 'previousNames: acme-hl', 'prefixes: my-'])(
    'gives no orders to kustomize through annotations: %s',
    (order) => {
      const files = join(after, 'storage/acme');
      const [name = ''] = readdirSync(files).filter((each) => each.includes('service-acme-io'));
      const text = readFileSync(join(files, name), 'utf8');
      const annotation = `internal.config.kubernetes.io/${order}`;
      writeFileSync(
        join(files, name),
        text.replace('metadata:', `metadata:\n  annotations:\n    ${annotation}`),
      );
      const { code, output, errors } = plan();
      expect({ code, output }).toEqual({ code: 1, output: '' });
      expect(errors).toMatch(/acme-io\.yaml:6: error: Service storage\/acme-io has the annotation/);
    },
  );

  test('beside declarations is not about them', () => {
    writeFileSync(join(folder, 'kustomization.yaml'), 'namespace: other\nresources: [nowhere.yaml]\n');
    rmSync(before, { recursive: true });
    rmSync(after, { recursive: true });
    expect(runCli(['plan', folder, folder])).toMatchObject({ code: 0, errors: '' });
  });
});

describe('What kustomize prints', () => {
  const built = (directory: string) => spawnSync('kubectl', ['kustomize', directory], { encoding: 'utf8' });
  const known = spawnSync('kubectl', ['version', '--client']).status === 0 ? test : test.skip;
  const acmeOf = (side: string) => join(side, 'storage/acme');

  known('of a rendered folder is what was rendered', () => {
    const { stdout } = built(acmeOf(before));
    expect(runCli(['plan', acmeOf(before), '-'], stdout)).toMatchObject({ code: 0, errors: '' });
    expect(runCli(['plan', acmeOf(before), '-'], stdout).output).toContain('nothing changes');
  });

  known.each([
    ['namespace: staging', 'volumes-elsewhere'],
    ['namePrefix: my-', 'volumes-elsewhere'],
    ['replicas: [{ name: acme-pool-0, count: 2 }]', 'servers-unlike-address'],
    ['commonLabels: { a: b }', 'selector-changed'],
  ])('is refused with the reason: %s', (line, told) => {
    appendFileSync(kustomization, `${line}\n`);
    const { stdout } = built(acmeOf(after));
    const result = runCli(['plan', acmeOf(before), '-'], stdout);
    expect(result.code).toBe(5);
    expect(result.output).toContain(`[${told}]`);
  });
});
