import {
  isLaidOut,
  poolLayout,
  type CodingPlan,
  type NoLayout,
  type PoolLayout,
  type PoolPlan,
} from './pool-layout';

/** How RustFS lays a tenant out. */
export interface Layout {
  /** The pools that can form, in order. */
  readonly pools: readonly PoolLayout[];
  /** The pools that cannot. */
  readonly impossible: readonly NoLayout[];
  readonly rawBytes: bigint;
  readonly usableBytes: bigint;
}

/** The layout of all pools. An object lies wholly in one set of one pool, so pools add up in bytes only. */
export function tenantLayout(pools: readonly PoolPlan[], coding: CodingPlan): Layout {
  const layouts = pools.map((pool) => poolLayout(pool, coding));
  const possible = layouts.filter(isLaidOut);
  return {
    pools: possible,
    impossible: layouts.filter((layout): layout is NoLayout => !isLaidOut(layout)),
    rawBytes: possible.reduce((sum, { rawBytes }) => sum + rawBytes, 0n),
    usableBytes: possible.reduce((sum, { usableBytes }) => sum + usableBytes, 0n),
  };
}

/** In what the pools of a layout differ; RustFS allows it all, and new objects prefer the pool with more room. */
export function poolDifferences({ pools }: Layout): ('set size' | 'parity' | 'usable bytes')[] {
  const differs = (value: (pool: PoolLayout) => unknown) => new Set(pools.map(value)).size > 1;
  return [
    ...(differs(({ setSize }) => setSize) ? (['set size'] as const) : []),
    ...(differs(({ parity }) => parity) ? (['parity'] as const) : []),
    ...(differs(({ usableBytes }) => usableBytes) ? (['usable bytes'] as const) : []),
  ];
}
