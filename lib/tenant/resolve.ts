import { defined } from '../defined';
import type { PoolLayout } from '../erasure';
import { defaultClaim } from './claim';
import { encryptionWiring } from './encryption/wiring';
import { environment } from './environment';
import { integrationWirings } from './integrations';
import {
  claimLabels,
  commonLabels,
  podLabels,
  poolLabels,
  poolSelector,
  statefulSetSelector,
  tenantSelector,
} from './labels';
import { logClaimTemplate, logDirectory, logWiring } from './log';
import {
  dataClaimName,
  normalClusterDomain,
  statefulSetName,
  tenantNames,
  type NamedPool,
  type NamedTenant,
} from './names';
import type { PersistenceSpec, PoolSpec } from './pool';
import { knownLayout } from './pool-plans';
import { profileOf, type Profile } from './profile';
import { said, saidPod } from './said';
import { affinity, spreadConstraints } from './scheduling';
import { effectiveSecurity } from './security-context';
import type { TenantSpec } from './spec';
import { lifecycleOf } from './stopping';
import type { DisruptionBudget, Pool, Tenant } from './tenant';
import { internodeScheme, isTlsEnabled } from './tls/certificates';
import { managedCertificates } from './tls/managed';
import type { TlsSpec } from './tls/spec';
import { clientFiles, tlsWiring } from './tls/wiring';
import { drivePath, isSingleDrive, volumesExpression, type VolumeTopology } from './volumes';
import { storageOf, wiring, type Wiring } from './wiring';

/** Applies every default and derives every name. The declaration has passed the checks. */
export function resolve(spec: TenantSpec): Tenant {
  const profile = profileOf(spec);
  const managedBy = spec.managedBy ?? profile.managedBy;
  const names = tenantNames(spec);
  const topology = volumeTopology(spec);
  const tls = tlsWiring(spec.tls, profile);
  const layout = knownLayout(spec);
  const encryption = encryptionWiring(spec.encryption, topology.pools[0] ?? { path: '' });
  const integrations = Object.values(integrationWirings(spec));
  return {
    name: spec.name,
    namespace: spec.namespace,
    names,
    labels: commonLabels(spec.name, managedBy),
    selector: tenantSelector(spec),
    developmentCredentials: spec.developmentCredentials ?? false,
    serviceAccount: {
      name: spec.serviceAccountName ?? names.serviceAccount,
      isComposed: spec.serviceAccountName === undefined,
    },
    services: { io: spec.services?.io ?? {}, console: spec.services?.console ?? {} },
    sharedService: spec.adopted?.clientService,
    podManagementPolicy: spec.podManagementPolicy ?? 'Parallel',
    minReadySeconds: spec.pod?.minReadySeconds ?? profile.minReadySeconds,
    claimRetention: profile.claimRetention && { ...profile.claimRetention, ...spec.claimRetention },
    scheduler: spec.scheduler,
    imagePullSecret: spec.imagePullSecret?.name,
    terminationGracePeriodSeconds:
      spec.pod?.terminationGracePeriodSeconds ?? profile.terminationGracePeriodSeconds,
    podLabels: spec.pod?.labels ?? {},
    podAnnotations: Object.keys(spec.pod?.annotations ?? {}).length === 0 ? undefined : spec.pod?.annotations,
    pod: saidPod(spec.pod),
    listener: {
      scheme: isTlsEnabled(spec.tls) ? 'https' : 'http',
      clientFiles: clientFiles(spec.tls, profile),
    },
    certificates: managedCertificates(spec, topology, profile),
    container: {
      image: resolvedImage(spec, profile),
      imagePullPolicy: spec.imagePullPolicy,
      command: (spec.pod?.entrypoint ?? profile.entrypoint) === 'binary' ? ['/usr/bin/rustfs'] : undefined,
      env: environment(spec, profile, {
        volumes: volumesExpression(topology),
        clusterDomain: topology.clusterDomain,
        isAddressedByUrl: !isSingleDrive(topology.pools),
        logDirectory: logDirectory(spec.logging) ?? '',
        tls: tls.env,
        features: integrations.flatMap(({ env }) => env),
        encryption: encryption.env,
      }),
      probes: {
        startup: { ...profile.probes.startup, ...spec.probes?.startup },
        liveness: { ...profile.probes.liveness, ...spec.probes?.liveness },
        readiness: { ...profile.probes.readiness, ...spec.probes?.readiness },
      },
      lifecycle: lifecycleOf(spec, profile),
      ...storageOf([
        logWiring(spec.logging),
        tls,
        scratchWiring(spec, profile),
        encryption,
        ...integrations,
        additionalWiring(spec),
      ]),
    },
    pools: spec.pools.map((pool, i) => ({
      ...resolvePool(spec, profile, managedBy, pool),
      disruptionBudget: disruptionBudget(spec, profile, layout?.pools[i]),
    })),
  };
}

/** The image; an empty text counts as absent, as for the operator. */
export function resolvedImage(spec: Pick<TenantSpec, 'image'>, profile: Profile): string {
  return spec.image === undefined || spec.image === '' ? profile.image : spec.image;
}

