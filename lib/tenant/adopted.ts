import type { PersistentVolumeClaimSpec } from 'kubernetes-types/core/v1';

/**
 * The identity of a tenant that was made by something else than this library or the operator, such as the official
 * Helm chart. `rustfs-tenant adopt` writes it; it never changes while the data lives. Each pool that was made so
 * brings an `adopted` of its own; a pool that joins later has none.
 */
export interface AdoptedSpec {
  /** The headless Service: the StatefulSets' `serviceName`, and part of every drive's address. */
  readonly headlessService: string;

  /**
   * Labels that every server's pod has had from the start: what the Services select. Pods of later pools get them too,
   * so that the servers find each other while old and new pods run side by side.
   */
  readonly selector: Readonly<Record<string, string>>;

  /**
   * What follows the pod's name in the drives' addresses, where it is not the full name: `media-headless`, say, or
   * `media-headless.storage.svc`. RustFS compares the text of addresses.
   * @default - HEADLESS.NAMESPACE.svc.CLUSTERDOMAIN
   */
  readonly serverDomain?: string;

  /**
   * The one Service for S3 and the console, at which clients have the tenant. It stands in the place of `NAME-io` and
   * `NAME-console`; its settings are those of `services.io`.
   * @default - two Services, `NAME-io` and `NAME-console`
   */
  readonly clientService?: AdoptedClientServiceSpec;

  /**
   * The keys of the root credentials in `credsSecret`.
   * @default - accesskey and secretkey
   */
  readonly credentialKeys?: CredentialKeysSpec;
}

/** The Service that clients of an adopted tenant connect to, with two ports. */
export interface AdoptedClientServiceSpec {
  /**
   * The Service's name. Of a tenant with one drive it may be the one of `headlessService`: then there is no other, and it
   * keeps the address that Kubernetes never takes away.
   */
  readonly name: string;
  /** The name of port 9000. An Ingress may refer to it. */
  readonly s3PortName: string;
  /** The name of port 9001. An Ingress may refer to it. */
  readonly consolePortName: string;
}

/** Keys of the Secret with the root credentials. */
export interface CredentialKeysSpec {
  /** The key of the access key. */
  readonly accessKey: string;
  /** The key of the secret key. */
  readonly secretKey: string;
}

/** The identity of a pool that was made by something else. */
export interface AdoptedPoolSpec {
  /** The StatefulSet. Its name is part of every drive's address and of every claim's name. */
  readonly statefulSet: string;

  /** What the StatefulSet selects. Kubernetes lets nobody change it. */
  readonly selector: Readonly<Record<string, string>>;

  /**
   * Further labels that the pods keep.
   * @default - none beside those of the selectors
   */
  readonly podLabels?: Readonly<Record<string, string>>;

  /** The names of the data claim templates, drive by drive. */
  readonly claimNames: readonly string[];

  /**
   * All labels of the data claim templates; `persistence.labels` come on top.
   * @default - none
   */
  readonly claimLabels?: Readonly<Record<string, string>>;

  /**
   * The claim template of the log, where it is not as `logging` makes it.
   * @default - after those of the drives, with the labels that the operator gives
   */
  readonly logClaim?: AdoptedLogClaimSpec;

  /**
   * Where drives are mounted. `numbered`: at `PATH/rustfs0`, `PATH/rustfs1`, ... `exact`: the pool's one drive is at
   * `persistence.path` itself, and its address ends there.
   * @default 'numbered'
   */
  readonly drivePath?: 'numbered' | 'exact';
}

/** The log's claim template of an adopted pool, taken whole. */
export interface AdoptedLogClaimSpec {
  /** The spec of the claim. */
  readonly spec: PersistentVolumeClaimSpec;

  /**
   * Its labels.
   * @default - none
   */
  readonly labels?: Readonly<Record<string, string>>;

  /**
   * Its annotations.
   * @default - none
   */
  readonly annotations?: Readonly<Record<string, string>>;

  /**
   * Its place in the list of claim templates, which Kubernetes compares as a whole.
   * @default 'last'
   */
  readonly position?: 'first' | 'last';
}
