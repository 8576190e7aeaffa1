/** Where the pods of a tenant may run, and what their drives are. */
export interface PlacementSpec {
  /**
   * Whether servers of one pool may share a node. `required`: never. `preferred`: the scheduler avoids it.
   * `none`: nothing is said. A pool that brings a `podAntiAffinity` of its own keeps that alone.
   * @default 'required', in compatibility mode 'none'
   */
  readonly perNode?: 'required' | 'preferred' | 'none';

  /**
   * Spreads each pool's servers evenly over failure domains such as zones.
   * @default - no spread
   */
  readonly failureDomain?: FailureDomainSpec;

  /**
   * Whether the drives of one server are distinct devices. RustFS refuses to start when two drives of a server
   * lie on one device; `shared` tells it not to look (`RUSTFS_UNSAFE_BYPASS_DISK_CHECK`).
   * @default - not said: RustFS looks, and several drives per server draw a warning
   */
  readonly drives?: 'distinct' | 'shared';
}

/** Domains that fail together, such as zones or racks. */
export interface FailureDomainSpec {
  /** The node label that names a node's domain, such as `topology.kubernetes.io/zone`. */
  readonly topologyKey: string;

  /**
   * How many domains there are. Rendered as `minDomains`: without it the scheduler is content with one domain.
   * @asType integer
   * @minimum 2
   */
  readonly count: number;
}
