import { spawnSync } from 'node:child_process';
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { runCli } from '../support/run-cli';
import { acme, singleDrive, twoPools } from '../support/specs';

let root: string;
/** What is rendered on both sides, of two tenants and a Namespace; each test changes the new one. */
let [before, after]: [string, string] = ['', ''];
const folder = 'storage/acme';
const set = `${folder}/60-statefulset-acme-pool-0.yaml`;
const service = `${folder}/30-service-acme-io.yaml`;

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'folders-'));
  [before, after] = [join(root, 'before'), join(root, 'after')];
  const namespace = JSON.stringify({ apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'storage' } });
  const declarations = [acme, singleDrive].map((spec) => JSON.stringify(spec));
  writeFileSync(join(root, 'tenants.yaml'), [namespace, ...declarations].join('\n---\n'));
  runCli(['render', join(root, 'tenants.yaml'), '--out', before]);
  cpSync(before, after, { recursive: true });
});
afterEach(() => rmSync(root, { recursive: true }));

const plan = () => runCli(['plan', before, after]);
const text = (path: string) => readFileSync(join(after, path), 'utf8');

function write(path: string, content: string) {
  mkdirSync(dirname(join(after, path)), { recursive: true });
  writeFileSync(join(after, path), content);
}

function move(from: string, to: string) {
  mkdirSync(dirname(join(after, to)), { recursive: true });
  renameSync(join(after, from), join(after, to));
}

/** As many repositories have it: the files without what lists them. */
function withoutKustomization() {
  for (const side of [before, after]) {
    for (const tenant of ['acme', 'solo']) rmSync(join(side, 'storage', tenant, 'kustomization.yaml'));
  }
}

/** The same StatefulSet with fewer servers. */
const fewer = () => text(set).replace('replicas: 4', 'replicas: 2');

function expectRefusal(words: string | RegExp) {
  const { code, output, errors } = plan();
  expect({ code, output }).toEqual({ code: 1, output: '' });
  expect(errors).toMatch(/:\d+: error: .*\[(folder|yaml|kustomization)\]\n {4}Fix: /);
  expect(errors).toMatch(words);
}

function expectNoChange() {
  const { code, output, errors } = plan();
  expect({ code, errors }).toEqual({ code: 0, errors: '' });
  expect(output).toContain('Verdict: nothing changes');
}

