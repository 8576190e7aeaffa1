import { dealt, knowsBuckets, simulated, starts, through, without } from '../support/simulated-tenant';
import type { DriveAt, Outcome, Power, SimulatedPool } from '../support/simulated-tenant';

/** What is off: servers as wholes, and drives by themselves. */
export interface Off {
  readonly servers: readonly number[];
  readonly drives: readonly DriveAt[];
}

/**
 * The worst that so many servers can do by being off, whichever they are.
 *
 * Servers that are neighbours in a set hold drives of the same sets, as many of each: to exchange two of them changes
 * nothing. To exchange all of one neighbourhood with all of another changes nothing but which of them keeps the locks
 * of the tenant, the first, and it is worst when that has the most off. So it is enough to say how many are off in each
 * neighbourhood, the most first.
 */
export function worstWithoutServers(pool: SimulatedPool, count: number): Outcome {
  return worst(choicesOfServers(pool, count).map((power) => simulated([[pool, power]])));
}

/** Whether a pool starts without so many servers, whichever they are; up to the same symmetry. */
export function startsWithoutServers(pool: SimulatedPool, count: number): boolean {
  return choicesOfServers(pool, count).every((power) => starts(pool, power));
}

/**
 * The worst that so many drives can do by being off, whichever they are.
 *
 * The bucket gate counts how many drives of each server are off, so servers may be exchanged, and drives of one server:
 * every way to divide the number over servers, the most first. The shards count how many drives of a set are off, and
 * sets may be exchanged: every number that one set can lose. No gate asks which drives another one counted, so the worst
 * of all gates is the worst of each.
 */
export function worstWithoutDrives(pool: SimulatedPool, count: number): Outcome {
  const isKnown = isKnownWithoutDrives(pool, count);
  const bucket = { read: isKnown, write: isKnown };
  const sets = worst(
    lossesOfOneSet(pool, count).map((drives) => simulated([[pool, without(pool, { servers: [], drives })]])),
  );
  return { ...sets, bucket, objects: through([bucket, sets.objects]) };
}

/** What goes on in all of these. */
export function worst(outcomes: readonly Outcome[]): Outcome {
  return {
    bucket: through(outcomes.map(({ bucket }) => bucket)),
    lock: through(outcomes.map(({ lock }) => lock)),
    shards: through(outcomes.map(({ shards }) => shards)),
    objects: through(outcomes.map(({ objects }) => objects)),
    system: through(outcomes.map(({ system }) => system)),
    deletionLock: outcomes.every(({ deletionLock }) => deletionLock),
    isLost: outcomes.some(({ isLost }) => isLost),
  };
}

/** Every choice of servers of a pool, none and all among them. */
export function everyChoiceOfServers({ servers }: SimulatedPool): Off[] {
  return subsets(numbers(servers)).map((some) => ({ servers: some, drives: [] }));
}

/** Every choice of drives of a pool: for small pools. */
export function everyChoiceOfDrives(pool: SimulatedPool): Off[] {
  return subsets(dealt(pool).flat()).map((drives) => ({ servers: [], drives }));
}

/** Every choice of both. */
export function everyChoice(pool: SimulatedPool): Off[] {
  const drives = everyChoiceOfDrives(pool);
  return everyChoiceOfServers(pool).flatMap(({ servers }) => drives.map((some) => ({ ...some, servers })));
}

/** Every choice of `count` servers that are off, up to symmetry. */
function choicesOfServers(pool: SimulatedPool, count: number): Power[] {
  const neighbours = Math.min(pool.servers, pool.setSize);
  return parts(count, pool.servers / neighbours, neighbours).map((offs) => {
    const servers = offs.flatMap((off, i) => numbers(off).map((server) => i * neighbours + server));
    return without(pool, { servers, drives: [] });
  });
}

/** Whether buckets are known however `count` drives that are off are divided over the servers. */
function isKnownWithoutDrives(pool: SimulatedPool, count: number): boolean {
  return parts(count, pool.servers, pool.drivesPerServer).every((offs) => {
    const drives = offs.flatMap((off, server) => numbers(off).map((drive): DriveAt => [server, drive]));
    return knowsBuckets(pool, without(pool, { servers: [], drives }));
  });
}

/** For every number of drives that the first set can lose of `count`, drives that are off. */
function lossesOfOneSet(pool: SimulatedPool, count: number): DriveAt[][] {
  const [first = [], ...others] = dealt(pool);
  const elsewhere = others.flat();
  return numbers(first.length + 1)
    .filter((lost) => lost <= count && count - lost <= elsewhere.length)
    .map((lost) => [...first.slice(0, lost), ...elsewhere.slice(0, count - lost)]);
}

/** Every way to write `total` as so many numbers of at most `most`, none greater than the one before it. */
function parts(total: number, places: number, most: number): number[][] {
  if (places === 0) return total === 0 ? [[]] : [];
  const found: number[][] = [];
  for (let first = Math.min(total, most); first * places >= total && first >= 0; first--) {
    for (const rest of parts(total - first, places - 1, first)) found.push([first, ...rest]);
  }
  return found;
}

function subsets<T>(all: readonly T[]): T[][] {
  return numbers(2 ** all.length).map((bits) => all.filter((_, i) => (bits & (1 << i)) !== 0));
}

function numbers(count: number): number[] {
  return Array.from({ length: count }, (_, i) => i);
}
