import type { PoolPlan } from '../erasure';
import { defaultClaim } from './claim';
import type { PoolDraft } from './draft';
import { wholeQuantity } from './quantity';

/** What the arithmetic needs of the pools; of pools that lack their shape it knows nothing. */
export function poolPlans(pools: readonly PoolDraft[]): PoolPlan[] {
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
        isSingleDrive: pools.length === 1 && servers === 1 && drivesPerServer === 1,
      },
    ];
  });
}
