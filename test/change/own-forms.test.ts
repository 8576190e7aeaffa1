import { JsonPatch } from 'cdk8s';
import { composeTenant, planChange } from 'rustfs-constructs';
import { edited, other, outcome, removed } from '../support/beside';
import { acme } from '../support/specs';

const { add, replace, remove } = JsonPatch;
const container = '/spec/template/spec/containers/0';

/** What this library adds for servers of its own form, and others do not have. */
const ours = /^RUSTFS_(LOCAL_ENDPOINT_HOST|STARTUP_TOPOLOGY)/;

/** The tenant acme of four servers, whose pool has two drives at /data/rustfs0 and /data/rustfs1, told so in other words. */
function told(volumes: string, ...patches: JsonPatch[]): object[] {
  return toldAll(['pool-0'], volumes, ...patches);
}

/** The same with several pools alike, and patches to all of them. */
function toldAll(names: readonly string[], volumes: string, ...patches: JsonPatch[]): object[] {
  const [pool] = acme.pools;
  const persistence = { ...pool?.persistence, volumesPerServer: 2 };
  const spec = { ...acme, pools: names.map((name) => ({ ...pool, name, persistence })) };
  return JSON.parse(JSON.stringify(composeTenant(Object(spec)))).map((object: object) => {
    if (Object(object).kind !== 'StatefulSet') return object;
    const server = Object(object).spec.template.spec.containers[0];
    server.env = server.env
      .filter(({ name }: { name: string }) => !ours.test(name))
      .map((variable: { name: string }) =>
        variable.name === 'RUSTFS_VOLUMES' ? { name: variable.name, value: volumes } : variable,
      );
    return JsonPatch.apply(object, ...patches);
  });
}

const host = (i: number) => `http://acme-pool-0-${i}.acme-hl.storage.svc.cluster.local:9000`;
const each = [0, 1, 2, 3].flatMap((i) => [0, 1].map((drive) => `${host(i)}/data/rustfs${drive}`));
const hosts = 'http://acme-pool-0-{0...3}.acme-hl.storage.svc.cluster.local:9000';

describe.each<[form: string, volumes: string]>([
  ['the names of nodes', 'http://node{1...4}:9000/data/rustfs{0...1}'],
  ['servers and drives one by one', each.join(' ')],
  ['drives one by one', '/data/rustfs0 /data/rustfs1'],
  ['several pools of the same servers', `${hosts}/data/rustfs{0...0} ${hosts}/data/rustfs{1...1}`],
  ['commas', each.join(',')],
])('A pool that is told its drives by %s', (_, volumes) => {
  const after = (...patches: JsonPatch[]) => planChange(told(volumes), told(volumes, ...patches));

  test('is the same where nothing changes', () => {
    expect(after()).toMatchObject({ verdict: 'none', refusals: [] });
  });

  test('restarts with another image', () => {
    expect(after(replace(`${container}/image`, 'rustfs/rustfs:1.0.1'))).toMatchObject({
      verdict: 'rolls',
      refusals: [],
    });
  });

  test.each<[what: string, patch: JsonPatch]>([
    ['another folder of its volume', add(`${container}/volumeMounts/1/subPath`, 'below')],
    ['no volume', remove(`${container}/volumeMounts/1`)],
    ['a volume elsewhere', replace(`${container}/volumeMounts/0/mountPath`, '/elsewhere')],
  ])('keeps its drives: not %s', (_what, patch) => {
    const codes = after(patch).refusals.map(({ code }) => code);
    expect(codes.some((code) => ['drive-place-changed', 'address-unknown'].includes(code))).toBe(true);
  });

  test('keeps what it is told', () => {
    const elsewhere = volumes.replaceAll('/data/', '/other/');
    expect(planChange(told(volumes), told(elsewhere)).verdict).toBe('refused');
  });
});

