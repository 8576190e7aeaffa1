/** How the tenant's Services are reached. The headless Service is the tenant's own and has no settings. */
export interface ServicesSpec {
  /**
   * The S3 Service, `NAME-io`, port 9000.
   * @default - ClusterIP
   */
  readonly io?: ServiceSettings;

  /**
   * The console Service, `NAME-console`, port 9001.
   * @default - ClusterIP
   */
  readonly console?: ServiceSettings;
}

/** Settings of one Service, as in the Kubernetes API. */
export interface ServiceSettings {
  /**
   * The Service's type.
   * @default 'ClusterIP'
   */
  readonly type?: 'ClusterIP' | 'NodePort' | 'LoadBalancer';

  /**
   * Annotations, for example for a cloud's load balancer.
   * @default - none
   */
  readonly annotations?: Readonly<Record<string, string>>;

  /**
   * Labels beside the tenant's own.
   * @default - none
   */
  readonly labels?: Readonly<Record<string, string>>;

  /**
   * The load balancer implementation; type LoadBalancer only.
   * @default - the cluster's default
   */
  readonly loadBalancerClass?: string;

  /**
   * Client address ranges that the load balancer admits; type LoadBalancer only.
   * @default - all
   */
  readonly loadBalancerSourceRanges?: readonly string[];

  /**
   * Whether traffic from outside may hop to another node; types NodePort and LoadBalancer only.
   * @default - Cluster
   */
  readonly externalTrafficPolicy?: 'Cluster' | 'Local';

  /**
   * `ClientIP` keeps a client on one server. The console needs it when people log in through OpenID, because
   * the login lives in one server's memory.
   * @default - None
   */
  readonly sessionAffinity?: 'None' | 'ClientIP';

  /**
   * Which servers traffic goes to first: `PreferClose` and `PreferSameZone` those of the client's zone,
   * `PreferSameNode` that of its node. Any server answers for all data, so this only saves a hop. `PreferClose` needs
   * Kubernetes 1.31, its successors 1.34; 1.36 warns of it, and wants `PreferSameZone` in its place.
   * @default - all alike
   */
  readonly trafficDistribution?: 'PreferClose' | 'PreferSameZone' | 'PreferSameNode';
}
