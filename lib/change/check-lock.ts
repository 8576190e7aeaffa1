import { comparePaths } from '../tenant/path';
import { error, type Problem } from '../tenant/problem';
import { forgottenProblems } from './forget';
import { identityTitle, type TenantIdentity } from './identity';
import { lockedTenant, type Lock, type LockedTenant } from './lock';
import { formerOf, missingFrom, placeOfAll, type Place } from './place';
import { identityProblems } from './rules';
import { takenProblems } from './rules/taken';

/**
 * Everything that a tenant would change of what the lock knows, sorted by path. Errors refuse it; a warning is a
 * change that takes a procedure.
 *
 * @param declaredIn what declares the tenant, as `lockWith` takes it, or the whole place that it is declared in: a tenant
 * that the lock knows from there and that is declared no longer has become this one, where this one is new.
 * @param declared the titles of all tenants that are declared there.
 */
export function checkAgainstLock(
  lock: Lock,
  tenant: TenantIdentity,
  declaredIn?: string | Place,
  declared: readonly string[] = [],
): Problem[] {
  const place =
    typeof declaredIn === 'function' ? declaredIn : placeOfAll(declaredIn === undefined ? [] : [declaredIn]);
  const isKnown = lockedTenant(lock, tenant) !== undefined;
  const missing = isKnown ? [] : missingFrom(lock, place, new Set([...declared, identityTitle(tenant)]));
  return problemsAgainst(lock, tenant, missing);
}

/**
 * The same, where it is known already which tenants are missing from the tenant's place.
 *
 * @param declaredIn what declares the tenant: of several that are missing it tells which one the tenant was.
 * @param appears whether the tenant is new in its place, and so may be one that is missing there.
 */
export function problemsAgainst(
  lock: Lock,
  tenant: TenantIdentity,
  missing: readonly LockedTenant[],
  declaredIn?: string,
  appears = lockedTenant(lock, tenant) === undefined,
): Problem[] {
  const known = lockedTenant(lock, tenant);
  const former = appears ? formerOf(missing, tenant, declaredIn) : undefined;
  return [
    ...(known === undefined ? forgottenProblems(lock, tenant) : identityProblems(known, tenant)),
    ...(former === undefined
      ? []
      : [known === undefined ? renamed(former, tenant) : replaced(former, known)]),
    ...takenProblems(lock, tenant, former !== undefined && isSameData(former, tenant) ? former : undefined),
  ].sort((a, b) => comparePaths(a.path, b.path));
}

/** The problem of a tenant that takes the place of another. */
export function renamed(former: TenantIdentity, tenant: TenantIdentity): Problem {
  const isMoved = former.namespace !== tenant.namespace;
  const [from, to] = [identityTitle(former), identityTitle(tenant)];
  if (!isMoved && isSameData(former, tenant)) return calledOtherwise(from, to);
  return error(
    isMoved ? 'namespace' : 'name',
    isMoved ? 'namespace-changed' : 'tenant-renamed',
    `The tenant ${from} would become ${to}. Both are part of every claim's place and every drive's address, so ` +
      `${to} would start empty, and the data of ${from} would stay behind.`,
    `Keep ${from}. For a tenant beside it, declare both; if ${from} is gone for good, say so first: ` +
      `rustfs-tenant forget ${from} --reason TEXT --date DAY --lock FILE`,
  );
}

/** The problem of a tenant that the lock knows from elsewhere, and that takes the place of another: of two stages, say. */
function replaced(former: LockedTenant, known: LockedTenant): Problem {
  const [from, to] = [identityTitle(former), identityTitle(known)];
  const isMoved = former.namespace !== known.namespace;
  return error(
    isMoved ? 'namespace' : 'name',
    isMoved ? 'namespace-changed' : 'tenant-renamed',
    `The tenant ${from}, which the lock knows from here (${former.declaredIn ?? ''}), is declared no longer, and ${to}, which it ` +
      `knows from ${known.declaredIn ?? 'elsewhere'}, is. Where ${from} runs, ${to} would start empty, and the data of ${from} ` +
      'would stay behind.',
    `Keep ${from}. If ${from} is gone for good, say so first: rustfs-tenant forget ${from} --reason TEXT --date DAY --lock FILE`,
  );
}

/** The StatefulSets, Services and addresses of an adopted tenant have names of their own. */
function isSameData(former: TenantIdentity, { pools }: TenantIdentity): boolean {
  return former.pools.every(({ statefulSet, service, volumes }) =>
    pools.some(
      (pool) => pool.statefulSet === statefulSet && pool.service === service && pool.volumes === volumes,
    ),
  );
}

function calledOtherwise(from: string, to: string): Problem {
  return error(
    'name',
    'tenant-renamed',
    `The tenant ${from} would be called ${to}. Its StatefulSets and its data stay, but the lock and the runbooks know it by ` +
      'its name, and all objects that are named after it would be others.',
    `Keep ${from}.`,
  );
}
