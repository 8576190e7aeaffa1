import { counted } from '../counted';
import type { PoolLayout, Tolerance } from '../erasure';
import type { Guarantee } from '../tenant/guarantees';
import { bytesText } from '../tenant/quantity';

/** One line of a report: what, and how much. */
export type Fact = readonly [name: string, value: string];

/** What is to know about a pool's layout, in words. */
export function poolFacts(pool: PoolLayout): Fact[] {
  const { driveTolerance: drives, serverTolerance: servers } = pool;
  return [
    ['Servers x drives', `${pool.servers} x ${pool.drivesPerServer}`],
    [
      'Erasure sets',
      `${pool.sets} of ${counted(pool.setSize, 'drive')}: ${pool.dataDrives} data, ${pool.parity} parity`,
    ],
    ['Usable', `${bytesText(pool.usableBytes)} of ${bytesText(pool.rawBytes)} (${efficiency(pool)})`],
    ['Quorum of a set', `${pool.readQuorum} shards to read, ${pool.writeQuorum} to write`],
    ['Quorum of a bucket', bucketQuorumText(pool)],
    ['Drives that may fail', toleranceText(drives)],
    ['Servers that may fail', toleranceText(servers)],
    [
      'Servers missing at start',
      `${pool.coldStartMissingServers} at most, once formatted; the first start needs all`,
    ],
  ];
}

/** What a request for a bucket needs of a pool. */
export function bucketQuorumText({ servers, drivesPerServer, bucketQuorum }: PoolLayout): string {
  const own =
    drivesPerServer === 1
      ? ''
      : `${servers === 1 ? ', with' : ', each with'} ${bucketQuorum.drives} of its ${drivesPerServer} drives`;
  return `${bucketQuorum.servers} of ${counted(servers, 'server')}${own}`;
}

/** What may fail of a pool, whichever it is. */
function toleranceText({ read, write }: Tolerance): string {
  if (read === 0) return 'none: without one nothing is read or written';
  if (read === write) return `${write}, whichever: reads and writes go on`;
  return write === 0
    ? `${read} and still read, none and still write`
    : `${read} and still read, ${write} and still write`;
}

/** A guarantee in words: where, what, and whether it is certain. */
export function guaranteeText({ isCertain, constraint, text }: Guarantee): string {
  return `${isCertain ? 'certain' : 'hoped'}: ${text} (${constraint})`;
}

/** The share of data, in per cent with one decimal at most. */
export function efficiency({ dataDrives, setSize }: PoolLayout): string {
  const permille = Math.round((dataDrives * 1000) / setSize);
  return `${permille % 10 === 0 ? permille / 10 : (permille / 10).toFixed(1)} %`;
}
