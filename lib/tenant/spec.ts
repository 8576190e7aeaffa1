import type { EnvVar, Lifecycle, SecurityContext, Volume, VolumeMount } from 'kubernetes-types/core/v1';
import type { CertificateReference } from './certificates';
import type { AdoptedSpec } from './adopted';
import type { DisruptionBudgetSpec } from './disruption-budget';
import type { EncryptionSpec } from './encryption/spec';
import type { StorageClassSpec } from './erasure-coding';
import type { IdentitySpec } from './identity/spec';
import type { OutboundSpec } from './outbound';
import type { PlacementSpec } from './placement';
import type { PodSettings } from './pod-settings';
import type { PoolSpec } from './pool';
import type { BucketSpec, NodeDownPolicy, PolicySpec, PoolLifecycleSpec, UserSpec } from './provisioning';
import type { ProbesSpec } from './probes';
import type { RequirementsSpec } from './requirements';
import type { PodSecurityOverride } from './security';
import type { ServicesSpec } from './services';
import type { TlsSpec } from './tls/spec';
import type { TargetsSpec } from './targets/spec';

/**
 * One RustFS tenant, declared.
 *
 * The first part has the field names of the `rustfs.com/v1alpha1` Tenant custom resource, so that the
 * operator's documentation applies. The second part, from `compatibility` on, is what the custom resource
 * cannot say.
 */
export interface TenantSpec {
  /**
   * The tenant's name: at most 55 characters, lower case, starting with a letter. Part of every object's name
   * and of every drive's address, so it can never change while the data lives.
   * @becomes the names of all objects; labels and selectors; `RUSTFS_VOLUMES`
   */
  readonly name: string;

  /**
   * The namespace of every object. Part of every drive's address, so it can never change either.
   * @becomes `metadata.namespace` of all objects; `RUSTFS_VOLUMES`
   */
  readonly namespace: string;

  /**
   * Labels of the Tenant object itself. They are never copied to the composed objects.
   * @default - none
   * @becomes nothing; in the Tenant manifest `metadata.labels`
   */
  readonly labels?: Readonly<Record<string, string>>;

  /**
   * Annotations of the Tenant object itself; never copied to the composed objects. One is read here:
   * `operator.rustfs.com/runtime-default-image-ack`, by which the operator lets an image pass that it cannot
   * verify (compatibility mode only).
   * @default - none
   * @becomes nothing; in the Tenant manifest `metadata.annotations`
   */
  readonly annotations?: Readonly<Record<string, string>>;

  /**
   * The pools of servers, in the order in which they joined the tenant. Append only: RustFS keeps each pool's
   * position and address on disk. 1 to 32 pools.
   * @becomes a StatefulSet each, in this order in `RUSTFS_VOLUMES`; a PodDisruptionBudget each
   */
  readonly pools: readonly PoolSpec[];

  /**
   * The container image.
   * @default 'rustfs/rustfs:1.0.0', in compatibility mode 'rustfs/rustfs:1.0.0-beta.10' (the operator's)
   * @becomes the container's `image`
   */
  readonly image?: string;

  /**
   * When the kubelet pulls the image.
   * @default - Kubernetes decides by the tag: Always for `latest`, otherwise IfNotPresent
   * @becomes the container's `imagePullPolicy`
   */
  readonly imagePullPolicy?: 'Always' | 'IfNotPresent' | 'Never';

  /**
   * The Secret with the registry's credentials.
   * @default - none
   * @becomes the pod's `imagePullSecrets`
   */
  readonly imagePullSecret?: NamedReference;

  /**
   * Further environment of the server. A variable replaces a default of the same name and moves to the end of
   * the list. Names that belong to the tenant's identity or to a field of this declaration are refused.
   * @default - none
   * @becomes the container's `env`, after the tenant's own
   */
  readonly env?: readonly EnvVar[];

  /**
   * The Secret with the root credentials, under the keys `accesskey` and `secretkey`, at least 8 bytes each.
   * @default - none; then `env` has to bring them by reference, or `developmentCredentials` says so
   * @becomes `RUSTFS_ACCESS_KEY` and `RUSTFS_SECRET_KEY`, each a `secretKeyRef`
   */
  readonly credsSecret?: NamedReference;

  /**
   * The Secret key that authenticates the servers to each other (`RUSTFS_RPC_SECRET`). Without it RustFS derives
   * the secret from the root credentials, and changing those stops the servers from talking during the rollout.
   * @default - derived by RustFS from the root credentials
   * @becomes `RUSTFS_RPC_SECRET`, a `secretKeyRef`
   */
  readonly rpcSecret?: SecretKeyReference;

  /**
   * A ServiceAccount that you bring. Nothing is created then, and its token is mounted as the account says.
   * @default - `NAME-sa` is created, without a mounted token
   * @becomes the pod's `serviceAccountName`; without it a ServiceAccount, and `automountServiceAccountToken: false`
   */
  readonly serviceAccountName?: string;

