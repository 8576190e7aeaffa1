import { warning, type Problem } from '../../tenant/problem';
import type { ObservedTenant } from '../observed';
import type { ServerUser } from '../observed-pool';

/** The files of a drive belong to whom the servers ran as; the group of the volumes is the way to read them all the same. */
export function serverUserProblems(before: ObservedTenant, now: ObservedTenant): Problem[] {
  return now.pools.flatMap(({ name, key, user }, i) => {
    const former = before.pools.find((pool) => pool.key === key)?.user;
    if (former === undefined || userText(former) === userText(user)) return [];
    return [
      warning(
        `pools[${i}]`,
        'server-user-changed',
        `The servers of "${name}" would run as ${userText(user)} instead of ${userText(former)}. What lies on the drives belongs to the ` +
          'former; a server that may not read it takes its drives for faulty.',
        'Keep the ids. If they have to change, keep fsGroup, or give the files to the new user first; and look at the first server that restarts before the others do.',
      ),
    ];
  });
}

function userText({ user, group, volumes }: ServerUser): string {
  const id = (said: number | undefined) => (said === undefined ? 'not said' : String(said));
  return `user ${id(user)}, group ${id(group)}, fsGroup ${id(volumes)}`;
}
