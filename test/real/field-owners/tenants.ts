import type { TenantSpec } from 'rustfs-constructs';

/** A tenant that says little. */
export function bare(namespace: string): TenantSpec {
  return {
    name: 'media',
    namespace,
    credsSecret: { name: 'media-root' },
    rpcSecret: { name: 'media-rpc', key: 'secret' },
    pools: [{ name: 'pool-0', servers: 4, persistence: { volumesPerServer: 1 } }],
  };
}

/** The same tenant with fields of every form: maps, lists by names and lists as a whole, choices, containers, volumes. */
export function full(namespace: string): TenantSpec {
  const spec = bare(namespace);
  return {
    ...spec,
    env: [
      { name: 'RUSTFS_REGION', value: 'eu-west-1' },
      { name: 'HTTP_PROXY', valueFrom: { secretKeyRef: { name: 'proxy', key: 'url' } } },
      { name: 'RUSTFS_OBS_ENVIRONMENT', value: 'production' },
    ],
    priorityClassName: 'high',
    additionalVolumes: [{ name: 'scripts', configMap: { name: 'scripts' } }],
    additionalVolumeMounts: [{ name: 'scripts', mountPath: '/scripts' }],
    annotations: { owner: 'storage' },
    labels: { team: 'media' },
    pod: {
      annotations: { 'example.com/scrape': 'true' },
      labels: { tier: 'storage' },
      containers: [
        {
          name: 'exporter',
          image: 'example.com/exporter:1',
          volumeMounts: [{ name: 'scripts', mountPath: '/s' }],
        },
      ],
      dnsConfig: { options: [{ name: 'ndots', value: '2' }] },
    },
    pools: spec.pools.map((pool) => ({
      ...pool,
      nodeSelector: { disks: 'nvme' },
      tolerations: [{ key: 'storage', operator: 'Exists', effect: 'NoSchedule' }],
      resources: { requests: { cpu: '2', memory: '8Gi' }, limits: { memory: '8Gi' } },
    })),
  };
}

/** What the StatefulSet of the second has and that of the first has not. */
export const onlyFull: readonly string[] = [
  'spec.template.metadata.labels.tier',
  'spec.template.metadata.annotations[example.com/scrape]',
  'spec.template.spec.volumes[scripts]',
  'spec.template.spec.containers[rustfs].env[RUSTFS_REGION]',
  'spec.template.spec.containers[rustfs].env[HTTP_PROXY]',
  'spec.template.spec.containers[rustfs].env[RUSTFS_OBS_ENVIRONMENT]',
  'spec.template.spec.containers[rustfs].resources',
  'spec.template.spec.containers[rustfs].volumeMounts[scripts]',
  'spec.template.spec.containers[exporter]',
  'spec.template.spec.nodeSelector',
  'spec.template.spec.tolerations',
  'spec.template.spec.priorityClassName',
  'spec.template.spec.dnsConfig',
];