/** The directories that RustFS writes to beside its drives. */
function scratchWiring({ pod }: TenantSpec, { writablePaths }: Profile): Wiring {
  return wiring({
    volumes: writablePaths.map(({ name, sizeLimit }) => ({
      name,
      emptyDir: { sizeLimit: pod?.scratchSize ?? sizeLimit },
    })),
    mounts: writablePaths.map(({ name, mountPath }) => ({ name, mountPath })),
  });
}

/** The directory under which a pool's drives are mounted, without a slash at its end. */
export function poolPath(persistence: Pick<PersistenceSpec, 'path'>): string {
  return (persistence.path ?? '/data').replace(/\/+$/, '');
}

/** The volumes that the declaration brings, in an order in which a changed list restarts no pod. */
function additionalWiring({ additionalVolumes = [], additionalVolumeMounts = [] }: TenantSpec): Wiring {
  return wiring({
    volumes: additionalVolumes.toSorted((a, b) => (a.name < b.name ? -1 : 1)),
    mounts: additionalVolumeMounts.toSorted((a, b) => (a.mountPath < b.mountPath ? -1 : 1)),
  });
}

/** The fields that decide the drives' addresses. */
type TopologyFields = NamedTenant & {
  readonly namespace: string;
  readonly clusterDomain?: string | undefined;
  readonly tls?: Pick<TlsSpec, 'mode' | 'enableInternodeHttps'> | undefined;
  readonly pools: readonly (NamedPool & Pick<PoolSpec, 'servers' | 'persistence'>)[];
};

/** What the drives' addresses are made of. */
export function volumeTopology(spec: TopologyFields): VolumeTopology {
  return {
    name: spec.name,
    namespace: spec.namespace,
    clusterDomain: normalClusterDomain(spec.clusterDomain ?? 'cluster.local'),
    scheme: internodeScheme(spec.tls),
    adopted: spec.adopted,
    pools: spec.pools.map(({ name, servers, persistence, adopted }) => ({
      name,
      servers,
      drivesPerServer: persistence.volumesPerServer,
      path: poolPath(persistence),
      adopted,
    })),
  };
}

/** There is none where the pool stops writing without a single server: it would only block every drain for ever. */
function disruptionBudget(
  { disruptionBudget: budget = {} }: TenantSpec,
  profile: Profile,
  layout: PoolLayout | undefined,
): DisruptionBudget | undefined {
  const isEnabled = budget.enabled ?? profile.hasDisruptionBudgets;
  if (!isEnabled || layout === undefined || layout.serverTolerance.write === 0) return undefined;
  return {
    maxUnavailable: budget.maxUnavailable ?? 1,
    unhealthyPodEvictionPolicy: budget.unhealthyPodEvictionPolicy ?? 'IfHealthyBudget',
  };
}

function resolvePool(
  spec: TenantSpec,
  profile: Profile,
  managedBy: string,
  pool: PoolSpec,
): Omit<Pool, 'disruptionBudget'> {
  const { persistence } = pool;
  const peers = poolSelector(spec.name, pool.name);
  const drives = { path: poolPath(persistence), adopted: pool.adopted };
  const placed = affinity(pool, spec.placement?.perNode ?? profile.perNode, peers);
  const updates = pool.updatePartition ?? (spec.serviceAccountName === undefined ? 0 : undefined);
  return {
    name: pool.name,
    statefulSetName: statefulSetName(spec.name, pool),
    servers: pool.servers,
    labels: poolLabels(spec.name, pool.name, managedBy),
    podLabels: podLabels(spec, pool, managedBy),
    selector: statefulSetSelector(spec.name, pool),
    peers,
    drives: Array.from({ length: persistence.volumesPerServer }, (_, drive) => ({
      claimName: dataClaimName(drive, pool),
      mountPath: drivePath(drives, drive),
    })),
    claim: {
      spec: textQuantities(persistence.volumeClaimTemplate ?? defaultClaim),
      labels: { ...claimLabels(spec.name, pool), ...persistence.labels },
      annotations: persistence.annotations,
    },
    logClaim: logClaimTemplate(spec, pool),
    logClaimComesFirst: pool.adopted?.logClaim?.position === 'first',
    security: effectiveSecurity(profile.security, [spec, pool]),
    updatePartition: updates,
    nodeSelector: pool.nodeSelector,
    affinity: profile.keepsEmpty ? placed : said(placed),
    tolerations: pool.tolerations,
    topologySpreadConstraints: spreadConstraints(spec, pool),
    resources: pool.resources && textQuantities({ resources: pool.resources }).resources,
    priorityClassName: pool.priorityClassName ?? spec.priorityClassName,
  };
}

type Amounts = Record<string, string>;

/** A manifest may say `cpu: 4`; the API server takes that for the quantity "4", and so do we. */
function textQuantities<T extends { resources?: { requests?: Amounts; limits?: Amounts } }>(holder: T): T {
  if (holder.resources === undefined) return holder;
  const { requests, limits } = holder.resources;
  const texts = defined({ requests: requests && asTexts(requests), limits: limits && asTexts(limits) });
  return { ...holder, resources: { ...holder.resources, ...texts } };
}

function asTexts(amounts: Amounts): Amounts {
  return Object.fromEntries(Object.entries(amounts).map(([resource, amount]) => [resource, String(amount)]));
}
