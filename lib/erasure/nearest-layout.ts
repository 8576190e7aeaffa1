import { isLaidOut, poolLayout, type CodingPlan, type PoolLayout, type PoolPlan } from './pool-layout';

/** A change that makes a pool acceptable, and what it comes to. */
export interface NearbyLayout {
  readonly change: 'parity' | 'set size' | 'servers' | 'drives';
  readonly layout: PoolLayout;
}

/**
 * The layouts next to a pool's own that `accepts` takes, the smallest change first: one by another parity, one by
 * another set size, one by more servers, one by more drives per server.
 */
export function nearbyLayouts(
  pool: PoolPlan,
  coding: CodingPlan,
  accepts: (layout: PoolLayout) => boolean,
): NearbyLayout[] {
  const first = (
    change: NearbyLayout['change'],
    plans: readonly [PoolPlan, CodingPlan][],
  ): NearbyLayout[] => {
    const layout = plans
      .map(([plan, planCoding]) => poolLayout(plan, planCoding))
      .filter(isLaidOut)
      .find(accepts);
    return layout === undefined ? [] : [{ change, layout }];
  };
  const { servers, drivesPerServer } = pool;
  const own = poolLayout(pool, coding);
  const setSizes = isLaidOut(own) ? own.legalSetSizes.toReversed() : [];
  const more = (add: (step: number) => Partial<PoolPlan>) =>
    steps(32).map((step): [PoolPlan, CodingPlan] => [
      { ...pool, ...add(step), isSingleDrive: false },
      coding,
    ]);
  return [
    ...first(
      'parity',
      steps(8).map((parity) => [pool, { ...coding, parity }]),
    ),
    ...first(
      'set size',
      setSizes.map((setSize) => [pool, { ...coding, setSize }]),
    ),
    ...first(
      'servers',
      more((step) => ({ servers: servers + step })),
    ),
    ...first(
      'drives',
      more((step) => ({ drivesPerServer: drivesPerServer + step })),
    ),
  ];
}

function steps(count: number): number[] {
  return Array.from({ length: count }, (_, i) => i + 1);
}
