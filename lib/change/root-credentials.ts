import type { ObservedTenant } from './observed';
import type { ObservedPool } from './observed-pool';
import type { TenantSides } from './plan-context';
import { isSameTold, rootSettings } from './shared-settings';

/** Whether servers of the tenant are told other root credentials. */
export function isRootChanged(before: ObservedTenant, now: ObservedTenant): boolean {
  return now.pools.some((pool) => {
    const former = before.pools.find(({ key }) => key === pool.key);
    return former !== undefined && hasOtherRoot(former, pool);
  });
}

/** Whether servers are told other root credentials than before. */
export function hasOtherRoot(former: ObservedPool, now: ObservedPool): boolean {
  return !isSameTold(rootSettings(former.shared), rootSettings(now.shared));
}

/** Who notices other root credentials. */
export const rootNotice =
  'Log in again: sessions that the old root secret signed have ended (console and OpenID logins, AssumeRole), and while ' +
  'it rolls each server takes root by one secret only. Under another access key, access keys that the old root made ' +
  'are denied: rustfs-tenant runbook rotate-root, rename-root.';

/**
 * Who notices. A server knows one pair of root credentials, whose secret signs the tokens of sessions (rustfs/src/auth.rs,
 * get_secret_key and check_claims_from_token; crates/iam/src/root_credentials.rs); access keys made by a root of another
 * name are denied (crates/iam/src/sys.rs, prepare_service_account_auth). All at 1.0.0-rc.3.
 */
export function rootAfterwards({ before, now }: TenantSides): string[] {
  if (before === undefined || now === undefined || !isRootChanged(before, now)) return [];
  return [rootNotice];
}
