/** What a tenant has to be good for: a statement of intent that the checks hold it to. Renders nothing. */
export interface RequirementsSpec {
  /**
   * What may fail, all of the number at once, while reading and writing go on.
   * @default - nothing is required
   */
  readonly survives?: SurvivesSpec;

  /**
   * The bytes that STANDARD objects have to find room for, as a quantity: `40Ti`. Ask for more than you store: a full
   * tenant refuses to delete as well as to write.
   * @default - nothing is required
   */
  readonly usable?: string;
}

/** How many of something may fail at once. Each number stands for itself, not together with the others. */
export interface SurvivesSpec {
  /**
   * Drives of each pool that answer errors, whichever they are. One that comes back empty has not failed: it is healed.
   * @asType integer
   * @minimum 1
   */
  readonly drives?: number;

  /**
   * Servers of each pool: fewer than half of them, whatever the parity.
   * @asType integer
   * @minimum 1
   */
  readonly servers?: number;

  /**
   * Nodes. Needs one server per node to be required.
   * @asType integer
   * @minimum 1
   */
  readonly nodes?: number;

  /**
   * Zones (`topology.kubernetes.io/zone`). Needs `placement.failureDomain` over zones.
   * @asType integer
   * @minimum 1
   */
  readonly zones?: number;

  /**
   * Domains of `placement.failureDomain`, whatever its label: racks, rooms, power feeds.
   * @asType integer
   * @minimum 1
   */
  readonly domains?: number;

  /**
   * `read` asks only that objects can still be read. It seldom allows more: a bucket needs more than half of the servers
   * to be read as well.
   * @default - reading and writing
   */
  readonly for?: 'read';
}
