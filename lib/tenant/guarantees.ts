import type { PodAffinityTerm, TopologySpreadConstraint } from 'kubernetes-types/core/v1';
import type { LabelSelector } from 'kubernetes-types/meta/v1';
import { counted } from '../counted';
import type { Placement, Spread } from '../erasure';
import type { PoolDraft, TenantDraft } from './draft';
import { podLabels } from './labels';
import { profileOf } from './profile';
import { nodeKey, zoneKey } from './scheduling';
import { requirementsOf, takes, type KnownLabels } from './selector';

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

/**
 * Whether a term keeps the servers of the pool apart: it looks at their namespace, and takes each of them. That it may take
 * other pods as well makes it the stricter.
 */
function separates(spec: TenantDraft, pool: PoolDraft, term: PodAffinityTerm): boolean {
  const { labelSelector, matchLabelKeys, mismatchLabelKeys } = term;
  if (labelSelector === undefined || !looksAt(spec.namespace, term)) return false;
  const servers = serverLabels(spec, pool);
  const selector = withKeys(labelSelector, servers, matchLabelKeys, mismatchLabelKeys);
  return selector !== undefined && takes(selector, servers) === true;
}

/** Every namespace is called by a label of its own (kubernetes.io/metadata.name); of its other labels nothing is known. */
function looksAt(
  namespace: string | undefined,
  { namespaces = [], namespaceSelector }: PodAffinityTerm,
): boolean {
  if (namespaces.length === 0 && namespaceSelector === undefined) return true;
  if (namespace === undefined) return false;
  if (namespaces.includes(namespace)) return true;
  if (namespaceSelector === undefined) return false;
  const known = requirementsOf(namespaceSelector).every(({ key }) => key === namespaceName);
  return known && takes(namespaceSelector, new Map([[namespaceName, namespace]])) === true;
}

const namespaceName = 'kubernetes.io/metadata.name';

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
    .filter((constraint) => countsPool(spec, pool, constraint))
    .map((constraint) =>
      evenly(
        constraint.topologyKey,
        constraint.maxSkew,
        constraint.minDomains,
        constraint.whenUnsatisfiable === 'DoNotSchedule',
        constraint.nodeTaintsPolicy === 'Honor',
      ),
    );
  return [...own, ...declared];
}

/** Without minDomains the scheduler counts the domains it sees, and one alone is always even. */
function evenly(
  topologyKey: string,
  maxSkew: number,
  minDomains: number | undefined,
  isEnforced: boolean,
  isBlindToTainted = false,
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
  if (isBlindToTainted) {
    return hope(
      `even over ${minDomains} ${topologyKey}, not counting servers on nodes with a taint, which a cordoned one has`,
      'nodeTaintsPolicy: Honor',
    );
  }
  return {
    topologyKey,
    isCertain: true,
    spread: { kind: 'even', domains: minDomains, maxSkew },
    constraint: `topologySpreadConstraint, DoNotSchedule, minDomains ${minDomains}`,
    text: `even over ${minDomains} ${topologyKey} or more, to within ${counted(maxSkew, 'server')}`,
  };
}

/**
 * Whether a spread counts the servers of this pool and nothing else: a server more of another pool, or a pod of anybody
 * else, lets one domain have more of them. It counts in the pod's own namespace, and an empty selector counts none
 * (kube-scheduler podtopologyspread/common.go, countPodsMatchSelector).
 */
function countsPool(spec: TenantDraft, pool: PoolDraft, constraint: TopologySpreadConstraint): boolean {
  const { labelSelector, matchLabelKeys } = constraint;
  const servers = serverLabels(spec, pool);
  const selector = labelSelector && withKeys(labelSelector, servers, matchLabelKeys);
  if (selector === undefined || takes(selector, servers) !== true) return false;
  const others = (spec.pools ?? []).filter(({ name }) => name !== pool.name);
  return (
    isOfTenant(selector, spec.name ?? '') &&
    others.every((other) => takes(selector, serverLabels(spec, other)) === false) &&
    // Pods of the tenant that are no servers.
    takes(selector, new Map([...servers].filter(([key]) => key !== 'rustfs.pool'))) === false
  );
}

/** Another tenant of the namespace may have a pool of the same name. */
function isOfTenant(selector: LabelSelector, tenant: string): boolean {
  return requirementsOf(selector).some(
    ({ key, operator, values = [] }) =>
      key === 'rustfs.tenant' && operator === 'In' && values.every((value) => value === tenant),
  );
}

/** What a server of the pool bears; whatever manages the tenant may change, and the rest differs from pod to pod. */
function serverLabels({ name = '', adopted, pod }: TenantDraft, pool: PoolDraft): KnownLabels {
  const named = { name: pool.name ?? '', adopted: pool.adopted };
  const known = { ...podLabels({ name, adopted }, named, ''), ...pod?.labels };
  return new Map<string, string | undefined>([
    ...Object.entries(known),
    ...labelsOfOneServer.map((key) => [key, undefined] as const),
  ]);
}

/** Written by our owner, and by the StatefulSet controller (kubernetes pkg/controller/statefulset). */
const labelsOfOneServer = [
  'app.kubernetes.io/managed-by',
  'statefulset.kubernetes.io/pod-name',
  'apps.kubernetes.io/pod-index',
  'controller-revision-hash',
];

/**
 * A selector with what matchLabelKeys and mismatchLabelKeys add to it: the pod's own values, or no value at all where the
 * pod has no such label. Undefined where each pod has a value of its own.
 */
function withKeys(
  selector: LabelSelector,
  servers: KnownLabels,
  match: readonly string[] = [],
  mismatch: readonly string[] = [],
): LabelSelector | undefined {
  const keys = [...match, ...mismatch].filter((key) => servers.has(key));
  if (keys.some((key) => servers.get(key) === undefined)) return undefined;
  const added = keys.map((key) => ({
    key,
    operator: match.includes(key) ? 'In' : 'NotIn',
    values: [servers.get(key) ?? ''],
  }));
  return { ...selector, matchExpressions: [...(selector.matchExpressions ?? []), ...added] };
}
