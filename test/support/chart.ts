import type { StatefulSet } from 'kubernetes-types/apps/v1';
import type {
  Container,
  EnvVar,
  PersistentVolumeClaim,
  Service,
  Volume,
  VolumeMount,
} from 'kubernetes-types/core/v1';
import { asStored } from './live';

/** What of the official chart's values a test says. */
export interface ChartValues {
  readonly release?: string;
  readonly fullname?: string;
  readonly namespace?: string;
  readonly pools?: readonly { readonly replicas: number; readonly drives: number; readonly size?: string }[];
  readonly existingSecret?: { readonly name: string; readonly keys: readonly string[] };
  readonly clusterDomain?: string;
  /** The directory of the log files; empty for standard output. */
  readonly logDirectory?: string;
  readonly extraEnv?: readonly EnvVar[];
  readonly config?: Readonly<Record<string, string>>;
  readonly commonLabels?: Readonly<Record<string, string>>;
  readonly volumes?: string;
  readonly extraVolumes?: readonly Volume[];
  readonly extraVolumeMounts?: readonly VolumeMount[];
  /** Containers that a post-renderer added. */
  readonly sidecars?: readonly Container[];
}

type Labels = Readonly<Record<string, string>>;

/** The objects of a release of the official chart 1.0.0-rc.3, as the API server stores them. */
export function chartObjects(values: ChartValues = {}): Record<string, unknown>[] {
  const { sets, services, others } = chartTemplates(values);
  return [...[...sets, ...services].map(stored), ...others];
}

/** The same as its templates make them. */
export function chartTemplates(values: ChartValues = {}): {
  readonly sets: readonly StatefulSet[];
  readonly services: readonly Service[];
  /** What is stored as it is sent. */
  readonly others: readonly Record<string, unknown>[];
} {
  const chart = new Chart(values);
  return {
    sets: chart.pools.map((_, index) => chart.statefulSet(index)),
    services: [chart.headlessService(), chart.clientService()],
    others: [chart.configMap(), chart.secret()],
  };
}

function stored(object: StatefulSet | Service): Record<string, unknown> {
  const { apiVersion = '', kind = '', metadata = {} } = object;
  const { name = '', namespace = '' } = metadata;
  const identified = { ...object, apiVersion, kind, metadata: { ...metadata, name, namespace } };
  return { ...asStored(identified as Parameters<typeof asStored>[0]) };
}

class Chart {
  readonly release: string;
  readonly fullname: string;
  readonly namespace: string;
  readonly pools: NonNullable<ChartValues['pools']>;
  readonly logDirectory: string;
  private readonly selector: Labels;
  private readonly labels: Labels;

  constructor(readonly values: ChartValues) {
    this.release = values.release ?? 'rustfs';
    this.fullname = values.fullname ?? 'rustfs';
    this.namespace = values.namespace ?? 'storage';
    this.pools = values.pools ?? [{ replicas: 4, drives: 4 }];
    this.logDirectory = values.logDirectory ?? '/logs';
    this.selector = { 'app.kubernetes.io/name': 'rustfs', 'app.kubernetes.io/instance': this.release };
    this.labels = {
      'helm.sh/chart': 'rustfs-1.0.0-rc.3',
      ...this.selector,
      'app.kubernetes.io/version': '1.0.0-rc.3',
      'app.kubernetes.io/managed-by': 'Helm',
      ...values.commonLabels,
    };
  }

