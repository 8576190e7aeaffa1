import type { PoolSpec, ProblemCode, TenantSpec, Verdict } from 'rustfs-constructs';
import type { Mark } from '../harness/mark';

/** What is done to a declaration. */
export type Edit = (spec: TenantSpec) => TenantSpec;

/** A change, and what is right to say of it. */
export interface Row {
  readonly title: string;
  /** What was declared, by default `media`. */
  readonly before?: Edit;
  readonly after: Edit;
  readonly verdict: Verdict;
  /** The pools whose servers restart, where the plan lets the change pass. */
  readonly rolls?: readonly string[];
  /** Of a change that the plan refuses: the rule that does. */
  readonly code?: ProblemCode;
  /** Of a change that the plan refuses: whether the API server refuses it as well, or would let the harm be done. */
  readonly isRefusedByServer?: boolean;
  readonly mark?: Mark;
}

/** Four servers of one drive each, which count as soon as they are ready. */
export const media: TenantSpec = {
  name: 'media',
  namespace: 'storage',
  credsSecret: { name: 'media-credentials' },
  rpcSecret: { name: 'media-rpc', key: 'secret' },
  placement: { drives: 'distinct' },
  pod: { minReadySeconds: 0 },
  pools: [
    {
      name: 'pool-0',
      servers: 4,
      persistence: {
        volumesPerServer: 1,
        volumeClaimTemplate: {
          accessModes: ['ReadWriteOnce'],
          resources: { requests: { storage: '2Gi' } },
        },
      },
    },
  ],
};

function withFields(fields: Partial<TenantSpec>): Edit {
  return (spec) => ({ ...spec, ...fields });
}

function withPod(fields: NonNullable<TenantSpec['pod']>): Edit {
  return (spec) => ({ ...spec, pod: { ...spec.pod, ...fields } });
}

/** Changes the first pool. */
function inPool(change: (pool: PoolSpec) => Partial<PoolSpec>): Edit {
  return (spec) => ({
    ...spec,
    pools: spec.pools.map((pool, i) => (i === 0 ? { ...pool, ...change(pool) } : pool)),
  });
}

function withPool(fields: Partial<PoolSpec>): Edit {
  return inPool(() => fields);
}

function withDrives(fields: Partial<PoolSpec['persistence']>): Edit {
  return inPool(({ persistence }) => ({ persistence: { ...persistence, ...fields } }));
}

function withClaims(fields: NonNullable<PoolSpec['persistence']['volumeClaimTemplate']>): Edit {
  return inPool(({ persistence }) => ({
    persistence: {
      ...persistence,
      volumeClaimTemplate: { ...persistence.volumeClaimTemplate, ...fields },
    },
  }));
}

const appendPool: Edit = (spec) => ({
  ...spec,
  pools: [...spec.pools, ...media.pools.map((pool) => ({ ...pool, name: 'pool-1' }))],
});

const volumes = [
  { name: 'cache', emptyDir: {} },
  { name: 'themes', configMap: { name: 'themes' } },
];
const mounts = [
  { name: 'cache', mountPath: '/cache' },
  { name: 'themes', mountPath: '/srv/themes', readOnly: true },
];

export const unnoticed: readonly Row[] = [
  { title: 'nothing', after: (spec) => spec, verdict: 'none' },
  {
    title: 'amounts written in another way',
    before: withPool({ resources: { requests: { cpu: '1000m', memory: '2Gi' } } }),
    after: withPool({ resources: { requests: { cpu: '1', memory: '2048Mi' } } }),
    verdict: 'none',
  },
  {
    title: 'claims of as many bytes, written in another way',
    after: withClaims({ resources: { requests: { storage: '2048Mi' } } }),
    verdict: 'none',
  },
  {
    title: 'volumes in another order',
    before: withFields({ additionalVolumes: volumes, additionalVolumeMounts: mounts }),
    after: withFields({
      additionalVolumes: volumes.toReversed(),
      additionalVolumeMounts: mounts.toReversed(),
    }),
    verdict: 'none',
  },
  {
    title: 'what is the default anyway, said',
    after: withFields({
      clusterDomain: 'cluster.local',
      podManagementPolicy: 'Parallel',
      claimRetention: { whenDeleted: 'Retain', whenScaled: 'Retain' },
    }),
    verdict: 'none',
  },
];

