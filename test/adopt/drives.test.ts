import { isRecord } from '../../lib/is-record';
import { adopt, declared, refusals } from '../support/adoptions';
import { chartObjects, type ChartValues } from '../support/chart';
import { container, statefulSets } from '../support/composed';
import { kubectlList, liveObjects } from '../support/live';
import { podSpec, server, setsWith, valueAt, withSets } from '../support/live-changes';
import { acme, asOperator, singleDrive } from '../support/specs';

const charts = chartObjects({ pools: [{ replicas: 4, drives: 2 }], logDirectory: '' });
const lone: ChartValues = { pools: [{ replicas: 1, drives: 1 }], volumes: '/data', logDirectory: '' };
const operators = liveObjects(asOperator(acme));
const mount = [...server, 'volumeMounts', 0];

function messages(text: string): string[] {
  const adoption = adopt(text);
  expect(adoption.declaration).toBeUndefined();
  return adoption.problems.map(({ message }) => message);
}

const origins: [string, readonly object[]][] = [
  ["the chart's", charts],
  ["the operator's", operators],
];

describe.each(origins)('What a server finds at a drive is never dropped from %s', (_, live) => {
  const set = live.find((object) => valueAt(object, ['kind']) === 'StatefulSet');
  const refusal = [`StatefulSet ${String(valueAt(set, ['metadata', 'name']))} [live-unknown]`];

  test.each<[string, (string | number)[], unknown]>([
    ['a directory of the volume', [...mount, 'subPath'], 'bucket'],
    ['a directory by an expression', [...mount, 'subPathExpr'], '$(POD_NAME)'],
    ['what is mounted below it on the node', [...mount, 'mountPropagation'], 'HostToContainer'],
    ['a drive that is only read', [...mount, 'readOnly'], true],
    ['a field of tomorrow', [...mount, 'bytesFrom'], 'elsewhere'],
    ['a slash at the end of its path', [...mount, 'mountPath'], '/data/rustfs0/'],
    ['servers that are counted from another number', ['spec', 'ordinals'], { start: 1 }],
    ['fewer servers than addresses', ['spec', 'replicas'], 2],
    ['no servers', ['spec', 'replicas'], 0],
    ['more servers than addresses', ['spec', 'replicas'], 6],
    ['a program that knows its own drives', [...server, 'command'], ['sh', '-c', 'exec rustfs /srv']],
    ['an argument', [...server, 'args'], ['--console-address', ':9001']],
    ['another working directory', [...server, 'workingDir'], '/srv'],
    ['block devices', [...server, 'volumeDevices'], [{ name: 'raw', devicePath: '/dev/xvda' }]],
    ['groups that may read files', [...podSpec, 'securityContext', 'supplementalGroups'], [5555]],
    ['labels of files', [...podSpec, 'securityContext', 'seLinuxOptions'], { level: 's0:c1,c2' }],
  ])('refused: %s', (__, steps, other) => {
    const found = refusals(adopt(withSets(live, steps, other)));
    expect([...new Set(found)]).toEqual(refusal);
  });

  test.each<[string, (string | number)[], object]>([
    ['a mount as the server stores it', mount, { mountPropagation: 'None', recursiveReadOnly: 'Disabled' }],
    ['a mount that may be written', mount, { readOnly: false }],
    ['ordinals from 0', ['spec', 'ordinals'], { start: 0 }],
  ])('taken for what it is: %s', (__, steps, other) => {
    const before = valueAt(set, steps);
    const whole = isRecord(before) ? { ...before, ...other } : other;
    expect(adopt(withSets(live, steps, whole)).problems).toEqual([]);
  });
});

