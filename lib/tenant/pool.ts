import type {
  Affinity,
  PersistentVolumeClaimSpec,
  ResourceRequirements,
  SecurityContext,
  Toleration,
  TopologySpreadConstraint,
} from 'kubernetes-types/core/v1';
import type { AdoptedPoolSpec } from './adopted';
import type { PodSecurityOverride } from './security';

/** A pool: servers of one shape that joined the tenant together. One StatefulSet each. */
export interface PoolSpec {
  /**
   * The pool's name, unique in the tenant. Part of the StatefulSet's name and of every drive's address, so it
   * can never change.
   * @becomes the StatefulSet's name, its label and selector `rustfs.pool`; `RUSTFS_VOLUMES`
   */
  readonly name: string;

  /**
   * The number of servers, each a pod.
   *
   * A pool never changes its shape: more servers are a new pool. Of three one may be away; two survive nothing.
   * @asType integer
   * @minimum 1
   * @becomes `replicas`; `RUSTFS_VOLUMES`
   */
  readonly servers: number;

  /**
   * The drives of each server.
   * @becomes claim templates and mounts
   */
  readonly persistence: PersistenceSpec;

  /**
   * Overrides of the tenant's pod security context.
   * @default - the tenant's
   * @becomes the pod's `securityContext`
   */
  readonly securityContext?: PodSecurityOverride;

  /**
   * Overrides of the tenant's container security context.
   * @default - the tenant's
   * @becomes the container's `securityContext`
   */
  readonly containerSecurityContext?: SecurityContext;

  /**
   * Labels that a node must have.
   * @default - any node
   * @becomes the pod's `nodeSelector`
   */
  readonly nodeSelector?: Readonly<Record<string, string>>;

  /**
   * Affinity of the pods. A `podAntiAffinity` of your own stands alone: `placement.perNode` adds nothing to it.
   * @default - one server of the pool per node
   * @becomes the pod's `affinity`
   */
  readonly affinity?: Affinity;

  /**
   * Taints that the pods tolerate.
   * @default - none
   * @becomes the pod's `tolerations`
   */
  readonly tolerations?: readonly Toleration[];

  /**
   * Spread constraints of the pods; the one of `placement.failureDomain` comes after them.
   * @default - none
   * @becomes the pod's `topologySpreadConstraints`
   */
  readonly topologySpreadConstraints?: readonly TopologySpreadConstraint[];

  /**
   * Compute resources of the server. At least 2Gi of memory is sensible.
   * @default - none
   * @becomes the container's `resources`
   */
  readonly resources?: ResourceRequirements;

  /**
   * The priority class of this pool's pods.
   * @default - the tenant's
   * @becomes the pod's `priorityClassName`
   */
  readonly priorityClassName?: string;

  /**
   * Canary: an update reaches only the pods with this ordinal or a higher one. Not in the custom resource.
   * @default 0
   * @asType integer
   * @minimum 0
   * @becomes `updateStrategy.rollingUpdate.partition`
   */
  readonly updatePartition?: number;

  /**
   * The names, labels and drive paths of a pool that something else made. Not in the custom resource.
   * @default - the pool's own, which are the operator's
   * @becomes the StatefulSet's name, selector, pod labels, claim templates and mounts; `RUSTFS_VOLUMES`
   */
  readonly adopted?: AdoptedPoolSpec;
}

/** The drives of each server of a pool. */
export interface PersistenceSpec {
  /**
   * The number of drives of each server, each a claim. Two are warned of: when one fails, the server is as good as away.
   * @asType integer
   * @minimum 1
   * @becomes claim templates `vol-0`, `vol-1`, ...; `RUSTFS_VOLUMES`
   */
  readonly volumesPerServer: number;

  /**
   * The spec of every data claim, taken whole: nothing is merged into it.
   * @default - ReadWriteOnce, 10Gi, the cluster's default StorageClass
   * @becomes `spec` of the claim templates
   */
  readonly volumeClaimTemplate?: PersistentVolumeClaimSpec;

  /**
   * The directory under which the drives are mounted, as `PATH/rustfs0`, `PATH/rustfs1`, ...
   * Part of every drive's address, so it can never change.
   * @default '/data'
   * @becomes mounts `PATH/rustfs0`, ...; `RUSTFS_VOLUMES`
   */
  readonly path?: string;

  /**
   * Labels of the data claims, over the pool's own.
   * @default - none
   * @becomes labels of the claim templates
   */
  readonly labels?: Readonly<Record<string, string>>;

  /**
   * Annotations of the data claims. They reach only claims that are made afterwards.
   * @default - none
   * @becomes annotations of the claim templates
   */
  readonly annotations?: Readonly<Record<string, string>>;
}
