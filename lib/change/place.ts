import { identityTitle, type TenantIdentity } from './identity';
import type { Lock, LockedTenant } from './lock';

/**
 * Where tenants are declared together: the FILEs and folders of one call, a chart, or a stack of a Pulumi project. It
 * says of what declares a tenant, as the lock has it, whether that lies here. What lies elsewhere is never missing.
 */
export type Place = (declaredIn: string | undefined) => boolean;

/** The place that is these declarations alone; without any it is nowhere. */
export function placeOfAll(declarations: readonly string[]): Place {
  const all = new Set<string | undefined>(declarations);
  return (declaredIn) => declaredIn !== undefined && all.has(declaredIn);
}

/**
 * The tenants that the lock knows from a place and that are declared no longer.
 *
 * @param declared the titles of all tenants that are declared now, wherever: a tenant that has moved is not missing.
 */
export function missingFrom(lock: Lock, place: Place, declared: ReadonlySet<string>): LockedTenant[] {
  return lock.tenants.filter((tenant) => place(tenant.declaredIn) && !declared.has(identityTitle(tenant)));
}

/**
 * Whether a tenant is new in a place: because the lock does not know it, or because it knows it from elsewhere. What is
 * declared nowhere, as on standard input, is not told from where it comes.
 */
export function isNewIn(
  place: Place,
  known: Pick<LockedTenant, 'declaredIn'> | undefined,
  declaredIn: string | undefined,
): boolean {
  if (known === undefined) return true;
  return declaredIn !== undefined && known.declaredIn !== undefined && !place(known.declaredIn);
}

/**
 * Of the tenants that are missing from a place, the one that a new tenant there most likely was: what its declaration
 * declared before, else the one with its name, else one with pools of its names, else any. One of them it may always have been:
 * nothing of a tenant but its data stays when its name, its namespace, its pools and the file or id have changed.
 */
export function formerOf<Tenant extends TenantIdentity & { readonly declaredIn?: string }>(
  missing: readonly Tenant[],
  tenant: TenantIdentity,
  declaredIn?: string,
): Tenant | undefined {
  return (
    missing.find((other) => declaredIn !== undefined && other.declaredIn === declaredIn) ??
    missing.find(({ name }) => name === tenant.name) ??
    missing.find((other) => hasPoolsOf(other, tenant)) ??
    missing[0]
  );
}

/** Whether a tenant has pools of the names that another has. */
export function hasPoolsOf(former: TenantIdentity, { pools }: TenantIdentity): boolean {
  return former.pools.some((pool) => pools.some(({ name }) => name === pool.name));
}
