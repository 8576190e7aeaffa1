import { compareQuantities } from '../tenant/quantity';
import type { ClaimIdentity, PoolIdentity, TenantIdentity } from './identity';
import { lockedTenant, withTenants, type Lock, type LockedTenant } from './lock';

/**
 * The lock with what a tenant adds to it: new pools at the end, larger claims, a set size that was not known. What is
 * known already stays, so a lock only ever grows. The tenant has passed `checkAgainstLock`.
 */
export function lockWith(lock: Lock, tenant: TenantIdentity, declaredIn?: string): Lock {
  return lockWithAll(lock, [{ tenant, declaredIn }]);
}

/** The same, for many tenants at once. */
export function lockWithAll(
  lock: Lock,
  entries: readonly { readonly tenant: TenantIdentity; readonly declaredIn: string | undefined }[],
): Lock {
  return withTenants(
    lock,
    entries.map(({ tenant, declaredIn }) => entryOf(lockedTenant(lock, tenant), tenant, declaredIn)),
  );
}

function entryOf(
  known: LockedTenant | undefined,
  { namespace, name, pools }: TenantIdentity,
  declaredIn: string | undefined,
): LockedTenant {
  const kept = pools.map((pool) => {
    const former = known?.pools.find(({ statefulSet }) => statefulSet === pool.statefulSet);
    return former === undefined ? poolIdentity(pool) : grown(former, pool);
  });
  const gone = (known?.pools ?? []).filter(
    ({ statefulSet }) => !pools.some((pool) => pool.statefulSet === statefulSet),
  );
  const place = declaredIn ?? known?.declaredIn;
  return {
    namespace,
    name,
    ...(place !== undefined && { declaredIn: place }),
    pools: [...kept, ...gone],
    retired: known?.retired ?? [],
  };
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
        .map(({ name, statefulSet, volumes }) => ({ name, statefulSet, volumes, reason, date })),
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

/** Only what the lock keeps: what was read from objects knows more. */
export function poolIdentity(pool: PoolIdentity): PoolIdentity {
  const {
    name,
    statefulSet,
    servers,
    drivesPerServer,
    volumes,
    setSize,
    service,
    podManagementPolicy,
    selector,
    claims,
  } = pool;
  return {
    name,
    statefulSet,
    servers,
    drivesPerServer,
    ...(setSize !== undefined && { setSize }),
    volumes,
    service,
    podManagementPolicy,
    selector,
    claims,
  };
}

function grown(known: PoolIdentity, now: PoolIdentity): PoolIdentity {
  const setSize = known.setSize ?? now.setSize;
  const isLarger = (claim: ClaimIdentity) =>
    known.claims.some(
      ({ templates, size }) =>
        claim.templates.some((name) => templates.includes(name)) &&
        (compareQuantities(claim.size, size) ?? 0) > 0,
    );
  return {
    ...known,
    ...(setSize !== undefined && { setSize }),
    claims: now.claims.some(isLarger) ? now.claims : known.claims,
  };
}
