import type { Container, PodDNSConfig } from 'kubernetes-types/core/v1';

/** Settings of the pods that the custom resource lacks. */
export interface PodSettings {
  /**
   * What starts RustFS. `binary` runs `/usr/bin/rustfs`, as the official chart does. `image` leaves it to the
   * image's entrypoint, which first makes directories for every pool's path.
   * @default 'binary', in compatibility mode 'image'
   */
  readonly entrypoint?: 'binary' | 'image';

  /**
   * Tells each server its own address (`RUSTFS_LOCAL_ENDPOINT_HOST`), so that it starts while its peers' names do
   * not resolve yet, and to wait for them (`RUSTFS_STARTUP_TOPOLOGY_WAIT_MODE: orchestrated`), without which it would
   * refuse the address. Applies to tenants whose drives are addressed by URL.
   * @default true, in compatibility mode false
   */
  readonly endpointAnchor?: boolean;

  /**
   * Seconds between the request to stop and the kill. RustFS drains its listeners for up to 10 s, then flushes
   * its queues.
   * @default 60, in compatibility mode Kubernetes' 30
   * @asType integer
   * @minimum 0
   */
  readonly terminationGracePeriodSeconds?: number;

  /**
   * Seconds that a server has to be ready before the next one of its pool restarts. RustFS says that it is ready up to
   * some seconds before it takes requests of S3.
   * @default 10, in compatibility mode Kubernetes' 0
   * @asType integer
   * @minimum 0
   */
  readonly minReadySeconds?: number;

  /**
   * How much may lie in `/tmp`. The kubelet evicts a pod that has more there, and the server starts anew.
   * @default '1Gi'; in compatibility mode nothing is mounted there
   */
  readonly scratchSize?: string;

  /**
   * Labels of the pods beside the tenant's own.
   * @default - none
   */
  readonly labels?: Readonly<Record<string, string>>;

  /**
   * Annotations of the pods. In compatibility mode only those that the operator and kubectl write there themselves.
   * @default - none
   */
  readonly annotations?: Readonly<Record<string, string>>;

  /**
   * Containers that run before the server, verbatim; one with `restartPolicy: Always` goes on beside it.
   * @default - none
   */
  readonly initContainers?: readonly Container[];

  /**
   * Containers beside the server, verbatim. The server stays the first.
   * @default - none
   */
  readonly containers?: readonly Container[];

  /**
   * The RuntimeClass of the pods.
   * @default - the cluster's default
   */
  readonly runtimeClassName?: string;

  /**
   * `false` gives every pod a user namespace of its own, where root is nobody on the node. Drives have to be on a file
   * system that can be mounted with mapped ids.
   * @default - Kubernetes' own: true
   */
  readonly hostUsers?: boolean;

  /**
   * How pods resolve names. Servers find each other by the cluster's DNS, so `Default` is refused where they have to.
   * @default - Kubernetes' own: ClusterFirst
   */
  readonly dnsPolicy?: 'ClusterFirst' | 'ClusterFirstWithHostNet' | 'Default' | 'None';

  /**
   * Name servers, search domains and options of the pods.
   * @default - none
   */
  readonly dnsConfig?: PodDNSConfig;
}