describe('A drive that is on no claim template', () => {
  const pod = (volume: object) =>
    kubectlList(
      setsWith(
        chartObjects(lone),
        [['spec', 'volumeClaimTemplates'], []],
        [[...podSpec, 'volumes'], [{ name: 'data', ...volume }]],
      ),
    );

  test.each<[string, object, RegExp]>([
    ['a claim by name', { persistentVolumeClaim: { claimName: 'nas' } }, /which is the claim "nas"/],
    ["a node's directory", { hostPath: { path: '/srv/data' } }, /which is hostPath/],
    ['scratch space', { emptyDir: {} }, /which is emptyDir/],
  ])('is refused in its own words: %s', (_, volume, words) => {
    expect(messages(pod(volume))).toEqual([expect.stringMatching(words)]);
  });

  test('is refused where two volumes are mounted at its place', () => {
    const mounts = valueAt(charts[0], [...server, 'volumeMounts']);
    const twice = [...(Array.isArray(mounts) ? mounts : []), { name: 'x', mountPath: '/data/rustfs0/' }];
    const live = setsWith(
      charts,
      [[...server, 'volumeMounts'], twice],
      [[...podSpec, 'volumes'], [{ name: 'x', emptyDir: {} }]],
    );
    expect(messages(kubectlList(live))).toEqual([expect.stringContaining('two volumes are mounted there')]);
  });

  test('is refused where a volume has the name of its claim template', () => {
    const volumes = [{ name: 'data-rustfs-0', emptyDir: {} }];
    expect(messages(withSets(charts, [...podSpec, 'volumes'], volumes))).toEqual([
      expect.stringContaining('beside the claim template of that name'),
    ]);
  });

  test('is refused when a volume lies inside it', () => {
    const mounts = valueAt(charts[0], [...server, 'volumeMounts']);
    const inside = [
      ...(Array.isArray(mounts) ? mounts : []),
      { name: 'x', mountPath: '/data/rustfs0/bucket' },
    ];
    const live = setsWith(
      charts,
      [[...server, 'volumeMounts'], inside],
      [[...podSpec, 'volumes'], [{ name: 'x', persistentVolumeClaim: { claimName: 'x' } }]],
    );
    expect(refusals(adopt(kubectlList(live)))).toEqual([
      'additionalVolumeMounts[0].mountPath [mount-overlap]',
    ]);
  });
});

describe('The addresses of the drives', () => {
  const env = [...server, 'env'];
  const sources = [...server, 'envFrom'];
  const secret = { secretRef: { name: 'rustfs-secret' } };
  const addresses = 'http://rustfs-{0...3}.rustfs-headless.storage.svc.cluster.local:9000/data/rustfs{0...1}';

  test('are those of the last of two variables', () => {
    const twice = ['/srv', addresses].map((value) => ({ name: 'RUSTFS_VOLUMES', value }));
    expect(adopt(withSets(charts, env, twice)).problems).toEqual([]);
    expect(messages(withSets(charts, env, [...twice].reverse()))).toEqual([
      'It has 4 replicas, and RUSTFS_VOLUMES is a path: each is a server of its own with other objects.',
    ]);
  });

  test("of the operator's are those of the last too, and a second one is refused", () => {
    const own = valueAt(
      operators.find((one) => valueAt(one, ['kind']) === 'StatefulSet'),
      env,
    );
    const twice = [...(Array.isArray(own) ? own : []), { name: 'RUSTFS_VOLUMES', value: '/data/rustfs0' }];
    expect(adopt(withSets(operators, env, twice)).declaration).toBeUndefined();
  });

  test.each([`${addresses} `, ` ${addresses}`])('may have spaces around them: %j', (volumes) => {
    const live = chartObjects({ pools: [{ replicas: 4, drives: 2 }], volumes, logDirectory: '' });
    const [set] = statefulSets(declared(adopt(kubectlList(live))));
    const variables = set?.spec?.template.spec?.containers[0]?.env;
    expect(variables?.find(({ name }) => name === 'RUSTFS_VOLUMES')?.value).toBe(addresses);
  });

  test.each<[string, unknown, unknown]>([
    ["the image's entrypoint", undefined, ['/data']],
    ['the entrypoint by name', ['/entrypoint.sh'], ['rustfs', '/data']],
    ['the binary', ['/usr/bin/rustfs'], ['/data']],
    ['the binary in one list', ['/usr/bin/rustfs', 'server', '/data'], undefined],
    ['the default command', undefined, ['server', '/data']],
  ])('may be arguments: %s', (_, command, args) => {
    const live = setsWith(
      chartObjects({ ...lone, config: { RUSTFS_VOLUMES: '/srv' } }),
      [[...server, 'command'], command],
      [[...server, 'args'], args],
    );
    const spec = declared(adopt(kubectlList(live)));
    const { env: variables, volumeMounts, args: none } = container(spec, 0);
    expect(variables).toContainEqual({ name: 'RUSTFS_VOLUMES', value: '/data' });
    expect(volumeMounts).toContainEqual({ name: 'data', mountPath: '/data' });
    expect(none).toBeUndefined();
  });

  test('are asked for where nothing says them', () => {
    expect(messages(withSets(chartObjects(lone), sources, [secret]))).toEqual([
      expect.stringContaining('Nothing says where its drives are: neither arguments, nor RUSTFS_VOLUMES'),
    ]);
  });

  test('are asked for by the source that is missing', () => {
    const absent = [secret, { configMapRef: { name: 'settings', optional: true } }];
    const { problems } = adopt(withSets(chartObjects(lone), sources, absent));
    expect(problems.map(({ message }) => message)).toEqual([
      'All of its environment that ConfigMap "settings" brings is unknown: it is not among the objects.',
    ]);
    expect(problems[0]?.fix).toContain('If the cluster has none, take the reference out of envFrom first.');
  });

  test('never tell the value of an argument, which may be a secret', () => {
    const args = ['--secret-key', 'hunter2', '--access-key=hunter3', '-s', 'hunter4', '/data'];
    const adoption = adopt(withSets(chartObjects(lone), [...server, 'args'], args));
    expect(adoption.problems.map(({ message }) => message)).toEqual([
      'A declaration cannot say the argument --secret-key of the server.',
      'A declaration cannot say the argument --access-key of the server.',
      'A declaration cannot say the argument of one letter of the server.',
    ]);
    expect(adoption.problems[0]?.fix).toContain('RUSTFS_SECRET_KEY');
    expect(JSON.stringify(adoption)).not.toContain('hunter');
  });
});

