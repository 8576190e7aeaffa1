import { tenantLayout, type Layout, type PoolPlan } from '../erasure';
import { defaultClaim } from './claim';
import type { PoolDraft } from './draft';
import { isCodingKnown, readCoding } from './erasure-coding';
import { wholeQuantity } from './quantity';
import type { TenantSpec } from './spec';
import { isSingleDrive } from './volumes';

/** What the arithmetic needs of the pools; of pools that lack their shape it knows nothing. */
export function poolPlans(pools: readonly PoolDraft[]): PoolPlan[] {
  const isSingleDrive = isLoneDrive(pools);
  return pools.flatMap(({ name = '', servers, persistence }) => {
    const drivesPerServer = persistence?.volumesPerServer;
    if (servers === undefined || drivesPerServer === undefined) return [];
    const claim = persistence?.volumeClaimTemplate ?? defaultClaim;
    return [
      {
        name,
        servers,
        drivesPerServer,
        driveBytes: wholeQuantity(String(claim.resources?.requests?.storage)) ?? 0n,
        isSingleDrive,
      },
    ];
  });
}

/** Whether the pools are one server with one drive: addressed by a plain path, without any other. */
export function isLoneDrive(pools: readonly PoolDraft[]): boolean {
  return isSingleDrive(
    pools.map(({ servers = 0, persistence }) => ({
      servers,
      drivesPerServer: persistence?.volumesPerServer ?? 0,
    })),
  );
}

/** The layout that RustFS will make of the pools; undefined when only the cluster knows what decides it. */
export function knownLayout(spec: TenantSpec): Layout | undefined {
  const read = readCoding(spec);
  return isCodingKnown(read) ? tenantLayout(poolPlans(spec.pools), read.coding) : undefined;
}