describe('A document of what is applied', () => {
  const object = (name: string) => `apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: ${name}\n`;
  const flow = '{"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "b"}}\n';

  const misread: [how: string, text: string, words: RegExp][] = [
    ['after an end mark', `${object('a')}...\n${object('b')}`, /:5: error: .*follows an end mark/],
    ['after an end mark and comments', `${object('a')}...  \n# c\n\n${object('b')}`, /follows an end mark/],
    ['on the line of its mark', `${object('a')}--- ${flow}`, /:5: error: .*on the line of its mark/],
    ['on the line of the first mark', `--- ${flow}`, /:1: error: .*on the line of its mark/],
    ['after a mark that is none', `${object('a')}---b: 1\n`, /on the line of its mark/],
    ['with a directive', `%YAML 1.2\n---\n${object('a')}`, /:1: error: .*directive/],
    ['without any mark', `${flow}${flow}`, /error: /],
    ['behind U+2028', `${object('a')}data:\n  # c\u2028  a: "1"\n`, /:6: error: .*U\+2028 ends a line/],
    ['behind U+2029', `${object('a')}data:\n  # c\u2029  a: "1"\n`, /U\+2029 ends a line/],
    ['behind U+0085', `${object('a')}data:\n  # c\u0085  a: "1"\n`, /U\+0085 ends a line/],
    ['behind a carriage return', `${object('a')}data:\n  # c\r  a: "1"\n`, /U\+000D ends a line/],
    ['in a comment of its own', `# c\u2028${object('a').replaceAll('\n', '\u2028')}\n`, /U\+2028/],
  ];

  test.each(misread)('that Kubernetes reads otherwise is refused: %s', (_, content, words) => {
    write('_others/more.yaml', content);
    expectRefusal(words);
    const [old, input] = [join(root, 'old.yaml'), join(root, 'more.yaml')];
    writeFileSync(old, object('a'));
    writeFileSync(input, content);
    expect(runCli(['plan', old, input])).toMatchObject({ code: 1, output: '' });
    expect(runCli(['plan', old, '-'], content)).toMatchObject({ code: 1, output: '' });
  });

  const read: [how: string, text: string][] = [
    ['after a mark', `---\n${object('a')}---\n${object('b')}`],
    ['after a mark with a comment', `# c\n--- # d\n${object('a')}---\t# e\n${object('b')}`],
    ['before an end mark', `${object('a')}---\n${object('b')}...\n`],
    ['between an end mark and a mark', `${object('a')}...\n# c\n---\n${object('b')}`],
    ['with the line ends of Windows', `${object('a')}---\n${object('b')}...\n`.replaceAll('\n', '\r\n')],
    ['with marks in a text', `${object('a')}data:\n  a: |\n    ---\n    ...\n    %x\n---\n${object('b')}`],
  ];

  test.each(read)('is read as ever %s', (_, content) => {
    write('_others/more.yaml', content);
    expect(plan()).toMatchObject({ code: 0, errors: '' });
    expect(plan().output).toMatch(/created +ConfigMap b|created +ConfigMap a/);
  });

  const unlike: typeof misread = [
    [
      'by a merge behind a field',
      `${object('a')}x: &x {b: 1}\ny:\n  b: 2\n  <<: *x\n`,
      /:8: error: .*merge key/,
    ],
    ['by a second merge', `${object('a')}x: &x {b: 1}\ny: {<<: *x, <<: {b: 2}}\n`, /:6: error: .*merge key/],
    ['by a merge that a tag makes', `${object('a')}x: &x {b: 1}\ny: {!!merge <<: *x}\n`, /:6: .*!!merge/],
    ['by the tag of a text', object('!!binary Yg=='), /:4: error: .*The tag !!binary/],
    ['by the tag of a kind', object('a').replace('ConfigMap', '!!binary Q29uZmlnTWFw'), /:2: .*!!binary/],
    ['by a tag in full', object('!<tag:yaml.org,2002:timestamp> 2026-01-01'), /:4: .*!!timestamp/],
    ['by a tag that only some know', `${object('a')}data: !mine {a: b}\n`, /:5: .*The tag !mine/],
  ];

  test.each(unlike)('that kubectl and kustomize read as other values is refused: %s', (_, content, words) => {
    write('_others/more.yaml', content);
    expectRefusal(words);
    const declared = readFileSync(join(root, 'tenants.yaml'), 'utf8');
    for (const command of ['check', 'render']) {
      const { code, output, errors } = runCli([command, '-'], `${content}---\n${declared}`);
      expect(code).toBe(1);
      expect(output + errors).toMatch(words);
    }
  });

  test('that hides its kind by a tag is refused in a hidden file, too', () => {
    write('_others/.more.yaml', object('a').replace('ConfigMap', '!!binary Q29uZmlnTWFw'));
    expectRefusal(/\.more\.yaml:2: error: .*!!binary/);
  });

  const alike: typeof read = [
    ['with a merge before other fields', `${object('a')}x: &x {b: 1}\ny: {<<: *x, b: 2}\n`],
    ['with the tags of JSON', `${object('!!str a')}data: !!map {a: !!str 1, b: !!seq [!!int 1, !!null ]}\n`],
    ['with the signs of both in texts', `${object('a')}data: {a: b, "<<": "!!binary x", c: a << b !mine}\n`],
  ];

  test.each(alike)('that all read alike is read %s', (_, content) => {
    write('_others/more.yaml', content);
    expect(plan()).toMatchObject({ code: 0, errors: '' });
    expect(plan().output).toMatch(/created +ConfigMap a/);
  });

  test('that declares a tenant is read here alone, and so may merge as it likes', () => {
    const merging = `${readFileSync(join(root, 'tenants.yaml'), 'utf8')}\n---\n`;
    const pools = JSON.stringify(acme.pools);
    const declared = `pools: ${pools}\n<<: ${JSON.stringify({ ...acme, name: 'third', pools: [] })}\n`;
    expect(runCli(['check', '-'], merging + declared)).toMatchObject({ code: 0 });
  });

  test('beside a declaration is written anew by render, and so may stand as YAML allows', () => {
    const file = join(root, 'tenants.yaml');
    const declared = readFileSync(file, 'utf8');
    writeFileSync(file, `%YAML 1.1\n---\n${object('a')}...\n--- ${flow}---\n${declared}`);
    expect(runCli(['plan', file, file])).toMatchObject({ code: 0, errors: '' });
    expect(runCli(['render', file]).code).toBe(0);
  });

  test('beside a declaration is handed on as it is, and so is refused with a line end that Kubernetes alone knows', () => {
    const declared = readFileSync(join(root, 'tenants.yaml'), 'utf8');
    for (const command of ['check', 'render']) {
      const { code, output, errors } = runCli(
        [command, '-'],
        `${object('a')}# c\u2028data: {}\n---\n${declared}`,
      );
      expect(code).toBe(1);
      expect(output + errors).toMatch(/<stdin>:5: error: .*U\+2028.*\[yaml\]/);
    }
  });

  const known = spawnSync('kubectl', ['version', '--client']).status === 0 ? test : test.skip;
  const built = (content: string) => {
    writeFileSync(join(root, 'made.yaml'), content);
    writeFileSync(join(root, 'kustomization.yaml'), 'resources: [made.yaml]\n');
    return spawnSync('kubectl', ['kustomize', root], { encoding: 'utf8' }).stdout;
  };

  known.each(misread.filter(([how]) => !/first mark|without any/.test(how)))(
    'is not what kustomize reads: %s',
    (_, content) => {
      const output = built(content);
      expect(/name: b/.test(output)).toBe(false);
      expect(/a: "1"|name: a/.test(output) || output === '').toBe(true);
    },
  );
  known.each(read)('is what kustomize reads %s', (_, content) => {
    expect(built(content)).toMatch(/name: a[\s\S]*name: b/);
  });
});

