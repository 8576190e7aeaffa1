import type { PodDisruptionBudget } from 'kubernetes-types/policy/v1';
import type { DisruptionBudget, Pool, Tenant } from '../tenant/tenant';
import { metadata, type Composed } from './object';

/** Keeps node drains from taking more servers of a pool at once than it can write without. One per pool. */
export function disruptionBudget(
  tenant: Tenant,
  pool: Pool,
  { maxUnavailable, unhealthyPodEvictionPolicy }: DisruptionBudget,
): Composed<PodDisruptionBudget> {
  return {
    apiVersion: 'policy/v1',
    kind: 'PodDisruptionBudget',
    metadata: metadata(tenant, pool.statefulSetName, pool.labels),
    spec: { maxUnavailable, unhealthyPodEvictionPolicy, selector: { matchLabels: pool.peers } },
  };
}
