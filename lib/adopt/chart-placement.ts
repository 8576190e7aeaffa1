import { nodeKey } from '../tenant/scheduling';
import type { LivePool } from './live-tenant';
import { contains, fieldsAt, isSame, listAt, pairsAt, saying, textAt, type Fields } from './value';

/** What the pods' affinity says in the words of a declaration. */
export interface ChartPlacement {
  /** `placement`, where it is not the default. */
  readonly tenant: Fields;
  /** The affinity of each pool that is left to say. */
  readonly pools: readonly Fields[];
}

type PerNode = 'required' | 'preferred' | 'none';

/** The chart keeps servers on nodes of their own, as `placement.perNode` does; any other affinity stays verbatim. */
export function chartPlacement(pools: readonly LivePool[]): ChartPlacement {
  const wishes = pools.map(perNodeOf);
  const [wish] = wishes;
  if (wish === undefined || wishes.some((other) => other !== wish)) {
    const affinities = pools.map(({ pod }) => saying({ affinity: pod.affinity }));
    return { tenant: { placement: { perNode: 'none' } }, pools: affinities };
  }
  return {
    tenant: wish === 'required' ? {} : { placement: { perNode: wish } },
    pools: pools.map(({ pod }) => {
      const { podAntiAffinity: _perNode, ...rest } = fieldsAt(pod, 'affinity');
      return saying({ affinity: saying(rest) });
    }),
  };
}

/** Undefined for an anti-affinity that says something else. */
function perNodeOf({ pod, template }: LivePool): PerNode | undefined {
  const antiAffinity = fieldsAt(pod, 'affinity', 'podAntiAffinity');
  const required = listAt(antiAffinity, 'requiredDuringSchedulingIgnoredDuringExecution');
  const preferred = listAt(antiAffinity, 'preferredDuringSchedulingIgnoredDuringExecution');
  const labels = pairsAt(template, 'metadata', 'labels');
  if (required.length + preferred.length === 0) return 'none';
  if (required.length + preferred.length > 1) return undefined;
  const term = required[0] ?? fieldsAt(preferred, 0, 'podAffinityTerm');
  const { namespaces, namespaceSelector, matchLabelKeys, mismatchLabelKeys } = fieldsAt([term], 0);
  const isPlain = isSame(
    [namespaces, namespaceSelector, matchLabelKeys, mismatchLabelKeys],
    [undefined, undefined, undefined, undefined],
  );
  if (!isPlain || textAt(term, 'topologyKey') !== nodeKey || !selects(term, labels)) return undefined;
  return required.length > 0 ? 'required' : 'preferred';
}

/** Whether the pods keep away from each other, and not only from others. */
function selects(term: unknown, labels: Readonly<Record<string, string>>): boolean {
  const expressions = listAt(term, 'labelSelector', 'matchExpressions');
  return (
    contains(labels, pairsAt(term, 'labelSelector', 'matchLabels')) &&
    expressions.every(
      (one) =>
        textAt(one, 'operator') === 'In' &&
        listAt(one, 'values').includes(labels[textAt(one, 'key') ?? ''] ?? null),
    )
  );
}
