/**
 * A tenant simulated drive by drive, to hold the planner's formulas against. It knows what a request meets on its way
 * (server contract 12.1) and nothing of lib/erasure:
 *
 * 1. The bucket gate. The bucket is asked of all servers; more than half of those of every pool have to know it, and a
 *    server speaks only with more than half of its own drives (ecstore cluster/rpc/peer_s3_client.rs).
 * 2. The lock gate. Of the servers that hold a drive of a set, more than half have to grant an exclusive lock, and half
 *    a shared one; drives have no part in it (set_disk/ops/locking.rs, lock/distributed_lock.rs). Every request takes a
 *    shared lock in the first set of the first pool, wherever its object lies, and a write an exclusive one in the set
 *    of the object (store/rebalance.rs, handle_new_ns_lock; seen with 8 x 1 in sets of four). A deletion takes an
 *    exclusive one in the first set as well (seen with the same).
 * 3. The shards. A read needs as many as hold data, a write that many and more than half (set_disk/mod.rs).
 */

/** How a pool is built. */
export interface SimulatedPool {
  readonly servers: number;
  readonly drivesPerServer: number;
  readonly setSize: number;
  readonly parity: number;
}

/** What of a pool is on: servers, and the drives of each by themselves, whether their server is on or not. */
export interface Power {
  readonly servers: readonly boolean[];
  readonly drives: readonly (readonly boolean[])[];
}

/** Which of the two kinds of request something lets through. */
export interface Passage {
  readonly read: boolean;
  readonly write: boolean;
}

/** A drive, by its server. */
export type DriveAt = readonly [server: number, drive: number];

/** What becomes of the requests that an erasure set has to serve. */
export interface SetOutcome {
  readonly lock: Passage;
  readonly shards: Passage;
  /** The shards of users, policies and the settings of buckets, which have as much parity as can be. */
  readonly systemShards: Passage;
  /** What the set held cannot be restored from what is left. */
  readonly isLost: boolean;
}

/** What becomes of the requests of a tenant, whichever bucket and object they name. */
export interface Outcome {
  readonly bucket: Passage;
  readonly lock: Passage;
  readonly shards: Passage;
  /** Through all three gates. */
  readonly objects: Passage;
  /** Users and policies: no bucket is asked for. */
  readonly system: Passage;
  /** The lock that a deletion takes beside those of a write. */
  readonly deletionLock: boolean;
  readonly isLost: boolean;
}

/** What becomes of a tenant. */
export function simulated(pools: readonly (readonly [SimulatedPool, Power])[]): Outcome {
  const isKnown = pools.every(([pool, power]) => knowsBuckets(pool, power));
  const bucket = { read: isKnown, write: isKnown };
  const sets = pools.flatMap(([pool, power]) => simulatedSets(pool, power));
  const canLock = sets[0]?.lock.read ?? false;
  const lock = { read: canLock, write: canLock && sets.every((set) => set.lock.write) };
  const shards = through(sets.map((set) => set.shards));
  return {
    bucket,
    lock,
    shards,
    objects: through([bucket, lock, shards]),
    system: through([lock, ...sets.map(({ systemShards }) => systemShards)]),
    deletionLock: sets[0]?.lock.write ?? false,
    isLost: sets.some(({ isLost }) => isLost),
  };
}

/** What becomes of each set of a pool, in order. */
export function simulatedSets(pool: SimulatedPool, power: Power): SetOutcome[] {
  return dealt(pool).map((set) => ({
    lock: locks(set, power),
    shards: codes(set, pool.parity, power),
    systemShards: codes(set, Math.floor(set.length / 2), power),
    isLost: alive(set, power) < set.length - pool.parity,
  }));
}

/**
 * Whether the servers of a formatted pool start: they read its format from more than half of its drives, then wait for
 * a majority in every set, as an exclusive lock does (store/init_format.rs, server/readiness.rs).
 */
export function starts(pool: SimulatedPool, power: Power): boolean {
  const drives = dealt(pool).flat();
  const canLock = simulatedSets(pool, power).every(({ lock }) => lock.write);
  return isMoreThanHalf(alive(drives, power), drives.length) && canLock;
}

/** The bucket gate of one pool. */
export function knowsBuckets({ servers, drivesPerServer }: SimulatedPool, power: Power): boolean {
  let speaking = 0;
  for (let server = 0; server < servers; server++) {
    const drives = power.drives[server] ?? [];
    let answering = 0;
    for (let drive = 0; drive < drivesPerServer; drive++) if (drives[drive] === true) answering++;
    if (power.servers[server] === true && isMoreThanHalf(answering, drivesPerServer)) speaking++;
  }
  return isMoreThanHalf(speaking, servers);
}

/** The drives of each set. RustFS deals the first drive of every server, then the second, and so on (contract 2.2). */
export function dealt({ servers, drivesPerServer, setSize }: SimulatedPool): DriveAt[][] {
  const sets: DriveAt[][] = [];
  let set: DriveAt[] = [];
  for (let drive = 0; drive < drivesPerServer; drive++) {
    for (let server = 0; server < servers; server++) {
      set.push([server, drive]);
      if (set.length < setSize) continue;
      sets.push(set);
      set = [];
    }
  }
  return sets;
}

/** A pool of which everything is on but these. */
export function without(
  { servers, drivesPerServer }: SimulatedPool,
  off: { readonly servers: readonly number[]; readonly drives: readonly DriveAt[] },
): Power {
  const drives = Array.from({ length: servers }, () => Array.from({ length: drivesPerServer }, () => true));
  for (const [server, drive] of off.drives) {
    const own = drives[server];
    if (own !== undefined) own[drive] = false;
  }
  return {
    servers: Array.from({ length: servers }, (_, server) => !off.servers.includes(server)),
    drives,
  };
}

/** What gets through all of these. */
export function through(gates: readonly Passage[]): Passage {
  return { read: gates.every(({ read }) => read), write: gates.every(({ write }) => write) };
}

/** The lock gate of one set. */
function locks(set: readonly DriveAt[], power: Power): Passage {
  const servers = [...new Set(set.map(([server]) => server))];
  const granting = servers.filter((server) => power.servers[server] === true).length;
  return { read: 2 * granting >= servers.length, write: isMoreThanHalf(granting, servers.length) };
}

/** The shards of one set. */
function codes(set: readonly DriveAt[], parity: number, power: Power): Passage {
  const left = alive(set, power);
  const read = left >= set.length - parity;
  return { read, write: read && isMoreThanHalf(left, set.length) };
}

function alive(set: readonly DriveAt[], { servers, drives }: Power): number {
  let count = 0;
  for (const [server, drive] of set) {
    if (servers[server] === true && drives[server]?.[drive] === true) count++;
  }
  return count;
}

function isMoreThanHalf(some: number, of: number): boolean {
  return 2 * some > of;
}
