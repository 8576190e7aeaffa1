import type { LabelSelector } from 'kubernetes-types/meta/v1';
import { counted } from '../counted';
import type { Placement, Spread } from '../erasure';
import type { PoolDraft, TenantDraft } from './draft';
import { poolSelector } from './labels';
import { profileOf } from './profile';

/** The node label of a node's own name. */
export const nodeKey = 'kubernetes.io/hostname';

/** The node label of a zone. */
export const zoneKey = 'topology.kubernetes.io/zone';

/** What the placement of one pool rests on. */
export interface PoolGuarantees {
  readonly placement: Placement;
  /** In words: what Kubernetes holds to, and what it only tries. */
  readonly statements: readonly Guarantee[];
}

/** One thing that is said about placement. */
export interface Guarantee {
  readonly topologyKey: string;
  readonly isCertain: boolean;
  /** The field of the StatefulSet's pod template that makes it so. */
  readonly constraint: string;
  /** What follows for the servers of the pool. */
  readonly text: string;
}

interface Rule extends Guarantee {
  readonly spread: Spread;
}

/** What a declaration guarantees about where the servers of a pool run. */
export function poolGuarantees(spec: TenantDraft, pool: PoolDraft): PoolGuarantees {
  const rules = [...antiAffinityRules(spec, pool), ...spreadRules(spec, pool)];
  const domains: Record<string, Spread> = {};
  for (const { topologyKey, spread, isCertain } of rules) {
    if (isCertain && domains[topologyKey]?.kind !== 'one-each') domains[topologyKey] = spread;
  }
  const nodes = domains[nodeKey] ?? { kind: 'anywhere' };
  const statements = rules.map(({ spread, ...statement }) => statement);
  return { placement: { nodes, domains }, statements };
}

function antiAffinityRules(spec: TenantDraft, pool: PoolDraft): Rule[] {
  const own = pool.affinity?.podAntiAffinity;
  const perNode = spec.placement?.perNode ?? profileOf(spec).perNode;
  if (own === undefined) return perNode === 'none' ? [] : [oneEach(nodeKey, perNode === 'required')];
  const required = own.requiredDuringSchedulingIgnoredDuringExecution ?? [];
  const preferred = own.preferredDuringSchedulingIgnoredDuringExecution ?? [];
  const ofThisPool = (selector: LabelSelector | undefined) => selectsPool(spec, pool, selector);
  return [
    ...required
      .filter(({ labelSelector }) => ofThisPool(labelSelector))
      .map(({ topologyKey }) => oneEach(topologyKey, true)),
    ...preferred
      .filter(({ podAffinityTerm }) => ofThisPool(podAffinityTerm.labelSelector))
      .map(({ podAffinityTerm }) => oneEach(podAffinityTerm.topologyKey, false)),
  ];
}

function oneEach(topologyKey: string, isCertain: boolean): Rule {
  return {
    topologyKey,
    isCertain,
    spread: { kind: 'one-each' },
    constraint: `${isCertain ? 'required' : 'preferred'} podAntiAffinity`,
    text: isCertain
      ? `at most one server on each ${topologyKey}`
      : `the scheduler prefers one server on each ${topologyKey}, and may not manage`,
  };
}

function spreadRules(spec: TenantDraft, pool: PoolDraft): Rule[] {
  const domain = spec.placement?.failureDomain;
  const declared = domain === undefined ? [] : [evenly(domain.topologyKey, 1, domain.count, true)];
  const own = (pool.topologySpreadConstraints ?? [])
    .filter(({ labelSelector }) => selectsPool(spec, pool, labelSelector))
    .map(({ topologyKey, maxSkew, minDomains, whenUnsatisfiable }) =>
      evenly(topologyKey, maxSkew, minDomains, whenUnsatisfiable === 'DoNotSchedule'),
    );
  return [...own, ...declared];
}

/** Without minDomains the scheduler counts the domains it sees, and one alone is always even. */
function evenly(
  topologyKey: string,
  maxSkew: number,
  minDomains: number | undefined,
  isEnforced: boolean,
): Rule {
  const hope = (text: string, how: string): Rule => ({
    topologyKey,
    isCertain: false,
    spread: { kind: 'anywhere' },
    constraint: `topologySpreadConstraint, ${how}`,
    text,
  });
  if (!isEnforced) {
    return hope(
      `the scheduler prefers an even spread over ${topologyKey}, and may not manage`,
      'ScheduleAnyway',
    );
  }
  if (minDomains === undefined) {
    return hope(`even over as many ${topologyKey} as there happen to be, which may be one`, 'no minDomains');
  }
  return {
    topologyKey,
    isCertain: true,
    spread: { kind: 'even', domains: minDomains, maxSkew },
    constraint: `topologySpreadConstraint, DoNotSchedule, minDomains ${minDomains}`,
    text: `even over ${minDomains} ${topologyKey} or more, to within ${counted(maxSkew, 'server')}`,
  };
}

/** Whether a selector takes the pods of this pool and of no other. */
function selectsPool({ name }: TenantDraft, pool: PoolDraft, selector: LabelSelector | undefined): boolean {
  const labels = Object.entries(poolSelector(name ?? '', pool.name ?? ''));
  const expressions = selector?.matchExpressions ?? [];
  const isSaid = ([key, value]: [string, string]) =>
    selector?.matchLabels?.[key] === value ||
    expressions.some(
      ({ key: of, operator, values }) => of === key && operator === 'In' && only(values, value),
    );
  return (
    labels.every(isSaid) &&
    Object.keys(selector?.matchLabels ?? {}).length + expressions.length === labels.length
  );
}

function only(values: readonly string[] | undefined, value: string): boolean {
  return values?.length === 1 && values[0] === value;
}