describe('Pools of one StatefulSet between which there is one of another', () => {
  const [a, b] = ['pool-0', 'pool-1'].map((pool) => hosts.replace('pool-0', pool));
  const first = `${a}/data/rustfs{0...0}`;
  const between = `${b}/data/rustfs{0...1}`;
  const last = `${a}/data/rustfs{1...1}`;
  const from = toldAll(['pool-0', 'pool-1'], `${first} ${between} ${last}`);
  const to = (volumes: readonly string[], ...patches: JsonPatch[]) =>
    planChange(from, toldAll(['pool-0', 'pool-1'], volumes.join(' '), ...patches));

  test('are the same where nothing changes, and restart with another image', () => {
    expect(to([first, between, last])).toMatchObject({ verdict: 'none', refusals: [] });
    const image = replace(`${container}/image`, 'rustfs/rustfs:1.0.1');
    expect(to([first, between, last], image)).toMatchObject({ verdict: 'rolls', refusals: [] });
  });

  test.each<[what: string, order: readonly string[]]>([
    ['side by side', [first, last, between]],
    ['with the other first', [between, first, last]],
    ['the other way round', [last, between, first]],
    ['one of them gone', [first, between]],
  ])('keep their order: not %s', (_, order) => {
    expect(to(order).verdict).toBe('refused');
  });

  test.each(['0', '1'])('keep their drives: not drive %s', (drive) => {
    const moved = add(`${container}/volumeMounts/${drive}/subPath`, 'below');
    expect(to([first, between, last], moved).refusals.map(({ code }) => code)).toContain(
      'drive-place-changed',
    );
  });
});

describe.each<[kind: string, volumes: string]>([
  ['DaemonSet', 'http://node{1...4}:9000/mnt/disk{0...1}'],
  ['DaemonSet', '/mnt/disk0 /mnt/disk1'],
  ['Deployment', 'http://rustfs:9000/mnt/disk{0...1}'],
  ['Deployment', '/mnt/disk{0...1}'],
])('RustFS run by a %s that is told %s', (kind, volumes) => {
  const server = {
    name: 'rustfs',
    image: 'rustfs/rustfs:1.0.0',
    env: [
      { name: 'RUSTFS_VOLUMES', value: volumes },
      { name: 'FOLDER', value: 'a' },
    ],
    volumeMounts: [
      { name: 'd0', mountPath: '/mnt/disk0' },
      { name: 'd1', mountPath: '/mnt/disk1', subPathExpr: '$(FOLDER)' },
    ],
  };
  const disks = [
    { name: 'd0', hostPath: { path: '/disks/a' } },
    { name: 'd1', hostPath: { path: '/disks/b' } },
  ];
  const all = [
    other('apps/v1', kind, 'rustfs', {
      selector: { matchLabels: { app: 'rustfs' } },
      template: {
        metadata: { labels: { app: 'rustfs' } },
        spec: { containers: [server], volumes: disks },
      },
    }),
  ];
  const change = (edit: (text: string) => string | undefined) =>
    outcome(all, edited(all, `${kind} rustfs`, edit));

  test.each<[what: string, edit: (text: string) => string]>([
    ['another directory', (text) => text.replace('/disks/b', '/disks/c')],
    ['the directory of the other', (text) => swapped(text, '/disks/a', '/disks/b')],
    ['an emptyDir', (text) => text.replace('"hostPath":{"path":"/disks/b"}', '"emptyDir":{}')],
    [
      'a claim',
      (text) => text.replace('"hostPath":{"path":"/disks/a"}', '"persistentVolumeClaim":{"claimName":"c"}'),
    ],
    [
      'a folder',
      (text) => text.replace('"mountPath":"/mnt/disk0"', '"mountPath":"/mnt/disk0","subPath":"x"'),
    ],
    ['another folder', (text) => text.replace('"value":"a"', '"value":"b"')],
  ])('keeps its drives: not %s', (_, edit) => {
    expect(change(edit)).toBe('refused drive-place-changed');
  });

  test('keeps the paths of its drives', () => {
    expect(change((text) => text.replace(volumes, volumes.replaceAll('/mnt/disk', '/mnt/other')))).toMatch(
      /^refused /,
    );
  });

  test('has no drive more', () => {
    const more = volumes.includes('{0...1}')
      ? volumes.replace('{0...1}', '{0...2}')
      : `${volumes} /mnt/disk2`;
    expect(change((text) => text.replace(volumes, more))).toMatch(/^refused /);
  });

  test('restarts by a change, and stays as it is without one', () => {
    expect(change((text) => text.replace(':1.0.0', ':1.0.1'))).toBe('rolls');
    expect(outcome(all, all)).toBe('none');
    expect(change(removed)).toBe('procedure');
  });
});

function swapped(text: string, a: string, b: string): string {
  return text.replace(a, '?').replace(b, a).replace('?', b);
}
