import { error, type Problem } from '../../tenant/problem';
import { poolAddress } from '../address';
import type { ObservedTenant } from '../observed';
import type { RetiredPool } from '../lock';
import { whyInOrder } from './pools';

/**
 * Pools that servers were told of and whose StatefulSets are not among the objects that were given: of a part of a tenant
 * the list in `RUSTFS_VOLUMES` still says which pools it has, and in which order.
 *
 * @param unread those whose StatefulSets are on both sides, and whose addresses only the cluster knows: what changes of them is
 * told of them.
 */
export function unseenPoolProblems(
  before: ObservedTenant,
  now: ObservedTenant,
  retired: readonly RetiredPool[],
  unread: readonly string[],
): Problem[] {
  const listed = (before.pools[0]?.poolList ?? []).filter(
    (expression) => expression !== '' && !retired.some(({ volumes }) => volumes === expression),
  );
  const seen = before.pools.map(({ volumes }) => poolKey(volumes));
  const all = listed.map(poolKey);
  if (all.every((key) => seen.includes(key))) return [];
  const current = now.pools.map(({ volumes }) => poolKey(volumes));
  const told = new Set(now.pools.flatMap(({ poolList }) => poolList));
  const gone = listed.filter((expression) => {
    const key = poolKey(expression);
    // Of one that names no StatefulSet nobody can tell whose it is.
    const isKept = poolAddress(expression) === undefined && told.has(expression);
    return !seen.includes(key) && !current.includes(key) && !unread.includes(expression) && !isKept;
  });
  if (gone.length > 0) {
    return [
      error(
        'pools',
        'pool-removed',
        `The servers are told of ${gone.join(' ')}, and NEW has no such pool: its data has not been moved away. Its StatefulSet is not ` +
          'among the objects of OLD.',
        'Declare it, and give all StatefulSets of the tenant to the plan.',
      ),
    ];
  }
  const [former, order] = [
    all.filter((key) => current.includes(key)),
    current.filter((key) => all.includes(key)),
  ];
  if (former.join(' ') === order.join(' ')) return [];
  return [
    error(
      'pools',
      'pool-reordered',
      `The pools stand in another order than the servers are told (${former.join(', ')}). ${whyInOrder}`,
      `Keep the order ${former.join(', ')}; new pools come after them.`,
    ),
  ];
}

/** A pool is known by its StatefulSet, where its expression names one. */
function poolKey(expression: string): string {
  const address = poolAddress(expression);
  return address?.kind === 'url' ? address.statefulSet : expression;
}
