import type { Problem } from '../../tenant/problem';
import type { ComparedObject } from '../object-change';
import type { ObservedTenant } from '../observed';
import type { ObservedPool } from '../observed-pool';
import { driveWriterProblems } from '../rules/drive-writers';
import { driveProblems } from '../rules/drives';
import { encryptionProblems } from '../rules/encryption';
import { localKeyProblems } from '../rules/local-keys';
import { reshapeProblems } from '../rules/pools';
import { readOnlyProblems } from '../rules/standing';
import { startCommandProblems } from '../rules/start-command';
import { serverUserProblems } from '../rules/users';
import { moreServers } from './at-once';
import { toldOtherwise } from './unplaced';

/** What is told of pools, and is the same for servers that are none: of a Deployment, a DaemonSet or a Pod. */
export function problemsLikePools(
  object: ComparedObject,
  before: ObservedTenant,
  now: ObservedTenant,
): Problem[] {
  const [[former], [pool]] = [before.pools, now.pools];
  if (former === undefined || pool === undefined) return [];
  const newly = pool.readOnlyDrives.filter((path) => !former.readOnlyDrives.includes(path));
  return [
    ...driveProblems({ before: former, now: pool, path: '' }),
    // How many servers there are is told of its replicas.
    ...reshapeProblems({ before: { ...former, servers: pool.servers }, now: pool, path: '' }),
    ...readOnlyProblems({ ...pool, readOnlyDrives: newly }, ''),
    ...toldOtherwise(object, former, pool),
    ...encryptionProblems(before, now),
    ...localKeyProblems(before, now),
    ...startCommandProblems(before, now),
    ...(sharesDrives(pool) ? moreServers(object, former, pool) : []),
    ...driveWriterProblems(before, now),
    ...serverUserProblems(before, now),
  ];
}

/** Whether several pods would have the same drives, rather than each some of its own. */
export function sharesDrives({ drives, written }: ObservedPool): boolean {
  return (
    drives === undefined || written.some(({ of, lifetime }) => of === 'drive' && lifetime !== 'of its pod')
  );
}
