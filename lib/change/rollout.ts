import { survives, type PoolLayout } from '../erasure';
import type { ObservedPool } from './observed-pool';
import { isReadyWithoutWrites } from './readiness';

/** How the pods of a tenant restart, and what clients notice of it. */
export interface Rollout {
  /** Whether all pods of all pools stop before any starts anew, because old and new ones cannot talk. */
  readonly isTogether: boolean;
  /** The pools whose pods restart; all at the same time, unless partitions keep some back. */
  readonly pools: readonly RollingPool[];
  readonly restarts: number;
  /**
   * Whether reads go on at every step: every pool answers for buckets, every set can be read, and servers stay in the Services. Undefined when a layout
   * is not known, or what readiness needs.
   */
  readonly canRead: boolean | undefined;
  readonly canWrite: boolean | undefined;
  /** Whether servers stay in the Services while a set cannot be written; undefined when the images do not say. */
  readonly isReadyWithoutWrites: boolean | undefined;
  /** The pools of which servers are away before the first restarts, as far as a cluster says so. */
  readonly away: readonly PoolAway[];
}

/** Servers of a pool that are away already. */
export interface PoolAway {
  readonly name: string;
  readonly count: number;
}

/** A pool in a rollout. */
export interface RollingPool {
  readonly name: string;
  /** The ordinals in the order in which Kubernetes replaces them: the highest first. */
  readonly ordinals: readonly number[];
  /** How many of them it may take at once, where that is more than one (`maxUnavailable`) and Kubernetes goes by it. */
  readonly atOnce?: number;
  /** Whether it answers for buckets and its sets can be read at every step; undefined when their layout is not known. */
  readonly canRead: boolean | undefined;
  readonly canWrite: boolean | undefined;
  /** Whether too few servers answer for buckets at some step: then no object of the tenant is read, in whichever pool. */
  readonly shutsBuckets: boolean;
}

/** A pool whose pods restart. */
export interface PoolRestart {
  readonly before: ObservedPool;
  readonly now: ObservedPool;
  /** The first ordinal that does not restart. */
  readonly to: number;
}

/** A pool and how many of its servers are away, which may be none. */
export interface PoolAbsence {
  readonly pool: ObservedPool;
  readonly count: number;
}

/** The rollout of some pools. Kubernetes replaces one pod of each StatefulSet at a time, all StatefulSets at once. */
export function rolloutOf(
  restarts: readonly PoolRestart[],
  isTogether: boolean,
  absences: readonly PoolAbsence[] = [],
): Rollout {
  const awayFrom = (key: string) => absences.find(({ pool }) => pool.key === key)?.count ?? 0;
  const rolling = restarts.filter(({ now, to }) => to > now.partition);
  const pools = rolling.map((restart) => rollingPool(restart, isTogether, awayFrom(restart.now.key)));
  const away = absences.filter(({ count }) => count > 0 && pools.length > 0);
  const still = away
    .filter(({ pool }) => !rolling.some(({ now }) => now.key === pool.key))
    .map(({ pool, count }) => withoutServers(pool.layout, count));
  const canWrite = all([...pools.map((pool) => pool.canWrite), ...still.map((set) => set?.canWrite)]);
  const images = restarts.flatMap(({ before, now }) => [before.image, now.image]);
  const isReady = all(images.map(isReadyWithoutWrites));
  return {
    isTogether: isTogether && pools.length > 0,
    pools,
    restarts: pools.reduce((sum, { ordinals }) => sum + ordinals.length, 0),
    canRead: all([
      ...pools.map(({ canRead }) => canRead),
      ...still.map((set) => set?.canRead),
      canWrite === false ? isReady : true,
    ]),
    canWrite,
    isReadyWithoutWrites: isReady,
    away: away.map(({ pool, count }) => ({ name: pool.name, count })),
  };
}

function rollingPool({ before, now, to }: PoolRestart, isTogether: boolean, away: number): RollingPool {
  const ordinals = Array.from({ length: to - now.partition }, (_, i) => to - 1 - i);
  if (isTogether) return { name: now.name, ordinals, canRead: false, canWrite: false, shutsBuckets: true };
  // What is written before and what is written meanwhile may have another parity; both have to be reachable.
  const layouts = [before.layout, now.layout];
  const states = layouts.map((layout) => withoutServers(layout, mostAway(before, away) + now.atOnce - 1));
  return {
    name: now.name,
    ordinals,
    ...(now.atOnce > 1 && { atOnce: now.atOnce }),
    canRead: all(states.map((set) => set?.canRead)),
    canWrite: all(states.map((set) => set?.canWrite)),
    shutsBuckets: states.some((state) => state?.shut.read === 'bucket'),
  };
}

/**
 * Under `Parallel` the controller of Kubernetes up to 1.36 does not wait for a server that is away: it takes the next
 * one from the highest ordinal down, so one more is away at every step. OrderedReady waits, and so does 1.37.
 */
function mostAway({ podManagementPolicy }: ObservedPool, away: number): number {
  return podManagementPolicy === 'Parallel' ? away + 1 : Math.max(away, 1);
}

/**
 * A pool with some servers away. Pools share no set, and each is asked for a bucket on its own, so it does not matter how
 * many pools roll at once.
 */
function withoutServers(layout: PoolLayout | undefined, count: number) {
  return layout && survives(layout, { nodes: { kind: 'anywhere' }, domains: {} }, { of: 'servers', count });
}

function all(values: readonly (boolean | undefined)[]): boolean | undefined {
  if (values.includes(false)) return false;
  return values.includes(undefined) ? undefined : true;
}
