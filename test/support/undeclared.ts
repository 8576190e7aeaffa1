import type { TenantSpec } from 'rustfs-constructs';

/** A declaration as a manifest or an untyped program may give it: nothing promises that it has the right shape. */
export function undeclared(value: unknown): TenantSpec {
  return value as TenantSpec;
}
