import { tenantLayout, type Layout } from './layout';
import { mostDrivesPerServer, mostEndpoints } from './limits';
import type { CodingPlan, PoolLayout, PoolPlan } from './pool-layout';
import type { PoolShape } from './set-size';
import { weaknesses } from './weaknesses';

/** A change that makes a tenant acceptable, and the pool that is asked about as it would be then. */
export interface NearbyLayout {
  /** `shape` is of servers and drives together. */
  readonly change: 'parity' | 'set size' | 'servers' | 'drives' | 'shape';
  readonly pool: PoolLayout;
}

/**
 * The layouts next to a tenant's own that RustFS takes and `accepts` too, by the smallest change of each kind: another
 * parity or set size of all pools, more servers or more drives per server of the pool at `index`.
 *
 * None has a weakness that is new, and none of another shape has any: who changes the shape makes a new pool, which need
 * not repeat it. Where no single change does so, it is the fewest drives in another shape that hold as much; where that
 * is not to be had either, weak layouts are better than none.
 */
export function nearbyLayouts(
  pools: readonly PoolPlan[],
  coding: CodingPlan,
  index: number,
  accepts: (layout: Layout) => boolean,
): NearbyLayout[] {
  const before = tenantLayout(pools, coding);
  const own = before.pools[index];
  if (own === undefined) return [];
  const changes = [
    ...codingChanges(pools, coding, own),
    ...shapeChanges(own).map(([change, shapes]) => [change, reshaped(shapes)] as const),
  ];
  const sound = nearest(changes, accepts, isSound);
  if (sound.length > 0) return sound;
  const weak = nearest(changes, accepts, () => true);
  if (weak.length === 0) return [];
  const holdsAsMuch = ({ usableBytes }: Layout) => usableBytes >= before.usableBytes;
  const others = nearest(
    [['shape', reshaped(otherShapes(own))]],
    (layout) => accepts(layout) && holdsAsMuch(layout),
    isSound,
  );
  return others.length > 0 ? others : weak;

  function reshaped(shapes: readonly PoolShape[]): Candidate[] {
    return shapes.map((shape) => [
      pools.map((pool, i) => (i === index ? { ...pool, ...shape, isSingleDrive: false } : pool)),
      coding,
    ]);
  }

  function isSound(layout: Layout, change: NearbyLayout['change']): boolean {
    const isCoding = change === 'parity' || change === 'set size';
    return layout.pools.every((pool, i) => {
      const was = before.pools[i];
      const known = was !== undefined && (isCoding || i !== index) ? weaknesses(was) : [];
      return weaknesses(pool).every((weakness) => known.includes(weakness));
    });
  }

  function nearest(
    changes: readonly Change[],
    isAccepted: (layout: Layout) => boolean,
    isOffered: (layout: Layout, change: NearbyLayout['change']) => boolean,
  ): NearbyLayout[] {
    return changes.flatMap(([change, candidates]): NearbyLayout[] => {
      for (const candidate of candidates) {
        const layout = layoutOf(candidate);
        const pool = layout?.pools[index];
        if (layout === undefined || pool === undefined) continue;
        if (isAccepted(layout) && isOffered(layout, change)) return [{ change, pool }];
      }
      return [];
    });
  }
}

/** One kind of change, the smallest first. */
type Change = readonly [change: NearbyLayout['change'], candidates: readonly Candidate[]];

function codingChanges(pools: readonly PoolPlan[], coding: CodingPlan, own: PoolLayout): Change[] {
  const nearestTo = (value: number, values: readonly number[]) =>
    values
      .filter((other) => other !== value)
      .sort((a, b) => Math.abs(a - value) - Math.abs(b - value) || b - a);
  return [
    [
      'parity',
      nearestTo(own.parity, [0, ...steps(8)]).map((parity) => [pools, { ...coding, parity }] as const),
    ],
    [
      'set size',
      nearestTo(own.setSize, own.legalSetSizes).map((setSize) => [pools, { ...coding, setSize }] as const),
    ],
  ];
}

function shapeChanges({ servers, drivesPerServer }: PoolLayout) {
  return [
    ['servers', steps(32).map((step) => ({ servers: servers + step, drivesPerServer }))],
    ['drives', steps(32).map((step) => ({ servers, drivesPerServer: drivesPerServer + step }))],
  ] as const;
}

/** More servers of another number of drives, the fewest drives first. */
function otherShapes({ servers, drivesPerServer }: PoolLayout): PoolShape[] {
  const drivesOf = (shape: PoolShape) => shape.servers * shape.drivesPerServer;
  return steps(16)
    .flatMap((more) => steps(16).map((drives) => ({ servers: servers + more, drivesPerServer: drives })))
    .filter((shape) => shape.drivesPerServer !== drivesPerServer)
    .sort((a, b) => drivesOf(a) - drivesOf(b) || a.servers - b.servers);
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