  /**
   * Accepted and without effect, as in the operator.
   * @deprecated The operator ignores it too.
   * @becomes nothing
   */
  readonly createServiceAccountRbac?: boolean;

  /**
   * Accepted and without effect, as in the operator: the drives are mounted below each pool's `persistence.path`.
   * @deprecated The operator ignores it too.
   * @becomes nothing
   */
  readonly mountPath?: string;

  /**
   * The scheduler of the pods.
   * @default - the cluster's default scheduler
   * @becomes the pod's `schedulerName`
   */
  readonly scheduler?: string;

  /**
   * The priority class of the pods; a pool may name its own.
   * @default - the cluster's default
   * @becomes the pod's `priorityClassName`
   */
  readonly priorityClassName?: string;

  /**
   * How the StatefulSets start and stop their pods. RustFS formats a new pool only when all its servers are
   * there, so with several servers `OrderedReady` can never start.
   * @default 'Parallel'
   * @becomes the StatefulSets' `podManagementPolicy`
   */
  readonly podManagementPolicy?: 'OrderedReady' | 'Parallel';

  /**
   * Lifecycle hooks of the container, verbatim; `{}` for none.
   * @default - sleep 5 s before stopping, so that endpoints are gone first; in compatibility mode none
   * @becomes the container's `lifecycle`
   */
  readonly lifecycle?: Lifecycle;

  /**
   * Where RustFS writes its log.
   * @default - standard output
   * @becomes `RUSTFS_OBS_LOG_DIRECTORY`, except in compatibility mode; with files a volume `logs`, its mount or claim template
   */
  readonly logging?: LoggingSpec;

  /**
   * Further volumes of the pods, as in the Kubernetes API. In the custom resource since operators later than 0.1.0,
   * which sort them by name; so are they here.
   * @default - none
   * @becomes the pod's `volumes`, after the tenant's own
   */
  readonly additionalVolumes?: readonly Volume[];

  /**
   * Where the server mounts further volumes: not among drives, logs, certificates or each other. Sorted by path.
   * @default - none
   * @becomes the container's `volumeMounts`, after the tenant's own
   */
  readonly additionalVolumeMounts?: readonly VolumeMount[];

  /**
   * Policies that the operator keeps in RustFS, at most 256. Carried in the Tenant manifest; no object here keeps them.
   * @default - none
   * @becomes nothing; kept in the Tenant manifest, with a warning
   */
  readonly policies?: readonly PolicySpec[];

  /**
   * Users that the operator keeps in RustFS, at most 256. Carried in the Tenant manifest; no object here keeps them.
   * @default - none
   * @becomes nothing; kept in the Tenant manifest, with a warning
   */
  readonly users?: readonly UserSpec[];

  /**
   * Buckets that the operator makes, at most 1024. Carried in the Tenant manifest; no object here makes them.
   * @default - none
   * @becomes nothing; kept in the Tenant manifest, with a warning
   */
  readonly buckets?: readonly BucketSpec[];

  /**
   * Pools that the operator lets leave. Carried in the Tenant manifest; no object here does it.
   * @default - every pool stays
   * @becomes nothing; kept in the Tenant manifest, with a warning
   */
  readonly poolLifecycle?: PoolLifecycleSpec;

  /**
   * What the operator does with a pod that cannot stop because its node is down. Carried in the Tenant manifest; no
   * object here does it.
   * @default 'DoNothing'
   * @becomes nothing; kept in the Tenant manifest, with a warning
   */
  readonly podDeletionPolicyWhenNodeIsDown?: NodeDownPolicy;

  /**
   * HTTPS for clients, and between the servers.
   * @default - plain HTTP
   * @becomes a projected volume of Secrets; HTTPS in probes, ports and `RUSTFS_VOLUMES`
   */
  readonly tls?: TlsSpec;

  /**
   * Encryption of objects with keys of a key management service.
   * @default - none
   * @becomes variables; in the default profile files and a token as well
   */
  readonly encryption?: EncryptionSpec;

  /**
   * Overrides of the pod's security context, for all pools. An empty object here together with an empty
   * `containerSecurityContext` leaves the pod's security context to the platform (OpenShift).
   * @default - uid, gid and fsGroup 10001, not root, seccomp RuntimeDefault
   * @becomes the pod's `securityContext`
   */
  readonly securityContext?: PodSecurityOverride;

  /**
   * Overrides of the container's security context, for all pools.
   * @default - read-only root file system, no privilege escalation, no capabilities; in compatibility mode with
   * a writable root file system
   * @becomes the container's `securityContext`
   */
  readonly containerSecurityContext?: SecurityContext;

  /**
   * `operator` composes exactly what the RustFS operator 0.1.0 composes, so that a tenant it runs can be taken
   * over without restarting a pod. Fields that would add to that are refused.
   * @default - the same identity, with what production needs on top
   */
  readonly compatibility?: 'operator';

  /**
   * The cluster's DNS domain. Part of every drive's address, so it can never change while the data lives.
   * @default 'cluster.local'
   */
  readonly clusterDomain?: string;

