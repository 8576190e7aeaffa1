import { compareQuantities } from '../tenant/quantity';
import type { ClaimIdentity, PoolIdentity, TenantIdentity } from './identity';
import { formerPool, lockedTenant, lockVersion, withTenants, type Lock, type LockedTenant } from './lock';

/**
 * The lock with what a tenant adds to it: new pools at the end, larger claims, a set size that was not known. What is
 * known already stays, so a lock only ever grows. The tenant has passed `checkAgainstLock`.
 */
export function lockWith(lock: Lock, tenant: TenantIdentity, declaredIn?: string): Lock {
  return lockWithAll(lock, [{ tenant, declaredIn }]);
}

/** What a tenant adds to a lock. */
export interface NewEntry {
  readonly tenant: TenantIdentity;
  readonly declaredIn: string | undefined;
}

/** The same, for many tenants at once. The same lock when they add nothing. */
export function lockWithAll(lock: Lock, entries: readonly NewEntry[]): Lock {
  const grown = withTenants(
    lock,
    entries.map(({ tenant, declaredIn }) => entryOf(lock, tenant, declaredIn)),
  );
  // What version 1 could not say goes in as well, once something else is recorded.
  return grown === lock || lock.version === lockVersion
    ? grown
    : lockWithAll({ ...lock, version: lockVersion }, entries);
}

/** The entry itself when nothing is new of it. */
function entryOf(lock: Lock, tenant: TenantIdentity, declaredIn: string | undefined): LockedTenant {
  const { namespace, name, pools } = tenant;
  const known = lockedTenant(lock, tenant);
  const kept = pools.map((pool) => {
    const former = known?.pools.find(({ statefulSet }) => statefulSet === pool.statefulSet);
    return former === undefined ? poolIdentity(pool) : grown(former, pool);
  });
  const gone = (known?.pools ?? []).filter(
    ({ statefulSet }) => !pools.some((pool) => pool.statefulSet === statefulSet),
  );
  const place = declaredIn ?? known?.declaredIn;
  const isNew =
    known === undefined ||
    place !== known.declaredIn ||
    [...kept, ...gone].some((pool, i) => pool !== known.pools[i]);
  if (!isNew && lock.version !== lockVersion) return known;
  const filled = kept.map((pool) => withDrives(pool, pools));
  if (!isNew && filled.every((pool, i) => pool === kept[i])) return known;
  return {
    namespace,
    name,
    ...(place !== undefined && { declaredIn: place }),
    pools: [...filled, ...gone],
    retired: known?.retired ?? [],
  };
}

/** Where the drives lie was not always kept. That it goes in changes nothing of what is known already. */
function withDrives(pool: PoolIdentity, now: readonly PoolIdentity[]): PoolIdentity {
  const drives = now.find(({ statefulSet }) => statefulSet === pool.statefulSet)?.drives;
  return pool.drives === undefined && drives !== undefined ? poolIdentity({ ...pool, drives }) : pool;
}

/** The lock with the tenant's pools at their new addresses: the end of the procedures that change a scheme or a domain. */
export function withNewAddresses(lock: Lock, tenant: TenantIdentity): Lock {
  return changedTenant(lock, tenant, (known) => ({
    ...known,
    pools: known.pools.map((pool) => {
      const now = tenant.pools.find(({ statefulSet }) => statefulSet === pool.statefulSet);
      return now === undefined ? pool : { ...pool, volumes: now.volumes };
    }),
  }));
}

/** The lock with a pool retired: the end of the procedure that moves its data away. */
export function withRetired(
  lock: Lock,
  tenant: Pick<TenantIdentity, 'namespace' | 'name'>,
  poolName: string,
  { reason, date }: { readonly reason: string; readonly date: string },
): Lock {
  return changedTenant(lock, tenant, (known) => ({
    ...known,
    pools: known.pools.filter(({ name }) => name !== poolName),
    retired: [
      ...known.retired,
      ...known.pools
        .filter(({ name }) => name === poolName)
        .map((pool) => ({ ...formerPool(pool), reason, date })),
    ],
  }));
}

function changedTenant(
  lock: Lock,
  tenant: Pick<TenantIdentity, 'namespace' | 'name'>,
  change: (known: LockedTenant) => LockedTenant,
): Lock {
  const known = lockedTenant(lock, tenant);
  return known === undefined ? lock : withTenants(lock, [change(known)]);
}

/** Only what the lock keeps, in its order: what was read from objects knows more. */
export function poolIdentity(pool: PoolIdentity): PoolIdentity {
  const { setSize, setSizeFrom, drives, encryption } = pool;
  return {
    name: pool.name,
    statefulSet: pool.statefulSet,
    servers: pool.servers,
    drivesPerServer: pool.drivesPerServer,
    ...(setSize !== undefined && { setSize }),
    ...(setSizeFrom !== undefined && { setSizeFrom }),
    volumes: pool.volumes,
    ...(drives !== undefined && { drives }),
    service: pool.service,
    podManagementPolicy: pool.podManagementPolicy,
    selector: pool.selector,
    claims: pool.claims,
    ...(encryption !== undefined && Object.keys(encryption).length > 0 && { encryption }),
  };
}

/** What is known with what is new; the same when nothing is. */
function grown(known: PoolIdentity, now: PoolIdentity): PoolIdentity {
  const setSize = known.setSize ?? now.setSize;
  const setSizeFrom = known.setSizeFrom ?? (setSize === undefined ? now.setSizeFrom : undefined);
  const isLarger = (claim: ClaimIdentity) =>
    known.claims.some(
      ({ templates, size }) =>
        claim.templates.some((name) => templates.includes(name)) &&
        (compareQuantities(claim.size, size) ?? 0) > 0,
    );
  const hasLarger = now.claims.some(isLarger);
  const hasNewKeys = Object.entries(now.encryption ?? {}).some(
    ([name, text]) => known.encryption?.[name] !== text,
  );
  const hasNewSize = setSize !== known.setSize || setSizeFrom !== known.setSizeFrom;
  if (!hasNewSize && !hasLarger && !hasNewKeys) return known;
  return poolIdentity({
    ...known,
    ...(setSize !== undefined && { setSize }),
    ...(setSizeFrom !== undefined && { setSizeFrom }),
    claims: hasLarger ? now.claims : known.claims,
    encryption: { ...known.encryption, ...now.encryption },
  });
}
