import type { Affinity, PodAffinityTerm, TopologySpreadConstraint } from 'kubernetes-types/core/v1';
import { poolSelector } from './labels';
import type { PoolSpec } from './pool';
import type { Profile } from './profile';
import type { TenantSpec } from './spec';

/** The node label of a node's own name. */
export const nodeKey = 'kubernetes.io/hostname';

/** The node label of a zone. */
export const zoneKey = 'topology.kubernetes.io/zone';

/** The node label of a region. */
export const regionKey = 'topology.kubernetes.io/region';

/** The pool's affinity, with one server per node added unless the pool has a podAntiAffinity of its own. */
export function affinity(
  pool: Pick<PoolSpec, 'servers' | 'affinity'>,
  perNode: Profile['perNode'],
  selector: Readonly<Record<string, string>>,
): Affinity | undefined {
  if (perNode === 'none' || pool.servers === 1 || pool.affinity?.podAntiAffinity !== undefined)
    return pool.affinity;
  const otherServers: PodAffinityTerm = {
    labelSelector: { matchLabels: { ...selector } },
    topologyKey: nodeKey,
  };
  const podAntiAffinity =
    perNode === 'required'
      ? { requiredDuringSchedulingIgnoredDuringExecution: [otherServers] }
      : { preferredDuringSchedulingIgnoredDuringExecution: [{ weight: 100, podAffinityTerm: otherServers }] };
  return { ...pool.affinity, podAntiAffinity };
}

/** The pool's spread constraints, then that of the failure domain. */
export function spreadConstraints(
  { name, placement }: Pick<TenantSpec, 'name' | 'placement'>,
  pool: Pick<PoolSpec, 'name' | 'topologySpreadConstraints'>,
): readonly TopologySpreadConstraint[] | undefined {
  const domain = placement?.failureDomain;
  if (domain === undefined) return pool.topologySpreadConstraints;
  const spread: TopologySpreadConstraint = {
    maxSkew: 1,
    // Without minDomains the scheduler takes the domains it sees, and one is enough for it.
    minDomains: domain.count,
    topologyKey: domain.topologyKey,
    whenUnsatisfiable: 'DoNotSchedule',
    labelSelector: { matchLabels: { ...poolSelector(name, pool.name) } },
  };
  return [...(pool.topologySpreadConstraints ?? []), spread];
}

/** The domains of a node label that a pool is bound to, sorted; undefined when it may run in any. */
export function boundDomains(
  { nodeSelector, affinity }: Pick<PoolSpec, 'nodeSelector' | 'affinity'>,
  key: string,
): string[] | undefined {
  const selected = nodeSelector?.[key];
  if (selected !== undefined) return [selected];
  const terms =
    affinity?.nodeAffinity?.requiredDuringSchedulingIgnoredDuringExecution?.nodeSelectorTerms ?? [];
  // A node has to meet one of the terms, so the pool is bound only if each of them binds it.
  const bound = terms.map(({ matchExpressions = [] }) =>
    matchExpressions.find((expression) => expression.key === key && expression.operator === 'In'),
  );
  if (bound.length === 0 || bound.includes(undefined)) return undefined;
  return [...new Set(bound.flatMap((expression) => expression?.values ?? []))].sort();
}