  statefulSet(index: number): StatefulSet {
    const { replicas, drives, size = '256Mi' } = this.pools[index] ?? { replicas: 0, drives: 0 };
    const own = this.pools.length > 1 ? { 'rustfs.com/pool': this.poolName(index) } : {};
    const mounts = this.claimNames(drives).map((name, i) => ({
      name,
      mountPath: drives === 1 ? '/data' : `/data/rustfs${i}`,
    }));
    const logs =
      this.logDirectory === '' ? [] : [{ name: 'logs', mountPath: this.logDirectory, subPath: 'logs' }];
    const security = {
      allowPrivilegeEscalation: false,
      capabilities: { drop: ['ALL'] },
      readOnlyRootFilesystem: true,
      runAsNonRoot: true,
    };
    return {
      apiVersion: 'apps/v1',
      kind: 'StatefulSet',
      metadata: this.metadata(this.poolName(index), this.labels),
      spec: {
        serviceName: `${this.fullname}-headless`,
        replicas,
        podManagementPolicy: 'Parallel',
        // The first pool's selector is older than pools are, and cannot be changed.
        selector: { matchLabels: { ...this.selector, ...(index === 0 ? {} : own) } },
        template: {
          metadata: { labels: { ...this.selector, ...own } },
          spec: {
            enableServiceLinks: false,
            serviceAccountName: this.fullname,
            securityContext: { fsGroup: 10001, runAsGroup: 10001, runAsUser: 10001 },
            affinity: { nodeAffinity: {}, podAntiAffinity: this.antiAffinity(own) },
            initContainers: [
              {
                name: 'init-step',
                image: 'busybox:stable',
                command: ['sh', '-c', 'mkdir -p /data'],
                env: [{ name: 'DRIVES_PER_NODE', value: String(drives) }],
                volumeMounts: mounts,
              },
            ],
            containers: [
              {
                name: 'rustfs',
                image: 'rustfs/rustfs:1.0.0-rc.3',
                imagePullPolicy: 'IfNotPresent',
                command: ['/usr/bin/rustfs'],
                env: [...this.anchor(), ...(this.values.extraEnv ?? [])],
                envFrom: [
                  { configMapRef: { name: `${this.fullname}-config` } },
                  { secretRef: { name: this.values.existingSecret?.name ?? `${this.fullname}-secret` } },
                ],
                ports: [
                  { name: 'endpoint', containerPort: 9000 },
                  { name: 'console', containerPort: 9001 },
                ],
                livenessProbe: probe('/health', 30),
                readinessProbe: probe('/health/ready', 10),
                securityContext: security,
                volumeMounts: [...logs, ...mounts, ...(this.values.extraVolumeMounts ?? [])],
              },
              ...(this.values.sidecars ?? []),
            ],
            volumes: [...(this.values.extraVolumes ?? [])],
          },
        },
        volumeClaimTemplates: [
          ...(this.logDirectory === '' ? [] : [this.claim('logs', '256Mi')]),
          ...this.claimNames(drives).map((name) => this.claim(name, size)),
        ],
      },
    };
  }

  headlessService(): Service {
    return {
      apiVersion: 'v1',
      kind: 'Service',
      metadata: this.metadata(`${this.fullname}-headless`, this.labels),
      spec: { type: 'ClusterIP', clusterIP: 'None', publishNotReadyAddresses: true, ...this.ports() },
    };
  }

  clientService(): Service {
    return {
      apiVersion: 'v1',
      kind: 'Service',
      metadata: this.metadata(`${this.fullname}-svc`, this.labels),
      spec: { type: 'ClusterIP', ...this.ports() },
    };
  }

  configMap(): Record<string, unknown> {
    return {
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: { name: `${this.fullname}-config`, namespace: this.namespace },
      data: {
        RUSTFS_ADDRESS: ':9000',
        RUSTFS_CONSOLE_ADDRESS: ':9001',
        RUSTFS_CONSOLE_ENABLE: 'true',
        RUSTFS_OBS_ENVIRONMENT: 'development',
        RUSTFS_OBS_LOGGER_LEVEL: 'info',
        RUSTFS_OBS_LOG_DIRECTORY: this.logDirectory,
        RUSTFS_REGION: 'us-east-1',
        RUSTFS_VOLUMES: this.values.volumes ?? this.pools.map((_, i) => this.expression(i)).join(' '),
        ...this.values.config,
      },
    };
  }

