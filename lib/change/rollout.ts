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
   * Whether reads go on at every step: every set can be read, and servers stay in the Services. Undefined when a layout
   * is not known, or what readiness needs.
   */
  readonly canRead: boolean | undefined;
  readonly canWrite: boolean | undefined;
  /** Whether servers stay in the Services while a set cannot be written; undefined when the images do not say. */
  readonly isReadyWithoutWrites: boolean | undefined;
}

/** A pool in a rollout. */
export interface RollingPool {
  readonly name: string;
  /** The ordinals in the order in which Kubernetes replaces them: the highest first, one at a time. */
  readonly ordinals: readonly number[];
  /** Whether its sets can be read at every step; undefined when their layout is not known. */
  readonly canRead: boolean | undefined;
  readonly canWrite: boolean | undefined;
}

/** A pool whose pods restart. */
export interface PoolRestart {
  readonly before: ObservedPool;
  readonly now: ObservedPool;
  /** The first ordinal that does not restart. */
  readonly to: number;
}

/** The rollout of some pools. Kubernetes replaces one pod of each StatefulSet at a time, all StatefulSets at once. */
export function rolloutOf(restarts: readonly PoolRestart[], isTogether: boolean): Rollout {
  const pools = restarts
    .map((restart) => rollingPool(restart, isTogether))
    .filter(({ ordinals }) => ordinals.length > 0);
  const canWrite = all(pools.map((pool) => pool.canWrite));
  const images = restarts.flatMap(({ before, now }) => [before.image, now.image]);
  const isReady = all(images.map(isReadyWithoutWrites));
  return {
    isTogether: isTogether && pools.length > 0,
    pools,
    restarts: pools.reduce((sum, { ordinals }) => sum + ordinals.length, 0),
    canRead: all([...pools.map(({ canRead }) => canRead), canWrite === false ? isReady : true]),
    canWrite,
    isReadyWithoutWrites: isReady,
  };
}

function rollingPool({ before, now, to }: PoolRestart, isTogether: boolean): RollingPool {
  const count = Math.max(to - now.partition, 0);
  const ordinals = Array.from({ length: count }, (_, i) => to - 1 - i);
  if (isTogether) return { name: now.name, ordinals, canRead: false, canWrite: false };
  // What is written before and what is written meanwhile may have another parity; both have to be reachable.
  const layouts = [before.layout, now.layout];
  return {
    name: now.name,
    ordinals,
    canRead: all(layouts.map((layout) => withoutOneServer(layout)?.canRead)),
    canWrite: all(layouts.map((layout) => withoutOneServer(layout)?.canWrite)),
  };
}

/** An erasure set with one server away. Pools share no set, so it does not matter how many pools roll at once. */
function withoutOneServer(layout: PoolLayout | undefined) {
  return (
    layout && survives(layout, { nodes: { kind: 'anywhere' }, domains: {} }, { of: 'servers', count: 1 })
  );
}

function all(values: readonly (boolean | undefined)[]): boolean | undefined {
  if (values.includes(false)) return false;
  return values.includes(undefined) ? undefined : true;
}
