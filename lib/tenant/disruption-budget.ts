/** How many servers of a pool voluntary disruptions, such as node drains, may take at once. */
export interface DisruptionBudgetSpec {
  /**
   * Whether there are PodDisruptionBudgets at all.
   * @default true, in compatibility mode false
   */
  readonly enabled?: boolean;

  /**
   * Servers of each pool that may be away at once: at most as many as leave the pool writable, and so fewer than half.
   * @default 1
   * @asType integer
   * @minimum 1
   */
  readonly maxUnavailable?: number;

  /**
   * Whether pods that are not ready may be evicted although the budget is used up. Readiness of RustFS 1.0.0 speaks
   * of the whole cluster: with `AlwaysAllow`, one lost quorum makes every server unready, and a drain could then
   * evict them all.
   * @default 'IfHealthyBudget'
   */
  readonly unhealthyPodEvictionPolicy?: 'IfHealthyBudget' | 'AlwaysAllow';
}
