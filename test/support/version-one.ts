import { lockText, type Lock } from 'rustfs-constructs';

/** A lock as the first version of its format had it: without what was added since. */
export function versionOneText(lock: Lock): string {
  const tenants = lock.tenants.map((tenant) => ({
    ...tenant,
    pools: tenant.pools.map(({ drives: _drives, encryption: _encryption, ...pool }) => pool),
  }));
  return lockText({ version: 1, tenants, forgotten: [] });
}
