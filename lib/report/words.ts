import { counted } from '../counted';
import { drivesBeforeBucketGate, gateRules, laterReads, type PoolLayout, type Tolerance } from '../erasure';
import type { Guarantee } from '../tenant/guarantees';
import { bytesText } from '../tenant/quantity';

/** One line of a report: what, and how much. */
export type Fact = readonly [name: string, value: string];

/** What is to know about a pool's layout, in words. */
export function poolFacts(pool: PoolLayout): Fact[] {
  const { driveTolerance: drives, serverTolerance: servers } = pool;
  const driveGate = drivesBeforeBucketGate(pool.servers, pool.drivesPerServer);
  return [
    ['Servers x drives', `${pool.servers} x ${pool.drivesPerServer}`],
    [
      'Erasure sets',
      `${pool.sets} of ${counted(pool.setSize, 'drive')}: ${pool.dataDrives} data, ${pool.parity} parity`,
    ],
    ['Usable', `${bytesText(pool.usableBytes)} of ${bytesText(pool.rawBytes)} (${efficiency(pool)})`],
    ['Quorum of a set', `${counted(pool.readQuorum, 'shard')} to read, ${pool.writeQuorum} to write`],
    ['Quorum of a bucket', bucketQuorumText(pool)],
    ['Drives that may fail', toleranceText(drives, driveGate)],
    ['Servers that may fail', toleranceText(servers, pool.servers - pool.bucketQuorum.servers)],
    ...(pool.drivesPerServer === 2 ? [['Two drives per server', pairText] as const] : []),
    ['Servers missing at start', startText(pool)],
    ...laterFacts(pool),
  ];
}

/** What a request for a bucket needs of a pool. */
export function bucketQuorumText({ servers, drivesPerServer, bucketQuorum }: PoolLayout): string {
  const of =
    drivesPerServer === 2 ? 'both of its drives' : `${bucketQuorum.drives} of its ${drivesPerServer} drives`;
  const own = drivesPerServer === 1 ? '' : `${servers === 1 ? ', with' : ', each with'} ${of}`;
  return `${bucketQuorum.servers} of ${counted(servers, 'server')}${own}`;
}

/** What every report says of a pool of two drives per server (`answeringDrives`). */
export const pairText = 'one dead drive of two is a dead server: one, three or four are better';

/** What several pools do not do. */
export function poolsText({ pools }: { readonly pools: readonly PoolLayout[] }): string | undefined {
  if (pools.length < 2) return undefined;
  return 'Every pool has to answer for a bucket: pools add room and places to fail, not redundancy';
}

/**
 * What reads may bear in later versions, by rules that nobody has measured: told where it is more, and never counted on.
 */
function laterFacts(pool: PoolLayout): Fact[] {
  const { servers, drives } = laterReads(pool);
  const more = [
    ...(servers > pool.serverTolerance.read ? [counted(servers, 'server')] : []),
    ...(drives > pool.driveTolerance.read ? [counted(drives, 'drive')] : []),
  ];
  const sources = gateRules.filter(({ isMeasured }) => !isMeasured).map(({ source }) => source);
  if (more.length === 0 || sources.length === 0) return [];
  return [
    ['Later versions', `may read on without ${more.join(' or ')} (${sources.join(', ')}, not measured)`],
  ];
}

/** How many servers a start can do without. */
function startText({ coldStartMissingServers }: PoolLayout): string {
  return coldStartMissingServers === 0
    ? 'none: every start needs all'
    : `${coldStartMissingServers} at most, once formatted; the first start needs all`;
}

/** What may fail of a pool, whichever it is; `beforeGate` of them leave its bucket gate open. */
function toleranceText({ read, write }: Tolerance, beforeGate: number): string {
  if (read === 0) {
    return beforeGate === 0
      ? 'none: without one nothing is read or written'
      : 'none: without one objects are out of reach';
  }
  if (read === write) return `${write}, whichever: reads and writes go on`;
  const beyond = readsBeyond({ read, write });
  return write === 0 ? `none: ${beyond}` : `${write}, whichever: reads and writes go on; ${beyond}`;
}

/** What reads bear more than writes. A bucket is listed by the shards that a write needs (ecstore store/list_objects.rs). */
export function readsBeyond({ read }: Tolerance): string {
  return `without ${read === 1 ? 'one' : read}, objects are read, but nothing is written or listed`;
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
