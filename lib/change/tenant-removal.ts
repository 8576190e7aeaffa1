import { error, type Problem } from '../tenant/problem';
import { identityTitle } from './identity';
import { forgottenTenant } from './lock';
import type { ObservedTenant } from './observed';
import { formerOf, hasPoolsOf } from './place';
import type { PlanContext, TenantSides } from './plan-context';

/** The tenants that only the old side has, and that nobody has decided to give up. */
export function goneWithout(all: readonly TenantSides[], context: PlanContext): ObservedTenant[] {
  return all.flatMap(({ before, now }) =>
    before === undefined || now !== undefined || mayGo(before, context) ? [] : [before],
  );
}

/** Whether somebody has decided that a tenant and its data may go. That the lock does not have it decides nothing. */
function mayGo(tenant: ObservedTenant, { lock }: PlanContext): boolean {
  return forgottenTenant(lock, tenant) !== undefined;
}

export function tenantRemoval(
  before: ObservedTenant,
  all: readonly TenantSides[],
  context: PlanContext,
): Problem[] {
  if (mayGo(before, context)) return [];
  const gone = goneWithout(all, context);
  // A new tenant with pools of its names is told to be this one under another name.
  const isRenamed = all.some(
    ({ before: former, now }) =>
      former === undefined && now && formerOf(gone, now) === before && hasPoolsOf(before, now),
  );
  if (isRenamed) return [];
  const title = identityTitle(before);
  const left = before.pools.filter(
    ({ key }) => (context.changes.get(key)?.change ?? 'removed') !== 'removed',
  );
  if (left.length > 0) {
    return [
      error(
        '',
        'address-unknown',
        `What the servers of ${title} are told in RUSTFS_VOLUMES could no longer be read from the environment of ` +
          `${left.map(({ statefulSet }) => statefulSet).join(', ')}: whether they would find their data is not known.`,
        'Put RUSTFS_VOLUMES back as a value in the environment of the container.',
      ),
    ];
  }
  return [
    error(
      '',
      'tenant-removed',
      `The tenant ${title} is gone, and with it the access to its data. ${claimsWord(before)}`,
      `Put it back. To remove it on purpose, data and all, record that in the same commit: rustfs-tenant forget ${title} ` +
        "--reason 'why it goes' --date 2026-11-25",
    ),
  ];
}

function claimsWord({ pools }: ObservedTenant): string {
  return pools.some(({ deletesClaims }) => deletesClaims)
    ? 'Its claims would be deleted with it, and the data (claimRetention.whenDeleted).'
    : 'Its claims would stay.';
}
