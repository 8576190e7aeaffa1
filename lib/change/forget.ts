import { error, warning, type Problem } from '../tenant/problem';
import { identityTitle, type TenantIdentity } from './identity';
import {
  formerPool,
  forgottenTenant,
  lockedTenant,
  lockVersion,
  sortedByTitle,
  type ForgottenTenant,
  type Lock,
} from './lock';

/**
 * The lock with a tenant given up, data and all: its entry goes, and a record stays of every pool that it ever had, as
 * their claims may still be there. The same lock when it has no such entry.
 */
export function withForgotten(
  lock: Lock,
  tenant: Pick<TenantIdentity, 'namespace' | 'name'>,
  { reason, date }: { readonly reason: string; readonly date: string },
): Lock {
  const known = lockedTenant(lock, tenant);
  if (known === undefined) return lock;
  const { namespace, name, pools, retired } = known;
  const record = {
    namespace,
    name,
    reason,
    date,
    pools: [...pools.map(formerPool), ...retired.map(formerPool)],
  };
  return {
    version: lockVersion,
    tenants: lock.tenants.filter((other) => other !== known),
    forgotten: sortedByTitle([...lock.forgotten, record]),
  };
}

/**
 * What the lock has against a tenant of a name that was given up. What would take its StatefulSets under another name is
 * told with everything else that is taken.
 */
export function forgottenProblems(lock: Lock, tenant: TenantIdentity): Problem[] {
  const former = forgottenTenant(lock, tenant);
  if (former === undefined) return [];
  const { date, reason } = former;
  return [
    error(
      'name',
      'tenant-forgotten',
      `The tenant ${identityTitle(tenant)} was forgotten on ${date} (${reason}). Its claims may still be there, and a new ` +
        'tenant of that name would take them for its own.',
      'Give it a name that no tenant has had. To have the former one back, with its data, take back the commit that forgot ' +
        'it (git revert), so that its block is in the lock again.',
    ),
  ];
}

/** What there is to say of a tenant that was given up before and is known again, as the commit that forgot it was taken back. */
export function returnedProblems(
  before: readonly ForgottenTenant[],
  lock: Lock,
  tenant: TenantIdentity,
): Problem[] {
  const record = before.find((other) => identityTitle(other) === identityTitle(tenant));
  if (record === undefined || lockedTenant(lock, tenant) === undefined) return [];
  const { date, reason } = record;
  return [
    warning(
      'name',
      'tenant-forgotten',
      `The tenant ${identityTitle(tenant)} was forgotten on ${date} (${reason}), and comes back. Its claims may be gone since then, all ` +
        'or some: a server without its claim starts with an empty drive.',
      `See which claims are there before you apply it: kubectl get pvc -n ${record.namespace}`,
    ),
  ];
}
