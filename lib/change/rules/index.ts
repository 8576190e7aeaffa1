import { comparePaths } from '../../tenant/path';
import type { Problem } from '../../tenant/problem';
import type { PoolIdentity, TenantIdentity } from '../identity';
import type { LockedTenant } from '../lock';
import { addressProblems } from './address';
import { claimProblems } from './claims';
import { driveProblems } from './drives';
import { encryptionLosses } from './encryption';
import { immutableProblems } from './immutable';
import { poolListProblems, reshapeProblems } from './pools';

/** A pool that was there before, and what it is now. */
export interface KeptPool {
  readonly before: PoolIdentity;
  readonly now: PoolIdentity;
  /** Its path in the declaration: `pools[1]`. */
  readonly path: string;
}

/**
 * Everything about a tenant that would strand data or that Kubernetes would refuse, given what is known of it, sorted
 * by path. A warning is a change that takes a procedure.
 */
export function identityProblems(known: LockedTenant, now: TenantIdentity): Problem[] {
  const kept = keptPools(known, now);
  return [
    ...poolListProblems(known, now),
    ...encryptionLosses(known.pools, now.pools),
    ...kept.flatMap((pool) => [
      ...reshapeProblems(pool),
      ...addressProblems(pool, now),
      ...immutableProblems(pool),
      ...storageProblems(pool),
    ]),
  ].sort((a, b) => comparePaths(a.path, b.path));
}

/** A drive that moves because its claim template does is told as that. */
function storageProblems(pool: KeptPool): Problem[] {
  const claims = [...claimProblems(pool)];
  return claims.some(({ severity }) => severity === 'error') ? claims : [...claims, ...driveProblems(pool)];
}

/** The pools on both sides. A pool is known by its StatefulSet. */
function keptPools(known: Pick<LockedTenant, 'pools'>, now: TenantIdentity): KeptPool[] {
  return now.pools.flatMap((pool, i) => {
    const before = known.pools.find(({ statefulSet }) => statefulSet === pool.statefulSet);
    return before === undefined ? [] : [{ before, now: pool, path: `pools[${i}]` }];
  });
}
