import type {
  Affinity,
  EnvVar,
  Lifecycle,
  PersistentVolumeClaimSpec,
  ResourceRequirements,
  Toleration,
  TopologySpreadConstraint,
  Volume,
  VolumeMount,
} from 'kubernetes-types/core/v1';
import type { AdoptedClientServiceSpec } from './adopted';
import type { Labels } from './labels';
import type { TenantNames } from './names';
import type { PodSettings } from './pod-settings';
import type { ProbesSpec, ProbeTimings } from './probes';
import type { EffectiveSecurity } from './security-context';
import type { ServiceSettings } from './services';
import type { ClaimRetentionSpec } from './spec';
import type { ManagedCertificate } from './tls/managed';

/** A tenant with every default applied and every name derived: what the objects are composed from. */
export interface Tenant {
  readonly name: string;
  readonly namespace: string;
  readonly names: TenantNames;
  readonly labels: Labels;
  readonly selector: Labels;
  readonly developmentCredentials: boolean;
  readonly serviceAccount: {
    readonly name: string;
    /** Whether the account is composed; otherwise the user brings it, and its token is none of our business. */
    readonly isComposed: boolean;
  };
  readonly services: { readonly io: ServiceSettings; readonly console: ServiceSettings };
  /** The one Service for S3 and the console, in place of two. */
  readonly sharedService: AdoptedClientServiceSpec | undefined;
  readonly podManagementPolicy: 'OrderedReady' | 'Parallel';
  /** How long a server has to be ready before the next one restarts; undefined: not at all. */
  readonly minReadySeconds: number | undefined;
  readonly claimRetention: Required<ClaimRetentionSpec> | undefined;
  readonly scheduler: string | undefined;
  readonly imagePullSecret: string | undefined;
  readonly terminationGracePeriodSeconds: number | undefined;
  /** Labels of the pods beside those of their pool. */
  readonly podLabels: Labels;
  readonly pod: PodExtras;
  readonly podAnnotations: Readonly<Record<string, string>> | undefined;
  readonly listener: Listener;
  /** The certificates that cert-manager is to keep. */
  readonly certificates: readonly ManagedCertificate[];
  readonly container: TenantContainer;
  readonly pools: readonly Pool[];
}

/** What of the pods' settings goes into the objects as it is. */
export type PodExtras = Pick<
  PodSettings,
  'initContainers' | 'containers' | 'runtimeClassName' | 'hostUsers' | 'dnsPolicy' | 'dnsConfig'
>;

/** How RustFS answers on its ports. */
export interface Listener {
  readonly scheme: 'http' | 'https';
  /** The certificate to show to a listener that wants one of every client; undefined when probes need none. */
  readonly clientFiles: { readonly certificate: string; readonly key: string } | undefined;
}

/** What the server's container is in every pool alike. */
export interface TenantContainer {
  readonly image: string;
  readonly imagePullPolicy: string | undefined;
  /** Undefined: the image's own entrypoint. */
  readonly command: readonly string[] | undefined;
  readonly env: readonly EnvVar[];
  readonly probes: { readonly [Probe in keyof Required<ProbesSpec>]: ProbeTimings };
  readonly lifecycle: Lifecycle | undefined;
  /** The volumes that no claim template makes. */
  readonly volumes: readonly Volume[];
  /** All mounts but those of the drives. */
  readonly mounts: readonly VolumeMount[];
}

/** A pool with every default applied. */
export interface Pool {
  readonly name: string;
  readonly statefulSetName: string;
  readonly servers: number;
  readonly labels: Labels;
  readonly podLabels: Labels;
  /** What the StatefulSet selects. */
  readonly selector: Labels;
  /** By what scheduling and disruption budgets tell this pool's pods. */
  readonly peers: Labels;
  readonly drives: readonly Drive[];
  readonly claim: ClaimTemplate;
  /** The claim of persistent logs. */
  readonly logClaim: ClaimTemplate | undefined;
  readonly logClaimComesFirst: boolean;
  readonly security: EffectiveSecurity;
  /** Undefined: there is none. */
  readonly disruptionBudget: DisruptionBudget | undefined;
  /** Undefined: left to Kubernetes, as the operator does with a ServiceAccount that the user brings. */
  readonly updatePartition: number | undefined;
  readonly nodeSelector: Readonly<Record<string, string>> | undefined;
  readonly affinity: Affinity | undefined;
  readonly tolerations: readonly Toleration[] | undefined;
  readonly topologySpreadConstraints: readonly TopologySpreadConstraint[] | undefined;
  readonly resources: ResourceRequirements | undefined;
  readonly priorityClassName: string | undefined;
}

/** What claims are made from. */
export interface ClaimTemplate {
  readonly spec: PersistentVolumeClaimSpec;
  readonly labels: Labels;
  readonly annotations: Readonly<Record<string, string>> | undefined;
}

/** How many servers of a pool voluntary disruptions may take at once. */
export interface DisruptionBudget {
  readonly maxUnavailable: number;
  readonly unhealthyPodEvictionPolicy: 'IfHealthyBudget' | 'AlwaysAllow';
}

/** One claimed volume of a server. */
export interface Drive {
  readonly claimName: string;
  readonly mountPath: string;
}
