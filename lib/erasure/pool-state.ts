import { readLockQuorum, writeLockQuorum, type Gate } from './gates';
import { setOfDrive, type PoolLayout } from './pool-layout';

/** How an erasure set fares, as far as its own shards and locks decide. */
export interface SetState {
  readonly shardsLeft: number;
  readonly serversLeft: number;
  readonly canRead: boolean;
  readonly canWrite: boolean;
  /** Too few shards are left to restore what the set held, if they never come back. */
  readonly isLost: boolean;
}

/** How a pool fares. A tenant reads or writes what all of its pools do: a bucket is asked for in every one. */
export interface PoolState {
  /** The servers that answer for a bucket: they are there, and more than half of their drives are. */
  readonly answering: number;
  /** The servers that are there and do not answer, for want of drives. */
  readonly silent: readonly number[];
  /** Whether enough servers answer. While they do not, nothing of the tenant is read, written or listed. */
  readonly isBucketGateOpen: boolean;
  /**
   * Whether half of the servers of the first set are there. In the first pool of a tenant, every request for an object
   * asks them for a lock, whichever set and pool it lies in (ecstore store/rebalance.rs, `handle_new_ns_lock`).
   */
  readonly isLockGateOpen: boolean;
  /**
   * Whether more than half of the servers of the first set are there. In the first pool of a tenant, every deletion asks
   * them for an exclusive lock, whichever set and pool the object lies in (seen with 1.0.0-rc.3).
   */
  readonly isDeletionLockOpen: boolean;
  /** The sets, in order. */
  readonly sets: readonly SetState[];
}

/** What of a pool is away. */
export interface Away {
  /** A server takes its drives with it, and its voice in the locks of its sets. */
  readonly hasServer: (server: number) => boolean;
  /** Drives that answer errors, of servers that are there and still answer for locks. */
  readonly hasDrive: (server: number, drive: number) => boolean;
}

/** How a pool fares with exactly this away. */
export function poolState(layout: PoolLayout, away: Away): PoolState {
  const left = Array.from({ length: layout.sets }, () => ({ shards: 0, servers: new Set<number>() }));
  let answering = 0;
  const silent: number[] = [];
  for (let server = 0; server < layout.servers; server++) {
    if (away.hasServer(server)) continue;
    let drives = 0;
    for (let drive = 0; drive < layout.drivesPerServer; drive++) {
      const set = left[setOfDrive(layout, server, drive)];
      set?.servers.add(server);
      if (away.hasDrive(server, drive)) continue;
      drives++;
      if (set !== undefined) set.shards++;
    }
    if (drives >= layout.bucketQuorum.drives) answering++;
    else silent.push(server);
  }
  const first = left[0]?.servers.size ?? 0;
  return {
    answering,
    silent,
    isBucketGateOpen: answering >= layout.bucketQuorum.servers,
    isLockGateOpen: first >= readLockQuorum(layout.serversPerSet),
    isDeletionLockOpen: first >= writeLockQuorum(layout.serversPerSet),
    sets: left.map(({ shards, servers }) => setState(layout, shards, servers.size)),
  };
}

/** How a set fares with what is left of it. */
export function setState(layout: PoolLayout, shardsLeft: number, serversLeft: number): SetState {
  const shut = shutGates(layout, layout.bucketQuorum.servers, shardsLeft, serversLeft);
  return {
    shardsLeft,
    serversLeft,
    canRead: shut.read === undefined,
    canWrite: shut.write === undefined,
    isLost: shardsLeft < layout.readQuorum,
  };
}

/** The first gate that a request meets shut; undefined when it is served. */
export interface ShutGates {
  readonly read: Gate | undefined;
  readonly write: Gate | undefined;
}

/** The gates of a request for an object of a set. */
export function shutGates(
  { bucketQuorum, serversPerSet, readQuorum, writeQuorum }: PoolLayout,
  answering: number,
  shardsLeft: number,
  serversLeft: number,
): ShutGates {
  const first = (lock: number, shards: number): Gate | undefined => {
    if (answering < bucketQuorum.servers) return 'bucket';
    if (serversLeft < lock) return 'lock';
    return shardsLeft < shards ? 'shards' : undefined;
  };
  return {
    read: first(readLockQuorum(serversPerSet), readQuorum),
    write: first(writeLockQuorum(serversPerSet), writeQuorum),
  };
}
