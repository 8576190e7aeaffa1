import type { PodAffinityTerm } from 'kubernetes-types/core/v1';
import type { LabelSelector, LabelSelectorRequirement } from 'kubernetes-types/meta/v1';
import { counted } from '../counted';
import type { Placement, Spread } from '../erasure';
import type { PoolDraft, TenantDraft } from './draft';
import { podLabels, poolSelector } from './labels';
import { profileOf } from './profile';
import { nodeKey, zoneKey } from './scheduling';

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
  // A node lies in one zone, so what holds for zones holds for nodes.
  const nodes = domains[nodeKey] ?? domains[zoneKey] ?? { kind: 'anywhere' };
  const statements = rules.map(({ spread, ...statement }) => statement);
  return { placement: { nodes, domains }, statements };
}

function antiAffinityRules(spec: TenantDraft, pool: PoolDraft): Rule[] {
  const own = pool.affinity?.podAntiAffinity;
  const perNode = spec.placement?.perNode ?? profileOf(spec).perNode;
  if (own === undefined) return perNode === 'none' ? [] : [oneEach(nodeKey, perNode === 'required')];
  const required = own.requiredDuringSchedulingIgnoredDuringExecution ?? [];
  const preferred = own.preferredDuringSchedulingIgnoredDuringExecution ?? [];
  return [
    ...required
      .filter((term) => separates(spec, pool, term))
      .map(({ topologyKey }) => oneEach(topologyKey, true)),
    ...preferred
      .filter(({ podAffinityTerm }) => separates(spec, pool, podAffinityTerm))
      .map(({ podAffinityTerm }) => oneEach(podAffinityTerm.topologyKey, false)),
  ];
}

/** Whether a term keeps the servers of the pool apart: it looks at their namespace and takes all of them at once. */
function separates(spec: TenantDraft, pool: PoolDraft, term: PodAffinityTerm): boolean {
  const {
    labelSelector,
    matchLabelKeys = [],
    mismatchLabelKeys = [],
    namespaces = [],
    namespaceSelector,
  } = term;
  const isHere = namespaceSelector === undefined && namespaces.every((name) => name === spec.namespace);
  const takesAll = matchLabelKeys.length + mismatchLabelKeys.length === 0;
  return isHere && takesAll && labelSelector !== undefined && matchesPods(spec, pool, labelSelector);
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
    .filter(({ matchLabelKeys = [] }) => matchLabelKeys.length === 0)
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
  if (minDomains === undefined || minDomains < 2) {
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

/** Whether a selector takes the pods of this pool and of no other: a spread counts what it selects. */
function selectsPool(spec: TenantDraft, pool: PoolDraft, selector: LabelSelector | undefined): boolean {
  if (selector === undefined || !matchesPods(spec, pool, selector)) return false;
  const keys = [
    ...Object.keys(selector.matchLabels ?? {}),
    ...(selector.matchExpressions ?? []).map(({ key }) => key),
  ];
  return Object.keys(poolSelector('', '')).every((key) => keys.includes(key));
}

/** Whether a selector takes the pods of this pool, and perhaps others. */
function matchesPods({ name = '', adopted }: TenantDraft, pool: PoolDraft, selector: LabelSelector): boolean {
  const named = { name: pool.name ?? '', adopted: pool.adopted };
  const labels = Object.entries(podLabels({ name, adopted }, named, ''))
    // Whatever manages the tenant may change.
    .filter(([key]) => key !== 'app.kubernetes.io/managed-by');
  const ours = new Map(labels);
  const isMet = ({ key, operator, values = [] }: LabelSelectorRequirement) =>
    ours.has(key) &&
    (operator === 'Exists' || (operator === 'In' && values.length === 1 && values[0] === ours.get(key)));
  return (
    Object.entries(selector.matchLabels ?? {}).every(([key, value]) => ours.get(key) === value) &&
    (selector.matchExpressions ?? []).every(isMet)
  );
}