describe('A file of a folder without a kustomization', () => {
  beforeEach(withoutKustomization);

  test('is read by its name alone', expectNoChange);

  test.each([`${folder}/.more.yaml`, `${folder}/.more/set.yaml`, `${folder}/rustfs-tenant.lock.yaml`])(
    'counts where it is hidden, or called like the lock: %s',
    (path) => {
      write(path, fewer());
      const { code, output } = plan();
      expect(code).toBe(5);
      expect(output).toContain('[object-duplicate]');
    },
  );

  test('may be hidden and none of the objects', () => {
    write('.sops.yaml', 'creation_rules:\n  - age: age1\n');
    write(`${folder}/.yamllint.yml`, 'rules: {}\n');
    write('.github/workflows/plan.yml', 'on: push\njobs: {}\n');
    write(`${folder}/README.md`, '# Here\n');
    write(`${folder}/.gitkeep`, '');
    write(`${folder}/.gitignore`, '*.tmp\n');
    write('.rustfs-tenant-busy', '1');
    write('rustfs-tenant.lock.yaml', readFileSync(join(root, 'rustfs-tenant.lock.yaml'), 'utf8'));
    symlinkSync('nowhere', join(after, folder, '.#set.yaml'));
    expectNoChange();
  });

  test('does not count where its name ends in capitals', () => {
    move(set, set.replace('.yaml', '.YAML'));
    const { code, output, errors } = plan();
    expect(code).toBe(5);
    expect(output).toContain('[tenant-removed]');
    expect(errors).toMatch(/60-statefulset-acme-pool-0\.YAML ends in capitals.*counts as not there/);
  });

  test.each<[what: string, change: () => void, words: RegExp]>([
    ['Jsonnet', () => write(`${folder}/more.jsonnet`, '{}'), /more\.jsonnet:1: .*Jsonnet/],
    [
      'what Argo CD skips',
      () => write(set, `# +argocd:skip-file-rendering\n${text(set)}`),
      /StatefulSet storage\/acme-pool-0: Argo CD leaves out/,
    ],
    [
      'a new object that Argo CD skips',
      () =>
        write(
          '_others/more.yaml',
          `# +argocd:skip-file-rendering\n${text(service).replaceAll('acme-io', 'more')}`,
        ),
      /Service storage\/more: Argo CD leaves out/,
    ],
    [
      'a link',
      () => (move(set, `${folder}/set.txt`), symlinkSync('set.txt', join(after, set))),
      /is a link, which Flux leaves out/,
    ],
    ['JSON that was YAML', () => move(set, set.replace('.yaml', '.json')), /Flux reads no JSON/],
    [
      'a folder in it',
      () => move(set, `${folder}/more/set.yaml`),
      /before\/storage\/acme\/60-.* had it, and what applies .*after\/storage\/acme by itself/,
    ],
    ['a folder beside it', () => move(set, 'storage/solo/set.yaml'), /had it/],
    ['a hidden folder in it', () => move(set, `${folder}/.more/set.yaml`), /had it/],
  ])('that not all would read is refused: %s', (_, change, words) => {
    change();
    expectRefusal(words);
  });

  test('may be what not all read as long as it was that before', () => {
    for (const side of [before, after]) {
      const file = join(side, service);
      writeFileSync(file, `# +argocd:skip-file-rendering\n${readFileSync(file, 'utf8')}`);
      mkdirSync(join(side, folder, 'more'));
      renameSync(join(side, set), join(side, folder, 'more/set.yaml'));
    }
    expectNoChange();
  });

  test('may change its name, and the whole folder its place', () => {
    move(set, `${folder}/set.yml`);
    expectNoChange();
    move(folder, 'production/acme');
    expectNoChange();
  });

  describe('with a pool that joins', () => {
    const pool = (path: string) => {
      rmSync(join(root, 'tenants.yaml'));
      writeFileSync(join(root, 'tenants.yaml'), JSON.stringify(twoPools));
      const rendered = join(root, 'rendered');
      runCli(['render', join(root, 'tenants.yaml'), '--out', rendered]);
      rmSync(join(rendered, folder, 'kustomization.yaml'));
      cpSync(join(rendered, folder), join(after, folder), { recursive: true });
      move(`${folder}/60-statefulset-acme-pool-1.yaml`, path);
    };

    test.each([`${folder}/pool-1.yaml`, 'storage/acme-1/pool-1.yaml'])('is fine at %s', (path) => {
      pool(path);
      expect(plan()).toMatchObject({ code: 3, errors: '' });
    });

    test('in a folder below the others is refused', () => {
      pool(`${folder}/more/pool-1.yaml`);
      expectRefusal(
        /StatefulSet storage\/acme-pool-1: The other pools of its tenant lie in .*after\/storage\/acme,/,
      );
    });
  });

  test('may join in a folder of its own, as render makes it for a new tenant', () => {
    rmSync(after, { recursive: true });
    renameSync(before, after);
    cpSync(after, before, { recursive: true });
    rmSync(join(before, 'storage/solo'), { recursive: true });
    expect(plan()).toMatchObject({ code: 0, errors: '' });
  });
});