export const inPlace: readonly Row[] = [
  {
    title: 'an annotation of a Service',
    after: withFields({ services: { io: { annotations: { 'example.com/owner': 'media' } } } }),
    verdict: 'in-place',
  },
  {
    title: 'an annotation of a Service that goes',
    before: withFields({ services: { io: { annotations: { 'example.com/owner': 'media' } } } }),
    after: (spec) => spec,
    verdict: 'in-place',
  },
  {
    title: 'a load balancer for S3',
    after: withFields({ services: { io: { type: 'LoadBalancer' } } }),
    verdict: 'in-place',
  },
  {
    title: 'a console that keeps a client on one server',
    after: withFields({ services: { console: { sessionAffinity: 'ClientIP' } } }),
    verdict: 'in-place',
  },
  {
    title: 'S3 near the client',
    after: withFields({ services: { io: { trafficDistribution: 'PreferClose' } } }),
    verdict: 'in-place',
  },
  {
    title: 'a budget that lets pods go that are not ready',
    after: withFields({ disruptionBudget: { unhealthyPodEvictionPolicy: 'AlwaysAllow' } }),
    verdict: 'in-place',
  },
  {
    title: 'no budget any more',
    after: withFields({ disruptionBudget: { enabled: false } }),
    verdict: 'in-place',
  },
  {
    title: 'servers that count later',
    after: withPod({ minReadySeconds: 5 }),
    verdict: 'in-place',
  },
  {
    title: 'a partition for the next update',
    after: withPool({ updatePartition: 2 }),
    verdict: 'in-place',
  },
];

export const rolling: readonly Row[] = [
  { title: 'another image', after: withFields({ image: 'rustfs/rustfs:1.0.0-rc.4' }) },
  { title: 'a variable', after: withFields({ env: [{ name: 'RUST_LOG', value: 'debug' }] }) },
  {
    title: 'another value of a variable',
    before: withFields({ env: [{ name: 'RUST_LOG', value: 'debug' }] }),
    after: withFields({ env: [{ name: 'RUST_LOG', value: 'warn' }] }),
  },
  {
    title: 'a variable that goes',
    before: withFields({ env: [{ name: 'RUST_LOG', value: 'debug' }] }),
    after: (spec: TenantSpec) => spec,
  },
  {
    title: 'a variable from a ConfigMap instead of a text',
    before: withFields({ env: [{ name: 'RUST_LOG', value: 'debug' }] }),
    after: withFields({
      env: [{ name: 'RUST_LOG', valueFrom: { configMapKeyRef: { name: 'logging', key: 'level' } } }],
    }),
  },
  { title: 'memory', after: withPool({ resources: { requests: { memory: '4Gi' } } }) },
  { title: 'other root credentials', after: withFields({ credsSecret: { name: 'media-credentials-2' } }) },
  { title: 'nodes to which servers go', after: withPool({ nodeSelector: { 'kubernetes.io/os': 'linux' } }) },
  {
    title: 'a toleration',
    after: withPool({ tolerations: [{ key: 'storage', operator: 'Exists', effect: 'NoSchedule' }] }),
  },
  { title: 'a priority', after: withFields({ priorityClassName: 'storage' }) },
  { title: 'logs into a folder', after: withFields({ logging: { mode: 'emptydir' } }) },
  { title: 'a label of the pods', after: withPod({ labels: { team: 'media' } }) },
  { title: 'an annotation of the pods', after: withPod({ annotations: { note: 'one' } }) },
  {
    title: 'a container beside the server',
    after: withPod({ containers: [{ name: 'exporter', image: 'exporter:1' }] }),
  },
  {
    title: 'volumes of its own',
    after: withFields({ additionalVolumes: volumes, additionalVolumeMounts: mounts }),
  },
  { title: 'slower probes', after: withFields({ probes: { readiness: { periodSeconds: 30 } } }) },
  { title: 'more time to stop', after: withPod({ terminationGracePeriodSeconds: 120 }) },
  {
    title: 'a hook before it stops',
    after: withFields({ lifecycle: { preStop: { exec: { command: ['sleep', '3'] } } } }),
  },
  {
    title: 'a hook of another kind',
    before: withFields({ lifecycle: { preStop: { exec: { command: ['sleep', '3'] } } } }),
    after: withFields({ lifecycle: { preStop: { sleep: { seconds: 3 } } } }),
  },
  { title: 'when images are pulled', after: withFields({ imagePullPolicy: 'Always' as const }) },
  { title: 'a Secret for the registry', after: withFields({ imagePullSecret: { name: 'registry' } }) },
  { title: 'a ServiceAccount of others', after: withFields({ serviceAccountName: 'robot' }) },
  {
    title: 'memory of one pool of two',
    before: appendPool,
    after: (spec: TenantSpec) => withPool({ resources: { requests: { memory: '4Gi' } } })(appendPool(spec)),
  },
  { title: 'another pool', after: appendPool },
  {
    title: 'an image, kept from some servers by a partition',
    before: withPool({ updatePartition: 2 }),
    after: (spec: TenantSpec) =>
      withPool({ updatePartition: 2 })({ ...spec, image: 'rustfs/rustfs:1.0.0-rc.4' }),
  },
].map((row): Row => ({ ...row, verdict: 'rolls', rolls: ['pool-0'] }));

