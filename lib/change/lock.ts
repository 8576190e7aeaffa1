import { identityTitle, type PoolIdentity, type TenantIdentity } from './identity';

/** What is known of tenants that have data: it only ever grows. */
export interface Lock {
  /** The tenants, sorted by namespace and name. */
  readonly tenants: readonly LockedTenant[];
}

/** A tenant whose data may exist. */
export interface LockedTenant extends TenantIdentity {
  /** What declares it: a file's name or a construct's path. Absent for standard input. */
  readonly declaredIn?: string;
  readonly pools: readonly PoolIdentity[];
  readonly retired: readonly RetiredPool[];
}

/** A pool whose data has been moved away. Neither its name nor its address is ever used again. */
export interface RetiredPool {
  readonly name: string;
  readonly statefulSet: string;
  readonly volumes: string;
  /** Why, in the words of who retired it. */
  readonly reason: string;
  /** When, as `2026-11-25`. */
  readonly date: string;
}

/** The version of the lock file's format. */
export const lockVersion = 1;

/** A lock that knows nothing yet. */
export const emptyLock: Lock = { tenants: [] };

/** What the lock knows of a tenant. */
export function lockedTenant(
  lock: Lock,
  tenant: Pick<TenantIdentity, 'namespace' | 'name'>,
): LockedTenant | undefined {
  return byTitle(lock).get(identityTitle(tenant));
}

/** The lock with some tenants' entries put in or replaced. */
export function withTenants(lock: Lock, tenants: readonly LockedTenant[]): Lock {
  const all = new Map([...byTitle(lock), ...indexed(tenants)]);
  return { tenants: [...all].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, tenant]) => tenant) };
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