describe('A folder with a kustomization', () => {
  const kustomization = `${folder}/kustomization.yaml`;

  test('keeps what it has wherever its files lie', () => {
    move(set, `${folder}/more/set.json`);
    write(kustomization, text(kustomization).replace(/60-.*/, 'more/set.json'));
    expectNoChange();
    const [others = ''] = readdirSync(join(after, '_others'));
    write('kustomization.yaml', `resources: [storage/acme, storage/solo, _others/${others}]\n`);
    expectNoChange();
  });

  test('does not hand an object to another one without a word', () => {
    move(set, 'storage/solo/set.yaml');
    write(kustomization, text(kustomization).replace(/ *- 60-.*\n/, ''));
    write('storage/solo/kustomization.yaml', `${text('storage/solo/kustomization.yaml')}  - set.yaml\n`);
    expectRefusal(/StatefulSet storage\/acme-pool-0: .*before\/storage\/acme\/60-.* had it/);
  });

  test.each<[what: string, change: () => void, words: RegExp]>([
    ['two', () => write(`${folder}/Kustomization`, text(kustomization)), /lies beside it/],
    ['one that is not found', () => move(kustomization, `${folder}/KUSTOMIZATION.yaml`), /does not find/],
    [
      'a source of Argo CD',
      () => write(`${folder}/.argocd-source.yaml`, 'kustomize: { namePrefix: x- }\n'),
      /merges it into the Application/,
    ],
    [
      'a source of Argo CD for one Application',
      () => write(`${folder}/.argocd-source-acme.yaml`, 'kustomize: { namespace: x }\n'),
      /merges it into the Application/,
    ],
    [
      'a line that only Kubernetes sees',
      () => write(kustomization, `${text(kustomization)}# c\u2028namespace: x\n`),
      /kustomization\.yaml:\d+: .*U\+2028/,
    ],
    [
      'such a line in a source of Argo CD',
      () => write(`${folder}/.argocd-source.yaml`, '# c\u2028kustomize: { namePrefix: x- }\n'),
      /merges it into the Application/,
    ],
    [
      'a Helm chart',
      () => write(`${folder}/Chart.yaml`, 'apiVersion: v2\nname: x\nversion: 0.0.1\n'),
      /Helm chart/,
    ],
    [
      'what Rancher Fleet makes of it',
      () =>
        write(
          `${folder}/fleet.yaml`,
          'namespace: storage\nname: x\ndiff: { comparePatches: [{ kind: X }] }\n',
        ),
      /fleet\.yaml:1: .*Rancher Fleet makes a bundle/,
    ],
    [
      'what Flux ignores',
      () => write('.sourceignore', '# some\n60-*\n'),
      /\.sourceignore:2: .*Flux leaves out/,
    ],
    [
      'a declaration, by which it would no longer be one',
      () => {
        write(`${folder}/more.yaml`, JSON.stringify({ ...singleDrive, name: 'more' }));
        write(kustomization, text(kustomization).replace(/ *- 60-.*\n/, ''));
      },
      /lies among declarations/,
    ],
  ])('is not judged with what makes another of it: %s', (_, change, words) => {
    change();
    expectRefusal(words);
  });

  test('is told of a file that is neither an object nor a declaration', () => {
    write('_others/values.yaml', 'replicas: 4\nimage: {}\n');
    expect(plan()).toMatchObject({
      code: 1,
      errors: expect.stringMatching(
        /values\.yaml:1: error: The document has neither name nor pools.*it has replicas, image/,
      ),
    });
  });

  test('may have what makes nothing else of it', () => {
    write(`${folder}/.argocd-source.yaml`, '# nothing yet\n');
    write('.sourceignore', '# for others\n*.md\ndocs/picture.svg\n');
    write(`${folder}/more.libsonnet`, '{}');
    write(`${folder}/more.jsonnet`, '{}');
    expectNoChange();
  });
});

