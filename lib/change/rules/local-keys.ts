import { error, type Problem } from '../../tenant/problem';
import type { ObservedTenant } from '../observed';
import type { ObservedPool } from '../observed-pool';

/** Keys as files that servers would begin to keep where these do not last, or each for itself. */
export function localKeyProblems(before: ObservedTenant, now: ObservedTenant): Problem[] {
  return [...otherKeys(before, now), ...now.pools.flatMap((pool) => fleetingKeys(before, pool))];
}

/** What one server has encrypted, another cannot read. */
function otherKeys(before: ObservedTenant, now: ObservedTenant): Problem[] {
  const servers = now.pools.reduce((sum, pool) => sum + pool.servers, 0);
  if (servers < 2 || before.pools.some(hasLocalKeys) || !now.pools.some(hasLocalKeys)) return [];
  return [
    error(
      'encryption',
      'encryption-servers',
      `Local keys lie on one server, and this tenant has ${servers}: the others could not decrypt.`,
      'Use Vault or AWS; or the static backend, whose key all servers have.',
    ),
  ];
}

function hasLocalKeys({ written, keysElsewhere }: ObservedPool): boolean {
  return keysElsewhere || written.some((place) => place.of === 'keys');
}

function fleetingKeys(before: ObservedTenant, { name, key, written }: ObservedPool): Problem[] {
  const former = before.pools.find((pool) => pool.key === key);
  const isKept = former === undefined || hasLocalKeys(former);
  const places = written.filter((place) => place.of === 'keys' && place.lifetime === 'of its pod');
  if (isKept || places.length === 0) return [];
  return [
    error(
      'encryption',
      'encryption-directory',
      `The keys of encrypted objects of "${name}" would lie on what goes with a pod (${places.map(({ place }) => place).join(', ')}): the next ` +
        'restart takes them, and no encrypted object can be read again.',
      'Give a directory below a drive.',
    ),
  ];
}
