import { readLockQuorum, writeLockQuorum } from './parity';
import type { PoolLayout } from './pool-layout';

/** So many of something fail at once, whichever they are. */
export type Failure =
  | { readonly of: 'drives' | 'servers' | 'nodes'; readonly count: number }
  | { readonly of: 'domains'; readonly topologyKey: string; readonly count: number };

/** How the servers of one pool are spread over nodes or other domains, as far as it is certain. */
export type Spread =
  /** At most one server of the pool in each domain. */
  | { readonly kind: 'one-each' }
  /** At least `domains` domains, whose numbers of servers differ by `maxSkew` at most. */
  | { readonly kind: 'even'; readonly domains: number; readonly maxSkew: number }
  /** Nothing is certain: all servers may lie in one domain. */
  | { readonly kind: 'anywhere' };

/** What is certain about a pool's placement. */
export interface Placement {
  readonly nodes: Spread;
  /** By the node label that names the domain. A label that is not there says `anywhere`. */
  readonly domains: Readonly<Record<string, Spread>>;
}

/** How an erasure set fares. */
export interface SetState {
  readonly shardsLeft: number;
  readonly serversLeft: number;
  readonly canRead: boolean;
  readonly canWrite: boolean;
  /** Too few shards are left to restore what the set held, if they never come back. */
  readonly isLost: boolean;
}

/** How a set fares with what is left of it. */
export function setState(layout: PoolLayout, shardsLeft: number, serversLeft: number): SetState {
  const isLost = shardsLeft < layout.readQuorum;
  return {
    shardsLeft,
    serversLeft,
    canRead: !isLost && serversLeft >= readLockQuorum(layout.serversPerSet),
    canWrite: shardsLeft >= layout.writeQuorum && serversLeft >= writeLockQuorum(layout.serversPerSet),
    isLost,
  };
}

/**
 * How every set of a pool fares in the worst placement that is allowed. The scheduler does not choose which servers
 * share a domain, so the servers that fail may all belong to one set, and each set may be that one.
 */
export function survives(layout: PoolLayout, placement: Placement, failure: Failure): SetState {
  if (failure.of === 'drives') {
    return setState(layout, Math.max(layout.setSize - failure.count, 0), layout.serversPerSet);
  }
  const failed = Math.min(serversLost(layout.servers, placement, failure), layout.serversPerSet);
  return setState(
    layout,
    layout.setSize - failed * layout.drivesPerServerInSet,
    layout.serversPerSet - failed,
  );
}

/** The most servers of a pool that a failure takes. */
export function serversLost(servers: number, placement: Placement, failure: Failure): number {
  if (failure.of === 'drives') return 0;
  if (failure.of === 'servers') return Math.min(failure.count, servers);
  const spread = failure.of === 'domains' ? placement.domains[failure.topologyKey] : placement.nodes;
  return serversIn(servers, spread ?? { kind: 'anywhere' }, failure.count);
}

/** The most servers that `count` domains can hold. */
function serversIn(servers: number, spread: Spread, count: number): number {
  if (count <= 0) return 0;
  if (spread.kind === 'anywhere') return servers;
  if (spread.kind === 'one-each') return Math.min(count, servers);
  const others = Math.max(spread.domains - count, 0);
  // When the fullest domain holds `fullest`, every other holds at least `fullest - maxSkew`.
  const sums = Array.from({ length: servers + 1 }, (_, fullest) =>
    Math.min(count * fullest, servers - others * Math.max(fullest - spread.maxSkew, 0)),
  );
  return Math.max(...sums);
}