export const procedures: readonly Row[] = [
  {
    title: 'a load balancer that lets some clients in',
    before: withFields({ services: { io: { type: 'LoadBalancer' } } }),
    after: withFields({
      services: { io: { type: 'LoadBalancer', loadBalancerSourceRanges: ['192.0.2.0/24'] } },
    }),
    verdict: 'procedure',
  },
  {
    title: 'larger claims',
    after: withClaims({ resources: { requests: { storage: '3Gi' } } }),
    verdict: 'procedure',
  },
  {
    title: 'another RPC secret',
    after: withFields({ rpcSecret: { name: 'media-rpc-2', key: 'secret' } }),
    verdict: 'procedure',
    rolls: ['pool-0'],
  },
];

export const refused: readonly Row[] = (
  [
    {
      title: 'more servers',
      after: withPool({ servers: 6 }),
      code: 'pool-reshaped',
      isRefusedByServer: false,
    },
    {
      title: 'more drives of each server',
      after: withDrives({ volumesPerServer: 2 }),
      code: 'pool-reshaped',
      isRefusedByServer: true,
    },
    {
      title: 'another path of the drives',
      after: withDrives({ path: '/srv' }),
      code: 'drive-path-changed',
      isRefusedByServer: false,
    },
    {
      title: 'another name of the pool',
      after: withPool({ name: 'main' }),
      code: 'pool-renamed',
      isRefusedByServer: false,
    },
    {
      title: 'another order of the pools',
      before: appendPool,
      after: (spec: TenantSpec) => ({ ...spec, pools: appendPool(spec).pools.toReversed() }),
      code: 'pool-reordered',
      isRefusedByServer: false,
    },
    {
      title: 'a pool that is gone without a word',
      before: appendPool,
      after: (spec: TenantSpec) => ({ ...spec, pools: appendPool(spec).pools.slice(1) }),
      code: 'pool-removed',
      isRefusedByServer: false,
    },
    {
      title: 'smaller claims',
      after: withClaims({ resources: { requests: { storage: '1Gi' } } }),
      code: 'claim-shrunk',
      isRefusedByServer: true,
    },
    {
      title: 'claims of another class',
      after: withClaims({ storageClassName: 'other' }),
      code: 'claim-template-changed',
      isRefusedByServer: true,
    },
    {
      title: 'a label of the claims',
      after: withDrives({ labels: { team: 'media' } }),
      code: 'claim-template-changed',
      isRefusedByServer: true,
    },
    {
      title: 'another domain of the cluster',
      after: withFields({ clusterDomain: 'k8s.example.com' }),
      code: 'cluster-domain-changed',
      isRefusedByServer: false,
    },
    {
      title: 'smaller erasure sets',
      after: withFields({ erasureSetDriveCount: 2 }),
      code: 'set-size-changed',
      isRefusedByServer: false,
    },
  ] satisfies Omit<Row, 'verdict'>[]
).map((row): Row => ({ ...row, verdict: 'refused' }));

export const rows: readonly Row[] = [...unnoticed, ...inPlace, ...rolling, ...procedures, ...refused];
