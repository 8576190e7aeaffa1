import { adopt, declared } from '../support/adoptions';
import { chartObjects, type ChartValues } from '../support/chart';
import { kubectlList, liveObjects } from '../support/live';
import { server, setsWith, withSets } from '../support/live-changes';
import { acme, asOperator } from '../support/specs';

const charts = chartObjects({});
const operators = liveObjects(asOperator(acme));

function messages(text: string): string[] {
  const adoption = adopt(text);
  expect(adoption.declaration).toBeUndefined();
  return adoption.problems.map(({ message }) => message);
}

describe('What the declaration takes over belongs to nobody else', () => {
  const owned = (live: readonly object[], kind: string, owner: object) =>
    kubectlList(
      live.map((object) => {
        const { kind: of, metadata }: { kind?: string; metadata?: object } = object;
        return of === kind ? { ...object, metadata: { ...metadata, ownerReferences: [owner] } } : object;
      }),
    );
  const cluster = { apiVersion: 'x/v1', kind: 'Cluster', name: 'store', uid: 'u' };

  test.each<[what: string, live: readonly object[], kind: string, owner: object]>([
    ['a Service with a controller', charts, 'Service', { ...cluster, controller: true }],
    ['a Service with another owner', charts, 'Service', cluster],
    ['a StatefulSet with another owner', charts, 'StatefulSet', cluster],
    ["a Service of the operator's that is another's", operators, 'Service', cluster],
  ])('%s is refused', (_, live, kind, owner) => {
    expect(messages(owned(live, kind, owner))).toContainEqual(
      expect.stringMatching(/belongs to Cluster store.*Kubernetes deletes it with its owner/),
    );
  });

  test('but to the Tenant of the operator, which the hand-over removes', () => {
    const tenant = { apiVersion: 'rustfs.com/v1alpha1', kind: 'Tenant', name: 'acme', uid: 'u' };
    const adoption = adopt(owned(operators, 'Service', { ...tenant, controller: true }));
    expect(adoption.problems).toEqual([]);
    expect(adoption.handover[0]?.text).toContain('take the manifest out of git');
  });
});

describe('A StatefulSet is read when it has come to rest', () => {
  const owner = (kind: string) => [{ apiVersion: 'x/v1', kind, name: 'store', controller: true }];

  test.each<[string, readonly object[], (string | number)[], unknown, RegExp]>([
    [
      'while it is deleted',
      charts,
      ['metadata', 'deletionTimestamp'],
      '2026-11-02T08:15:30Z',
      /being deleted/,
    ],
    ['before its controller has seen it', charts, ['metadata', 'generation'], 4, /rollout is under way/],
    ['while it rolls out', operators, ['status', 'updateRevision'], 'next', /rollout is under way/],
    [
      'while another controller has it',
      charts,
      ['metadata', 'ownerReferences'],
      owner('Cluster'),
      /belongs to Cluster store/,
    ],
    [
      "while another than the operator has the operator's",
      operators,
      ['metadata', 'ownerReferences'],
      owner('Cluster'),
      /belongs to Cluster store/,
    ],
    [
      'with claims that go with it',
      operators,
      ['spec', 'persistentVolumeClaimRetentionPolicy'],
      { whenDeleted: 'Delete' },
      /deletes the claims of its drives/,
    ],
  ])('and refused %s', (_, live, steps, value, words) => {
    expect(messages(withSets(live, steps, value))).toEqual([expect.stringMatching(words)]);
  });

  test('and a server that is away is told before anything restarts', () => {
    const { notes, problems } = adopt(withSets(charts, ['status', 'readyReplicas'], 3));
    expect(problems).toEqual([]);
    expect(notes).toEqual([
      'StatefulSet rustfs has 1 server of 4 that are not ready: let all be ready before anything restarts.',
    ]);
  });
});

describe('What only looks like it is passed over', () => {
  test('a StatefulSet of another controller, which stays in charge of its pods', () => {
    const kruise = setsWith(charts, [['apiVersion'], 'apps.kruise.io/v1beta1']);
    expect(messages(kubectlList(kruise))).toEqual([
      expect.stringContaining('It is no StatefulSet of Kubernetes itself (apps/v1)'),
    ]);
  });

  test('a Service of Knative', () => {
    const live = charts.filter(({ kind }) => kind !== 'Service');
    const knative = charts
      .filter(({ kind }) => kind === 'Service')
      .map((service) => ({ ...service, apiVersion: 'serving.knative.dev/v1' }));
    expect(messages(kubectlList([...live, ...knative]))).toEqual([
      expect.stringContaining('is not among the objects, so what it selects is unknown'),
    ]);
  });
});

