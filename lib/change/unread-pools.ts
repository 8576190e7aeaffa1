import { poolAddress } from './address';
import type { PlanContext, TenantSides } from './plan-context';

/** The pools that servers were told of before, and whose StatefulSets are there on both sides and tell nothing themselves. */
export function unreadPools(
  { before, now }: TenantSides,
  all: readonly TenantSides[],
  { changes }: PlanContext,
): string[] {
  const read = new Set(
    all.flatMap((side) => [...(side.before?.pools ?? []), ...(side.now?.pools ?? [])].map(({ key }) => key)),
  );
  const names = [...changes]
    .filter(
      ([key, { kind, namespace }]) =>
        !read.has(key) && kind === 'StatefulSet' && namespace === before?.namespace,
    )
    .filter(([, { change }]) => change !== 'created' && change !== 'removed')
    .map(([, { name }]) => name);
  const listed = before?.pools[0]?.poolList ?? [];
  // Of a list that begins otherwise it is not known who is who.
  if (now?.pools.some(({ poolList }) => listed.some((expression, i) => expression !== poolList[i])))
    return [];
  return listed.filter((expression) => {
    const address = poolAddress(expression);
    return address?.kind === 'url' && names.includes(address.statefulSet);
  });
}