  secret(): Record<string, unknown> {
    const { name = `${this.fullname}-secret`, keys = ['RUSTFS_ACCESS_KEY', 'RUSTFS_SECRET_KEY'] } =
      this.values.existingSecret ?? {};
    // "open sesame", which nothing may print.
    const data = Object.fromEntries(keys.map((key) => [key, 'b3BlbiBzZXNhbWU=']));
    return {
      apiVersion: 'v1',
      kind: 'Secret',
      metadata: { name, namespace: this.namespace },
      data,
      type: 'Opaque',
    };
  }

  private poolName(index: number): string {
    return index === 0 ? this.fullname : `${this.fullname}-pool${index}`;
  }

  private claimNames(drives: number): string[] {
    return drives === 1 ? ['data'] : Array.from({ length: drives }, (_, i) => `data-rustfs-${i}`);
  }

  private get serverDomain(): string {
    return `${this.fullname}-headless.${this.namespace}.svc.${this.values.clusterDomain ?? 'cluster.local'}`;
  }

  private expression(index: number): string {
    const { replicas = 0, drives = 0 } = this.pools[index] ?? {};
    const path = drives === 1 ? '/data' : `/data/rustfs{0...${drives - 1}}`;
    return `http://${this.poolName(index)}-{0...${replicas - 1}}.${this.serverDomain}:9000${path}`;
  }

  /** The chart tells servers their address only when nobody else may bring addresses of their own. */
  private anchor(): EnvVar[] {
    if (this.values.existingSecret !== undefined || this.values.volumes !== undefined) return [];
    const wait = this.values.extraEnv?.find(({ name }) => name === 'RUSTFS_STARTUP_TOPOLOGY_WAIT_MODE');
    if (!['', 'auto', 'orchestrated'].includes(wait?.value ?? '') || wait?.valueFrom !== undefined) return [];
    return [
      { name: 'POD_NAME', valueFrom: { fieldRef: { fieldPath: 'metadata.name' } } },
      { name: 'RUSTFS_LOCAL_ENDPOINT_HOST', value: `$(POD_NAME).${this.serverDomain}` },
    ];
  }

  private antiAffinity(own: Labels) {
    const term = {
      labelSelector: {
        matchExpressions: [{ key: 'app.kubernetes.io/name', operator: 'In', values: ['rustfs'] }],
      },
      topologyKey: 'kubernetes.io/hostname',
    };
    if (this.pools.length === 1) return { requiredDuringSchedulingIgnoredDuringExecution: [term] };
    const podAffinityTerm = { ...term, labelSelector: { ...term.labelSelector, matchLabels: own } };
    return { preferredDuringSchedulingIgnoredDuringExecution: [{ weight: 100, podAffinityTerm }] };
  }

  private claim(name: string, storage: string): PersistentVolumeClaim {
    return {
      apiVersion: 'v1',
      kind: 'PersistentVolumeClaim',
      metadata: { name, labels: { ...this.values.commonLabels } },
      spec: {
        accessModes: ['ReadWriteOnce'],
        resources: { requests: { storage } },
        storageClassName: 'local-path',
      },
    };
  }

  private metadata(name: string, labels: Labels) {
    const annotations = {
      'meta.helm.sh/release-name': this.release,
      'meta.helm.sh/release-namespace': this.namespace,
    };
    return { name, namespace: this.namespace, labels, annotations };
  }

  private ports() {
    return {
      ports: [
        { name: 'endpoint', port: 9000, targetPort: 9000 },
        { name: 'console', port: 9001, targetPort: 9001 },
      ],
      selector: this.selector,
    };
  }
}

function probe(path: string, initialDelaySeconds: number) {
  return {
    httpGet: { path, port: 9000, scheme: 'HTTP' },
    initialDelaySeconds,
    periodSeconds: 5,
    timeoutSeconds: 3,
  };
}