describe("A server's variables", () => {
  test('stay what they are when they leave a ConfigMap, where a dollar is a dollar', () => {
    const config = { RUSTFS_SCANNER_SPEED: 'a$(HOME)b$$c', RUSTFS_REGION: 'a$b' };
    const spec = declared(adopt(kubectlList(chartObjects({ config }))));
    expect(spec.env).toEqual(
      expect.arrayContaining([
        { name: 'RUSTFS_SCANNER_SPEED', value: 'a$$(HOME)b$$$$c' },
        { name: 'RUSTFS_REGION', value: 'a$b' },
      ]),
    );
  });

  test('keep the name of the pod where another one refers to it', () => {
    const objects = chartObjects();
    const live = setsWith(objects, [
      [...server, 'env'],
      [...[valueAt(objects[0], [...server, 'env'])].flat(), { name: 'MY_SHARD', value: 'shard-$(POD_NAME)' }],
    ]);
    expect(declared(adopt(kubectlList(live))).env?.map(({ name }) => name)).toEqual(
      expect.arrayContaining(['POD_NAME', 'MY_SHARD']),
    );
  });

  test('are refused where one stands twice and another refers to it', () => {
    const extraEnv = [
      { name: 'MY_ZONE', value: 'a' },
      { name: 'MY_SHARD', value: '$(MY_ZONE)-1' },
      { name: 'MY_ZONE', value: 'b' },
    ];
    expect(messages(kubectlList(chartObjects({ extraEnv })))).toEqual([
      'Its environment has MY_ZONE twice, and another variable refers to it: which one is meant depends on their order.',
    ]);
  });

  test('of an operator that somebody added to by envFrom are not dropped', () => {
    const live = withSets(
      liveObjects(asOperator(singleDrive)),
      [...server, 'envFrom'],
      [{ configMapRef: { name: 'keys' } }],
    );
    expect(messages(live)).toEqual([
      expect.stringContaining("A declaration cannot say envFrom of the server's container"),
    ]);
  });
});