  /**
   * Makes a Secret with RustFS's well-known default credentials. For a single server on a developer's machine:
   * anybody can log in.
   * @default false
   */
  readonly developmentCredentials?: boolean;

  /**
   * Where pods may run, and what their drives are.
   * @default - one server of a pool per node
   */
  readonly placement?: PlacementSpec;

  /**
   * The parity of STANDARD objects, in drives per erasure set: at most half of a set, in every pool. Short for
   * `storageClass.standard`. May change later; it holds for objects written afterwards.
   * @default - RustFS's own: 1 for sets of 2 and 3 drives, 2 for 4 and 5, 3 for 6 and 7, 4 from 8 on
   * @asType integer
   * @minimum 0
   */
  readonly parity?: number;

  /**
   * The parity of both storage classes.
   * @default - RustFS's own
   */
  readonly storageClass?: StorageClassSpec;

  /**
   * The drives of every erasure set, of all pools. RustFS writes it to disk: it never changes for a pool that is
   * formatted.
   * @default - the largest size that RustFS takes for each pool, 16 at most
   * @asType integer
   * @minimum 2
   */
  readonly erasureSetDriveCount?: number;

  /**
   * What the tenant has to be good for; refused when it is not. Renders nothing.
   * @default - nothing is required
   */
  readonly requires?: RequirementsSpec;

  /**
   * How many servers of a pool node drains may take at once.
   * @default - one, where the pool stays writable without it; in compatibility mode there is no budget
   */
  readonly disruptionBudget?: DisruptionBudgetSpec;

  /**
   * The timings of the probes.
   * @default - at least ten minutes to start; see `ProbesSpec`
   */
  readonly probes?: ProbesSpec;

  /**
   * How the S3 and console Services are reached.
   * @default - ClusterIP both
   */
  readonly services?: ServicesSpec;

  /**
   * Who may log in through OpenID Connect, and a policy server.
   * @default - the users of RustFS only
   */
  readonly identity?: IdentitySpec;

  /**
   * Where events of buckets go. Which events of a bucket go where is told to the bucket.
   * @default - nowhere
   */
  readonly notifications?: TargetsSpec;

  /**
   * Where the record of every request goes.
   * @default - nowhere
   */
  readonly audit?: TargetsSpec;

  /**
   * Further certificates to trust on connections to other systems.
   * @default - none
   */
  readonly extraCa?: CertificateReference;

  /**
   * What RustFS may reach in the cluster and in private networks. What the fields above name is on its list already.
   * @default - what the fields above name
   */
  readonly outbound?: OutboundSpec;

  /**
   * Further settings of the pods.
   * @default - see `PodSettings`
   */
  readonly pod?: PodSettings;

  /**
   * What happens to the claims, and so to the data, when a StatefulSet is deleted or scaled down.
   * @default - both retained
   */
  readonly claimRetention?: ClaimRetentionSpec;

  /**
   * The value of the label `app.kubernetes.io/managed-by` on objects and pods. Claim templates always keep the
   * operator's value, because Kubernetes refuses any change of them.
   * @default 'rustfs-constructs', in compatibility mode 'rustfs-operator'
   */
  readonly managedBy?: string;

  /**
   * The names and labels of a tenant that something else made, such as the official Helm chart.
   * @default - the tenant's own, which are the operator's
   */
  readonly adopted?: AdoptedSpec;
}

/** An object in the tenant's namespace, by name. */
export interface NamedReference {
  /** The object's name. */
  readonly name: string;
}

/** One key of a Secret in the tenant's namespace. */
export interface SecretKeyReference {
  /** The Secret's name. */
  readonly name: string;
  /** The key in it. */
  readonly key: string;
}

/** Where RustFS writes its log. */
export interface LoggingSpec {
  /**
   * `stdout` for the container's log, `emptydir` for files that go with the pod, `persistent` for files on a
   * claim of their own.
   * @default 'stdout'
   * @becomes where the log goes, see `logging`
   */
  readonly mode?: 'stdout' | 'emptydir' | 'persistent';

  /**
   * The size of the log claim; `persistent` only.
   * @default '5Gi'
   * @becomes the request of the claim template `logs`
   */
  readonly storageSize?: string;

  /**
   * The StorageClass of the log claim; `persistent` only.
   * @default - the cluster's default class
   * @becomes `storageClassName` of the claim template `logs`
   */
  readonly storageClass?: string;

  /**
   * The directory of the log files; `emptydir` and `persistent` only.
   * @default '/logs'
   * @becomes the mount of `logs`
   */
  readonly mountPath?: string;
}

/** What happens to claims when their StatefulSet is deleted or scaled down. */
export interface ClaimRetentionSpec {
  /**
   * When the StatefulSet is deleted. `Delete` deletes the data with it.
   * @default 'Retain'
   */
  readonly whenDeleted?: 'Retain' | 'Delete';

  /**
   * When the StatefulSet is scaled down. `Delete` deletes the data with the pod.
   * @default 'Retain'
   */
  readonly whenScaled?: 'Retain' | 'Delete';
}
