import type { PoolLayout } from './pool-layout';
import { shutGates, type ShutGates } from './pool-state';

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

/** What is left of a pool in the worst case, and what goes on. */
export interface Outcome {
  /** Shards and servers that are left of the set that is hit most. */
  readonly shardsLeft: number;
  readonly serversLeft: number;
  /** Servers of the pool that still answer for a bucket. */
  readonly answering: number;
  readonly canRead: boolean;
  readonly canWrite: boolean;
  /** Too few shards are left to restore what the set held, if they never come back. */
  readonly isLost: boolean;
  /** The gates that are shut: what a request lacks. */
  readonly shut: ShutGates;
}

/**
 * How a pool fares in the worst placement that is allowed. The scheduler does not choose which servers share a domain, so
 * the servers that fail may all belong to one set, and each set may be that one; drives fail where it hurts most.
 */
export function survives(layout: PoolLayout, placement: Placement, failure: Failure): Outcome {
  if (failure.of === 'drives') return withoutDrives(layout, failure.count);
  const failed = serversLost(layout.servers, placement, failure);
  const ofSet = Math.min(failed, layout.serversPerSet);
  return outcome(
    layout,
    layout.setSize - ofSet * layout.drivesPerServerInSet,
    layout.serversPerSet - ofSet,
    layout.servers - failed,
  );
}

/** The worst for a set is that all drives are its own, the worst for a bucket that they silence servers. */
function withoutDrives(layout: PoolLayout, count: number): Outcome {
  const { servers, drivesPerServer, setSize, serversPerSet, bucketQuorum } = layout;
  const perServer = drivesPerServer - bucketQuorum.drives + 1;
  const silent = Math.min(Math.floor(count / perServer), servers);
  return outcome(layout, Math.max(setSize - count, 0), serversPerSet, servers - silent);
}

function outcome(layout: PoolLayout, shardsLeft: number, serversLeft: number, answering: number): Outcome {
  const shut = shutGates(layout, answering, shardsLeft, serversLeft);
  return {
    shardsLeft,
    serversLeft,
    answering,
    canRead: shut.read === undefined,
    canWrite: shut.write === undefined,
    isLost: shardsLeft < layout.readQuorum,
    shut,
  };
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