describe('Servers that are told otherwise than one would think', () => {
  const volumes = 'http://rustfs-{0...3}.rustfs-headless.storage.svc.cluster.local:9000/data/rustfs{0...3}';
  const reference = (name: string) => ({
    name: 'RUSTFS_VOLUMES',
    valueFrom: { configMapKeyRef: { name, key: 'RUSTFS_VOLUMES' } },
  });
  const withoutSource = (name: string) =>
    setsWith(
      charts,
      [[...server, 'env'], [reference(name)]],
      [[...server, 'envFrom'], [{ secretRef: { name: 'rustfs-secret' } }]],
    );

  test('have the addresses that a key of a ConfigMap says', () => {
    const spec = declared(adopt(kubectlList(withoutSource('rustfs-config'))));
    expect(spec.pools).toMatchObject([{ servers: 4, persistence: { volumesPerServer: 4 } }]);
    expect(JSON.stringify(spec)).not.toContain(volumes);
  });

  test('are asked about where the ConfigMap is not there', () => {
    expect(messages(kubectlList(withoutSource('absent')))).toEqual([
      expect.stringContaining('comes from somewhere that is not among the objects, or is a Secret'),
    ]);
  });

  test('that listen at IPv6 addresses are not turned to IPv4', () => {
    const config = { RUSTFS_ADDRESS: '[::]:9000' };
    expect(messages(kubectlList(chartObjects({ config })))).toEqual([
      'RUSTFS_ADDRESS is "[::]:9000", and a declared tenant listens at the IPv4 addresses of its pods.',
    ]);
  });

  test('are not guessed among two containers', () => {
    const sidecars = [{ name: 'second', image: 'rustfs/rustfs:1.0.0-rc.3' }];
    expect(messages(kubectlList(chartObjects({ sidecars })))).toEqual([
      'A declaration cannot say the container "second", which runs RustFS as well.',
    ]);
  });
});

describe('Keys of encrypted objects', () => {
  const config = (directory: string) => ({ RUSTFS_KMS_ENABLE: 'true', RUSTFS_KMS_KEY_DIR: directory });
  const scratch = {
    extraVolumes: [{ name: 'keys', emptyDir: {} }],
    extraVolumeMounts: [{ name: 'keys', mountPath: '/keys' }],
  };

  test.each<[string, object[]]>([
    ['in the container', chartObjects({ config: config('/var/keys') })],
    ['in scratch space', chartObjects({ ...scratch, config: config('/keys/kms') })],
    [
      'on a claim of the pod alone',
      chartObjects({
        ...scratch,
        extraVolumes: [{ name: 'keys', ephemeral: { volumeClaimTemplate: { spec: {} } } }],
        config: config('/keys/kms'),
      }),
    ],
  ])('that go with a pod are never lost by the restarts of a hand-over: %s', (_, live) => {
    expect(messages(kubectlList(live))).toEqual([
      expect.stringContaining('The first restart takes them, and no encrypted object can be read again.'),
    ]);
  });

  test('on a drive stay there', () => {
    const keys = { ...config('/data/rustfs0/.kms'), RUSTFS_KMS_ALLOW_INSECURE_DEV_DEFAULTS: 'true' };
    const lone = { pools: [{ replicas: 1, drives: 4 }], config: keys };
    const spec = declared(adopt(kubectlList(chartObjects(lone))));
    expect(spec.env).toContainEqual({ name: 'RUSTFS_KMS_KEY_DIR', value: '/data/rustfs0/.kms' });
    const { problems } = adopt(kubectlList(chartObjects({ config: keys })));
    expect(problems.map(({ code }) => code)).toEqual(['encryption-servers']);
  });

  test('of another service are not asked about', () => {
    const vault = {
      ...config('/var/keys'),
      RUSTFS_KMS_BACKEND: 'vault-kv2',
      RUSTFS_KMS_VAULT_ADDRESS: 'https://vault',
    };
    expect(
      adopt(kubectlList(chartObjects({ config: vault }))).problems.map(({ message }) => message),
    ).not.toContainEqual(expect.stringContaining('The first restart takes them'));
  });
});

describe('Whoever made the objects', () => {
  const hand = setsWith(
    charts,
    [['metadata', 'labels'], { app: 'store' }],
    [['metadata', 'annotations'], {}],
  );

  test('is named by the declaration, as far as the objects say it', () => {
    const first = (objects: readonly object[]) => adopt(kubectlList(objects)).declaration?.split('\n')[0];
    expect(first(charts)).toContain('adopted from the Helm chart by');
    expect(first(hand)).toContain('adopted from StatefulSets of another make by');
    expect(first(operators)).toContain('adopted from the RustFS operator by');
  });

  test('keeps a ConfigMap that others read as well', () => {
    const deletions = (sidecars: NonNullable<ChartValues['sidecars']>) =>
      adopt(kubectlList(chartObjects({ sidecars })))
        .handover.flatMap(({ commands }) => commands)
        .filter((command) => command.startsWith('kubectl delete'));
    const reader = { name: 'reader', envFrom: [{ configMapRef: { name: 'rustfs-config' } }] };
    expect(deletions([])).toEqual(['kubectl delete configmap rustfs-config -n storage']);
    expect(deletions([reader])).toEqual([]);
  });
});
