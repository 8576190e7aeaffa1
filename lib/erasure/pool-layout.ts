import { answeringDrives, bucketQuorum, drivesBeforeBucketGate, majority, writeLockQuorum } from './gates';
import { defaultParity, defaultReducedParity, mostParity, readQuorum, writeQuorum } from './parity';
import { poolSetSizes, type PoolShape } from './set-size';

/** What is known of a pool before RustFS starts. */
export interface PoolPlan extends PoolShape {
  readonly name: string;
  /** The bytes of one drive. */
  readonly driveBytes: bigint;
  /** Whether the pool is one drive addressed by a plain path: the whole of a 1 x 1 tenant. */
  readonly isSingleDrive: boolean;
}

/** What a tenant says of its erasure coding, for all pools alike. */
export interface CodingPlan {
  /** The parity of STANDARD; undefined for RustFS's own choice by set size. */
  readonly parity?: number | undefined;
  /** The parity of REDUCED_REDUNDANCY; undefined for RustFS's own choice. */
  readonly reducedParity?: number | undefined;
  /** The set size to take; undefined for the largest legal one. */
  readonly setSize?: number | undefined;
}

/** How many of something may be missing. */
export interface Tolerance {
  readonly read: number;
  readonly write: number;
}

/** How RustFS lays a pool out. */
export interface PoolLayout extends PoolShape {
  readonly name: string;
  /** Every set size that RustFS would take, ascending. */
  readonly legalSetSizes: readonly number[];
  readonly sets: number;
  /** Drives per set. */
  readonly setSize: number;
  /** Servers of a set, and drives of each in it. */
  readonly serversPerSet: number;
  readonly drivesPerServerInSet: number;
  readonly parity: number;
  readonly reducedParity: number;
  readonly dataDrives: number;
  readonly readQuorum: number;
  readonly writeQuorum: number;
  /** Servers of the pool that must answer for a bucket, and of its own drives those that a server needs to do so. */
  readonly bucketQuorum: { readonly servers: number; readonly drives: number };
  readonly rawBytes: bigint;
  /** What STANDARD objects can fill, before the file system's own needs. */
  readonly usableBytes: bigint;
  /** Drives of the pool that may fail, whichever they are. An emptied drive has not failed: RustFS heals it. */
  readonly driveTolerance: Tolerance;
  /** Servers of the pool that may be missing, whichever they are. */
  readonly serverTolerance: Tolerance;
  /** Servers that may be missing, whichever they are, when the pool starts after it has been formatted. */
  readonly coldStartMissingServers: number;
}

/** Why a pool has no layout. */
export interface NoLayout extends PoolShape {
  readonly name: string;
  readonly reason: 'no-set-size' | 'illegal-set-size' | 'illegal-parity';
  /** The values that would be legal in this pool: set sizes or parities. */
  readonly legal: readonly number[];
}

/** The layout of a pool, or why RustFS would refuse it. */
export function poolLayout(pool: PoolPlan, coding: CodingPlan): PoolLayout | NoLayout {
  const { name, servers, drivesPerServer, isSingleDrive } = pool;
  const sizes = isSingleDrive ? [1] : poolSetSizes(pool);
  const refused = (reason: NoLayout['reason'], legal: readonly number[]) => ({
    name,
    servers,
    drivesPerServer,
    reason,
    legal,
  });
  const largest = sizes.at(-1);
  if (largest === undefined) return refused('no-set-size', []);
  const setSize = isSingleDrive ? 1 : (coding.setSize ?? largest);
  if (!sizes.includes(setSize)) return refused('illegal-set-size', sizes);
  const parity = coding.parity ?? defaultParity(setSize);
  const reducedParity = coding.reducedParity ?? defaultReducedParity(setSize);
  if (Math.max(parity, reducedParity) > mostParity(setSize)) {
    return refused(
      'illegal-parity',
      Array.from({ length: mostParity(setSize) + 1 }, (_, n) => n),
    );
  }
  return laidOut(pool, sizes, setSize, parity, reducedParity);
}

/** Whether the pool has a layout. */
export function isLaidOut(layout: PoolLayout | NoLayout): layout is PoolLayout {
  return !('reason' in layout);
}

/** The set that holds a drive. Servers vary fastest in RustFS's order of endpoints (utils string.rs). */
export function setOfDrive(layout: PoolLayout, server: number, drive: number): number {
  return Math.floor((drive * layout.servers + server) / layout.setSize);
}

function laidOut(
  pool: PoolPlan,
  sizes: readonly number[],
  setSize: number,
  parity: number,
  reducedParity: number,
): PoolLayout {
  const { name, servers, drivesPerServer, driveBytes } = pool;
  const drives = servers * drivesPerServer;
  const sets = drives / setSize;
  const serversPerSet = Math.min(servers, setSize);
  const drivesPerServerInSet = setSize / serversPerSet;
  const dataDrives = setSize - parity;
  const spare = {
    read: setSize - readQuorum(setSize, parity),
    write: setSize - writeQuorum(setSize, parity),
  };
  const beforeGate = drivesBeforeBucketGate(servers, drivesPerServer);
  return {
    name,
    servers,
    drivesPerServer,
    legalSetSizes: sizes,
    sets,
    setSize,
    serversPerSet,
    drivesPerServerInSet,
    parity,
    reducedParity,
    dataDrives,
    readQuorum: readQuorum(setSize, parity),
    writeQuorum: writeQuorum(setSize, parity),
    bucketQuorum: { servers: bucketQuorum(servers), drives: answeringDrives(drivesPerServer) },
    rawBytes: driveBytes * BigInt(drives),
    usableBytes: driveBytes * BigInt(sets * dataDrives),
    driveTolerance: {
      read: Math.min(spare.read, beforeGate),
      write: Math.min(spare.write, beforeGate),
    },
    serverTolerance: {
      read: serversThatMayFail(pool, spare.read / drivesPerServerInSet),
      write: serversThatMayFail(pool, spare.write / drivesPerServerInSet),
    },
    coldStartMissingServers: Math.min(
      missingByFormat(servers, drivesPerServer),
      serversPerSet - writeLockQuorum(serversPerSet),
    ),
  };
}

/**
 * A server takes its drives of each set with it, and its answer for buckets. Its voice in the locks of its sets never decides:
 * no set has more parity than data, so servers enough for the shards are enough for the locks.
 */
function serversThatMayFail({ servers }: PoolShape, byShards: number): number {
  return Math.min(servers - bucketQuorum(servers), Math.floor(byShards));
}

/**
 * A start needs the format of more than half of the pool's drives (store/init_format.rs). After that a server waits two
 * minutes for more than half of the servers of every set, as for an exclusive lock, and exits (server/readiness.rs).
 */
function missingByFormat(servers: number, drivesPerServer: number): number {
  const drives = servers * drivesPerServer;
  return Math.floor((drives - majority(drives)) / drivesPerServer);
}
