import type { TenantSpec } from 'rustfs-constructs';
import { stringify } from 'yaml';
import type { ControlPlane } from '../control-plane/start';
import { makeNamespace, startCluster } from '../harness/cluster';
import { manifestsOf, settled, statefulSetsIn } from '../harness/objects';
import { openTerminal, type Terminal } from '../harness/terminal';
import { followed, nothing, type Applier } from './next-changes';
import { takeOver, write, type Way } from './written';

let plane: ControlPlane;
let terminal: Terminal;

beforeAll(async () => {
  plane = await startCluster();
  await plane.api.create({
    apiVersion: 'scheduling.k8s.io/v1',
    kind: 'PriorityClass',
    metadata: { name: 'high' },
    value: 1000,
  });
});

afterAll(() => plane.stop());

// A folder for each: the lock in it knows the tenant.
beforeEach(() => {
  terminal = openTerminal(plane);
});

afterEach(() => terminal.close());

/** A tenant with fields that are to go. */
function tenantIn(namespace: string): TenantSpec {
  return {
    name: 'media',
    namespace,
    credsSecret: { name: 'media-root' },
    rpcSecret: { name: 'media-rpc', key: 'secret' },
    env: [
      { name: 'RUSTFS_REGION', value: 'eu-west-1' },
      { name: 'RUSTFS_OBS_ENVIRONMENT', value: 'production' },
    ],
    priorityClassName: 'high',
    // A rollout takes no longer than it has to.
    pod: { annotations: { 'example.com/scrape': 'true' }, minReadySeconds: 0 },
    pools: [
      {
        name: 'pool-0',
        servers: 4,
        nodeSelector: { 'kubernetes.io/os': 'linux' },
        resources: { requests: { cpu: '1' } },
        persistence: { volumesPerServer: 1 },
      },
    ],
  };
}

/** As the README and the runbooks print it. */
const applied = 'kubectl apply --server-side --force-conflicts -f -';

const kubectl: Applier = {
  apply: async (_, file) => {
    const { code, errors } = await terminal.attempt(`rustfs-tenant render ${file} | ${applied}`);
    expect({ code, errors }).toEqual({ code: 0, errors: expect.not.stringContaining('conflict') });
  },
};

/** By the API, as a controller does it. */
function controller(manager: string, as = manager, from: readonly Way[] = []): Applier {
  return {
    manager,
    apply: async (spec) => {
      for (const object of manifestsOf(spec)) {
        if ((await plane.api.get(object)).status === 200) await takeOver(plane.api, object, as, from);
        await write(plane.api, object, { manager: as, operation: 'Apply' });
      }
    },
  };
}

const kubectls: readonly Way[] = [
  { manager: 'kubectl', operation: 'Apply' },
  { manager: 'kubectl', operation: 'Update' },
];
const pulumi = 'pulumi-kubernetes-3f2a1b0c';
const flux = controller('kustomize-controller', 'kustomize-controller', kubectls);

/** How the tenant came into the cluster, and who applies it from then on. */
const waysIn: readonly (readonly [title: string, first: Applier['apply'], then: Applier])[] = [
  ['kubectl apply -f -', (_, file) => shell(`rustfs-tenant render ${file} | kubectl apply -f -`), kubectl],
  ['kubectl apply -k', (spec, file) => applyFolder(spec, file), kubectl],
  ['kubectl apply --server-side', (_, file) => shell(`rustfs-tenant render ${file} | ${applied}`), kubectl],
  [
    'kubectl apply -f -, and then Flux',
    (_, file) => shell(`rustfs-tenant render ${file} | kubectl apply -f -`),
    flux,
  ],
  ['Flux', flux.apply, flux],
  ['Argo CD', controller('argocd-controller').apply, controller('argocd-controller')],
  [
    // Objects are made by an ordinary write, and changed by applies (pulumi-kubernetes, TestCSACreateToSSAUpdate).
    'Pulumi',
    async (spec) => {
      for (const object of manifestsOf(spec))
        await write(plane.api, object, { manager: pulumi, operation: 'Update' });
    },
    controller('pulumi-kubernetes', pulumi, [...kubectls, { manager: pulumi, operation: 'Update' }]),
  ],
];

async function shell(command: string): Promise<void> {
  await terminal.run(command);
}

async function applyFolder({ namespace, name }: TenantSpec, file: string): Promise<void> {
  await terminal.run(`rustfs-tenant render ${file} --out ${namespace}
kubectl apply -k ${namespace}/${namespace}/${name}`);
}

describe('From every way in, the next changes do what the plan says, and no other pod restarts', () => {
  test.each(waysIn.map((way, i) => [way[0], way, `way-${i}`] as const))(
    '%s',
    async (_, [, first, then], namespace) => {
      await makeNamespace(plane.api, namespace);
      const spec = tenantIn(namespace);
      terminal.write('media.yaml', stringify(spec));
      await first(spec, 'media.yaml');
      await settled(plane.api, namespace);
      const found = await followed({ plane, terminal, spec }, then);
      const rolled = {
        planned: ['media-pool-0'],
        restarted: ['media-pool-0'],
        stays: [],
        afterwards: nothing,
      };
      expect(found).toEqual(
        ['another image', 'fields that go', 'another pool'].map((title) => ({ title, ...rolled })),
      );
      const volumes = (await statefulSetsIn(plane.api, namespace)).map(
        (set) =>
          set.spec?.template.spec?.containers[0]?.env?.find(({ name }) => name === 'RUSTFS_VOLUMES')?.value,
      );
      expect(volumes).toHaveLength(2);
      expect(new Set(volumes).size).toBe(1);
    },
  );
});