describe('A lock of any name declares nothing', () => {
  const tenants = () => join(root, 'tenants');
  const lock = () => join(tenants(), 'names.yaml');
  const declaration = () => join(tenants(), 'acme.yaml');
  beforeEach(() => {
    mkdirSync(tenants());
    writeFileSync(declaration(), JSON.stringify(acme));
    expect(runCli(['render', declaration(), '--out', after, '--lock', lock()]).code).toBe(0);
  });

  test('in a folder, among FILEs, and in what is rendered', () => {
    for (const files of [[tenants()], [declaration(), lock()]]) {
      expect(runCli(['check', ...files, '--lock', lock()])).toMatchObject({ code: 0, errors: '' });
      expect(runCli(['render', ...files, '--lock', lock()])).toMatchObject({ code: 0, errors: '' });
    }
    const planned = runCli(['plan', tenants(), tenants(), '--lock', lock()]);
    expect(planned).toMatchObject({ code: 0, output: expect.stringContaining('nothing changes') });
    cpSync(lock(), join(after, 'names.yaml'));
    cpSync(lock(), join(before, 'names.yaml'));
    expectNoChange();
  });

  test('alone, which is wrong usage', () => {
    for (const call of [['check'], ['render'], ['plan', tenants()]]) {
      expect(runCli([...call, lock()])).toMatchObject({
        code: 2,
        errors: expect.stringContaining('names.yaml is a lock, which declares no tenant.'),
      });
    }
  });

  test('unless something stands in it besides', () => {
    const object = 'apiVersion: v1\nkind: ConfigMap\nmetadata: { name: a, namespace: storage }\n';
    const text = readFileSync(lock(), 'utf8');
    for (const hidden of [`${text}---\n${object}`, text.replace('version: 2\n', `version: 2\n${object}`)]) {
      write('names.yaml', hidden);
      expect(plan()).not.toMatchObject({ code: 0, output: expect.stringContaining('nothing changes') });
    }
  });
});
