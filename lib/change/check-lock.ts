import { error, type Problem } from '../tenant/problem';
import { identityTitle, type TenantIdentity } from './identity';
import { lockedTenant, type Lock, type LockedTenant } from './lock';
import { identityProblems } from './rules';

/**
 * Everything that a tenant would change of what the lock knows, sorted by path. Errors refuse it; a warning is a
 * change that takes a procedure.
 *
 * @param declaredIn what declares the tenant, as `lockWith` takes it: by this a renamed tenant is known.
 * @param declared the titles of all tenants that are declared there.
 */
export function checkAgainstLock(
  lock: Lock,
  tenant: TenantIdentity,
  declaredIn?: string,
  declared: readonly string[] = [],
): Problem[] {
  const known = lockedTenant(lock, tenant);
  if (known !== undefined) return identityProblems(known, tenant);
  const former = lock.tenants.find(
    (other) =>
      declaredIn !== undefined &&
      other.declaredIn === declaredIn &&
      !declared.includes(identityTitle(other)) &&
      hasPoolsOf(other, tenant),
  );
  return former === undefined ? [] : [renamed(former, tenant)];
}

/** The problem of a tenant that takes the place of another. */
export function renamed(
  former: Pick<TenantIdentity, 'namespace' | 'name'>,
  tenant: Pick<TenantIdentity, 'namespace' | 'name'>,
): Problem {
  const isMoved = former.namespace !== tenant.namespace;
  const [from, to] = [identityTitle(former), identityTitle(tenant)];
  return error(
    isMoved ? 'namespace' : 'name',
    isMoved ? 'namespace-changed' : 'tenant-renamed',
    `The tenant ${from} would become ${to}. Both are part of every claim's place and every drive's address, so ` +
      `${to} would start empty, and the data of ${from} would stay behind.`,
    `Keep ${from}. For a tenant beside it, declare both; if ${from} is gone for good, take its block out of the lock.`,
  );
}

/** Whether a tenant has the pools that the other had: the sign of a change of name. */
export function hasPoolsOf(former: LockedTenant | TenantIdentity, { pools }: TenantIdentity): boolean {
  return former.pools.some((pool) => pools.some(({ name }) => name === pool.name));
}
