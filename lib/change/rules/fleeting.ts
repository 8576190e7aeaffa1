import { error, type Problem } from '../../tenant/problem';
import { isOfPod } from '../drive-places';
import type { ObjectChange } from '../object-change';
import type { ObservedTenant } from '../observed';

/** Drives that go with their pod: a restart, one server after the other, empties them all. */
export function fleetingDriveProblems(
  before: ObservedTenant,
  now: ObservedTenant,
  changes: ReadonlyMap<string, ObjectChange>,
): Problem[] {
  return now.pools.flatMap(({ name, key }, i) => {
    const former = before.pools.find((pool) => pool.key === key);
    const places = (former?.drives ?? []).filter(isOfPod);
    if (places.length === 0 || changes.get(key)?.change !== 'rolls') return [];
    return [
      error(
        `pools[${i}].persistence`,
        'drive-fleeting',
        `Drives of "${name}" lie on what goes with a pod (${[...new Set(places)].join(', ')}), and every server would restart: each ` +
          'starts empty, and when the last has, all objects are gone.',
        'Copy the objects to a tenant on claims first (rustfs-tenant render makes them); then let this one go.',
      ),
    ];
  });
}
