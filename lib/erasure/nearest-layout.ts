import { tenantLayout, type Layout } from './layout';
import { mostDrivesPerServer, mostEndpoints } from './limits';
import type { CodingPlan, PoolLayout, PoolPlan } from './pool-layout';

/** One change that makes a tenant acceptable, and the pool that is asked about as it would be then. */
export interface NearbyLayout {
  readonly change: 'parity' | 'set size' | 'servers' | 'drives';
  readonly pool: PoolLayout;
}

/**
 * The layouts next to a tenant's own that RustFS takes and `accepts` too, by the smallest change of each kind: another
 * parity or set size of all pools, more servers or more drives per server of the pool at `index`.
 */
export function nearbyLayouts(
  pools: readonly PoolPlan[],
  coding: CodingPlan,
  index: number,
  accepts: (layout: Layout) => boolean,
): NearbyLayout[] {
  const own = tenantLayout(pools, coding).pools[index];
  if (own === undefined) return [];
  const first = (change: NearbyLayout['change'], candidates: readonly Candidate[]): NearbyLayout[] => {
    const layouts = candidates
      .map((candidate) => layoutOf(candidate))
      .filter((layout) => layout !== undefined);
    const pool = layouts.find(accepts)?.pools[index];
    return pool === undefined ? [] : [{ change, pool }];
  };
  const nearestTo = (value: number, values: readonly number[]) =>
    values
      .filter((other) => other !== value)
      .sort((a, b) => Math.abs(a - value) - Math.abs(b - value) || b - a);
  const grown = (grow: (step: number) => Partial<PoolPlan>) =>
    steps(32).map((step): Candidate => [
      pools.map((pool, i) => (i === index ? { ...pool, ...grow(step), isSingleDrive: false } : pool)),
      coding,
    ]);
  return [
    ...first(
      'parity',
      nearestTo(own.parity, [0, ...steps(8)]).map((parity) => [pools, { ...coding, parity }]),
    ),
    ...first(
      'set size',
      nearestTo(own.setSize, own.legalSetSizes).map((setSize) => [pools, { ...coding, setSize }]),
    ),
    ...first(
      'servers',
      grown((step) => ({ servers: own.servers + step })),
    ),
    ...first(
      'drives',
      grown((step) => ({ drivesPerServer: own.drivesPerServer + step })),
    ),
  ];
}

type Candidate = readonly [pools: readonly PoolPlan[], coding: CodingPlan];

/** The layout that RustFS would make; undefined when it would refuse one of the pools. */
function layoutOf([pools, coding]: Candidate): Layout | undefined {
  const layout = tenantLayout(pools, coding);
  const isLegal = layout.pools.every(
    ({ parity, reducedParity, servers, drivesPerServer }) =>
      (parity === 0 || reducedParity <= parity) &&
      drivesPerServer <= mostDrivesPerServer &&
      servers * drivesPerServer <= mostEndpoints,
  );
  return layout.impossible.length === 0 && isLegal ? layout : undefined;
}

function steps(count: number): number[] {
  return Array.from({ length: count }, (_, i) => i + 1);
}
