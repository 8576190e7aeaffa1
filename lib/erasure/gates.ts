/**
 * What RustFS asks before it serves a request for an object, in this order. All have to be open: the bucket gate of every
 * pool of the tenant, then lock and shards of the erasure set that the object lies in. System objects (users, policies,
 * settings) name no bucket and pass without the first.
 */
export type Gate = 'bucket' | 'lock' | 'shards';

/** What opens a gate, from which version on, and how that is known. */
export interface GateRule {
  readonly gate: Gate;
  /** The versions of RustFS that are known to do so. */
  readonly versions: string;
  /** What a read needs, and what a write needs. */
  readonly read: string;
  readonly write: string;
  /** Where it is written: a file of RustFS's source, or a pull request. */
  readonly source: string;
  /** Whether it was seen on a real server. The planner promises only what was, whatever the image. */
  readonly isMeasured: boolean;
}

/** The gates by version. Rules that were not measured are not counted on. */
export const gateRules: readonly GateRule[] = [
  {
    gate: 'bucket',
    versions: 'up to 1.0.0-rc.3',
    read: 'more than half of the servers of every pool, each with more than half of its drives',
    write: 'the same',
    source: 'crates/ecstore/src/cluster/rpc/peer_s3_client.rs',
    isMeasured: true,
  },
  {
    gate: 'bucket',
    versions: 'expected from 1.0.0 on',
    read: 'half of the drives of each erasure set, where they agree about the bucket',
    write: 'as before',
    source: 'rustfs#7556',
    isMeasured: false,
  },
  {
    gate: 'lock',
    versions: 'up to 1.0.0-rc.3',
    read: "half of the servers of the tenant's first set",
    write:
      'the same, and more than half of the servers of its own set; a deletion more than half of those of the first',
    source:
      'crates/lock/src/distributed_lock.rs, crates/ecstore/src/set_disk/ops/locking.rs, crates/ecstore/src/store/rebalance.rs',
    isMeasured: true,
  },
  {
    gate: 'shards',
    versions: 'up to 1.0.0-rc.3',
    read: 'as many shards as hold data',
    write: 'as many, and one more where parity holds half',
    source: 'crates/ecstore/src/set_disk/mod.rs',
    isMeasured: true,
  },
];

/** The fewest that are more than half. */
export function majority(count: number): number {
  return Math.floor(count / 2) + 1;
}

/** Of a pool's servers, those that must answer for a bucket before anything in it is read or written. */
export function bucketQuorum(servers: number): number {
  return majority(servers);
}

/** Of its own drives, those that a server needs to answer for a bucket. */
export function answeringDrives(drivesPerServer: number): number {
  return majority(drivesPerServer);
}

/** Of the servers of a set, those that must answer for a shared lock (lock/distributed_lock.rs). */
export function readLockQuorum(servers: number): number {
  return servers - Math.floor(servers / 2);
}

/** Of the servers of a set, those that must answer for an exclusive lock (set_disk/ops/locking.rs). */
export function writeLockQuorum(servers: number): number {
  return majority(servers);
}

/** Drives of a pool that may fail, wherever they are, without shutting its bucket gate. */
export function drivesBeforeBucketGate(servers: number, drivesPerServer: number): number {
  const perServer = drivesPerServer - answeringDrives(drivesPerServer) + 1;
  const serversToShut = servers - bucketQuorum(servers) + 1;
  return perServer * serversToShut - 1;
}
