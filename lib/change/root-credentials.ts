import type { Difference } from './difference';
import type { ObservedTenant } from './observed';
import type { PlanContext, TenantSides } from './plan-context';

/** Root credentials by every name that RustFS takes them (server contract 1.3), files included. */
const rootVariables = /\.env\[(RUSTFS|MINIO)_(ACCESS_KEY|SECRET_KEY|ROOT_USER|ROOT_PASSWORD)(_FILE)?\]/;

/** Whether servers of the tenant get other root credentials, as far as objects show it. */
export function isRootChanged(
  now: ObservedTenant,
  { differences }: Pick<PlanContext, 'differences'>,
): boolean {
  return now.pools.some(({ key }) => givesOtherRoot(differences.get(key) ?? []));
}

/** Whether an object that changes so gives its servers other root credentials. */
export function givesOtherRoot(differences: readonly Difference[]): boolean {
  return differences.some(({ path }) => rootVariables.test(path));
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
export function rootAfterwards({ before, now }: TenantSides, context: PlanContext): string[] {
  if (before === undefined || now === undefined || !isRootChanged(now, context)) return [];
  return [rootNotice];
}
