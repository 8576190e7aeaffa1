import { counted } from '../counted';
import type { PoolLayout } from '../erasure';
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
    ['Quorum', `${pool.readQuorum} shards to read, ${pool.writeQuorum} to write`],
    ['Drives that may fail', `per set: ${drives.read} and still read, ${drives.write} and still write`],
    ['Servers that may fail', `${servers.read} and still read, ${servers.write} and still write`],
    [
      'Servers missing at start',
      `${pool.coldStartMissingServers} at most, once formatted; the first start needs all`,
    ],
  ];
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
