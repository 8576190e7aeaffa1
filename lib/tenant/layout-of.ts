import type { PoolLayout } from '../erasure';
import { acceptTenant, tenantTitle } from './check';
import { poolGuarantees, type PoolGuarantees } from './guarantees';
import { statefulSetName } from './names';
import type { FailureDomainSpec } from './placement';
import { knownLayout } from './pool-plans';
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
  /** The StatefulSet of its servers. */
  readonly statefulSet: string;
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
  return layoutOfAccepted(acceptTenant(spec).declaration);
}

/** The same, of a declaration that has passed the checks. */
export function layoutOfAccepted(declaration: TenantSpec): TenantLayout | undefined {
  const layout = knownLayout(declaration);
  if (layout === undefined) return undefined;
  const failureDomain = declaration.placement?.failureDomain;
  return {
    tenant: tenantTitle(declaration),
    pools: layout.pools.map((pool, i) => ({
      ...pool,
      statefulSet: statefulSetName(declaration.name, declaration.pools[i] ?? pool),
      ...poolGuarantees(declaration, declaration.pools[i] ?? {}),
      ...(failureDomain !== undefined && { failureDomain }),
    })),
    rawBytes: layout.rawBytes,
    usableBytes: layout.usableBytes,
  };
}
