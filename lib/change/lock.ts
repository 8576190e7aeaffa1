import { identityTitle, type PoolIdentity, type TenantIdentity } from './identity';

/** What is known of tenants that have data: it only ever grows. */
export interface Lock {
  /** The version of the format that it was read in; what is recorded anew makes it the newest. */
  readonly version: number;
  /** The tenants, sorted by namespace and name. */
  readonly tenants: readonly LockedTenant[];
  /** Those that were given up on purpose, sorted as well. */
  readonly forgotten: readonly ForgottenTenant[];
}

/** A tenant whose data may exist. */
export interface LockedTenant extends TenantIdentity {
  /** What declares it: a file's name or a construct's path. Absent for standard input. */
  readonly declaredIn?: string;
  readonly pools: readonly PoolIdentity[];
  readonly retired: readonly RetiredPool[];
}

/** A pool whose data has been moved away. Neither its name nor its address is ever used again. */
export interface RetiredPool extends FormerPool {
  /** Why, in the words of who retired it. */
  readonly reason: string;
  /** When, as `2026-11-25`. */
  readonly date: string;
}

/** A tenant that was given up, data and all. Neither its name nor its StatefulSets are ever used again. */
export interface ForgottenTenant {
  readonly namespace: string;
  readonly name: string;
  /** Why, in the words of who gave it up. */
  readonly reason: string;
  /** When, as `2026-11-25`. */
  readonly date: string;
  /** Every pool that it ever had: what its claims are called, which may still be there. */
  readonly pools: readonly FormerPool[];
}

/** What a pool is recognised by when it is no more. */
export interface FormerPool extends Pick<PoolIdentity, 'name' | 'statefulSet' | 'volumes'> {
  /** Its claim templates, by which its claims are known; version 1 did not keep them. */
  readonly templates?: readonly string[];
}

/** What is kept of a pool that is no more. */
export function formerPool({
  name,
  statefulSet,
  volumes,
  ...pool
}: FormerPool & Partial<Pick<PoolIdentity, 'claims'>>): FormerPool {
  const templates = pool.templates ?? pool.claims?.flatMap((claim) => claim.templates);
  return { name, statefulSet, volumes, ...(templates !== undefined && { templates }) };
}

/** The version of the format that is written. */
export const lockVersion = 2;

/**
 * Each version of the format, and the version of this library that reads it first. A lock says its own below `version`,
 * as `needs`, so that a reader which does not know the version yet can tell what does.
 */
export const lockNeeds: ReadonlyMap<number, string> = new Map([
  [1, '0.1.0'],
  [lockVersion, '0.1.0'],
]);

/** A lock that knows nothing yet. */
export const emptyLock: Lock = { version: lockVersion, tenants: [], forgotten: [] };

/** What the lock knows of a tenant. */
export function lockedTenant(
  lock: Lock,
  tenant: Pick<TenantIdentity, 'namespace' | 'name'>,
): LockedTenant | undefined {
  return byTitle(lock).get(identityTitle(tenant));
}

/** The record of a tenant that was given up. */
export function forgottenTenant(
  lock: Lock,
  tenant: Pick<TenantIdentity, 'namespace' | 'name'>,
): ForgottenTenant | undefined {
  return lock.forgotten.find((other) => identityTitle(other) === identityTitle(tenant));
}

/** The lock with some tenants' entries put in or replaced; the same lock, of whatever version, when it has them all. */
export function withTenants(lock: Lock, tenants: readonly LockedTenant[]): Lock {
  if (tenants.every((tenant) => lockedTenant(lock, tenant) === tenant)) return lock;
  const all = new Map([...byTitle(lock), ...indexed(tenants)]);
  return { ...lock, version: lockVersion, tenants: sortedByTitle([...all.values()]) };
}

/** In the order that a lock has them in. */
export function sortedByTitle<T extends Pick<TenantIdentity, 'namespace' | 'name'>>(
  tenants: readonly T[],
): T[] {
  return [...tenants].sort((a, b) => (identityTitle(a) < identityTitle(b) ? -1 : 1));
}

/** Looked up once per lock: a fleet asks for thousands of tenants. */
const indexes = new WeakMap<Lock, ReadonlyMap<string, LockedTenant>>();

function byTitle(lock: Lock): ReadonlyMap<string, LockedTenant> {
  const index = indexes.get(lock) ?? indexed(lock.tenants);
  indexes.set(lock, index);
  return index;
}

function indexed(tenants: readonly LockedTenant[]): ReadonlyMap<string, LockedTenant> {
  return new Map(tenants.map((tenant) => [identityTitle(tenant), tenant]));
}
