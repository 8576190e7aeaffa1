import { tenantLayout, type PoolLayout } from '../erasure';
import { acceptTenant, tenantTitle } from './check';
import { isCodingKnown, readCoding } from './erasure-coding';
import { poolGuarantees, type PoolGuarantees } from './guarantees';
import type { FailureDomainSpec } from './placement';
import { poolPlans } from './pool-plans';
import type { TenantSpec } from './spec';

/** How RustFS will lay a tenant out, and what its placement guarantees. */
export interface TenantLayout {
  /** The tenant as `namespace/name`. */
  readonly tenant: string;
  readonly pools: readonly TenantPoolLayout[];
  readonly rawBytes: bigint;
  readonly usableBytes: bigint;
}

/** The layout of one pool, and what is certain of where its servers run. */
export interface TenantPoolLayout extends PoolLayout, PoolGuarantees {
  /** The failure domains that the declaration speaks of. */
  readonly failureDomain?: FailureDomainSpec;
}

/**
 * How RustFS will lay the tenant out: sets, parity, quorum, bytes and tolerances of every pool. Undefined when a
 * variable of `env` decides it whose value only the cluster knows.
 *
 * @throws {TenantError} with all problems, when the declaration has an error, an impossible layout among them.
 */
export function layoutOf(spec: TenantSpec): TenantLayout | undefined {
  const accepted = acceptTenant(spec);
  const read = readCoding(accepted);
  if (!isCodingKnown(read)) return undefined;
  const { pools, rawBytes, usableBytes } = tenantLayout(poolPlans(accepted.pools), read.coding);
  const failureDomain = accepted.placement?.failureDomain;
  return {
    tenant: tenantTitle(accepted),
    pools: accepted.pools.flatMap((pool, i) => {
      const layout = pools[i];
      if (layout === undefined) return [];
      return [
        {
          ...layout,
          ...poolGuarantees(accepted, pool),
          ...(failureDomain !== undefined && { failureDomain }),
        },
      ];
    }),
    rawBytes,
    usableBytes,
  };
}
