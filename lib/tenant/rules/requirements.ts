import {
  nearbyLayouts,
  survives,
  type CodingPlan,
  type Failure,
  type Layout,
  type NearbyLayout,
  type Outcome,
  type Placement,
  type PoolLayout,
} from '../../erasure';
import { counted } from '../../counted';
import type { TenantDraft } from '../draft';
import { poolGuarantees } from '../guarantees';
import { poolPlans } from '../pool-plans';
import { error, type Problem } from '../problem';
import { bytesText, compareQuantities, isQuantity, wholeQuantity } from '../quantity';
import type { SurvivesSpec } from '../requirements';
import { nodeKey, zoneKey } from '../scheduling';

/** Whether the tenant is good for what its author requires, with the nearest layouts that would be. */
export function* requirementProblems(
  spec: TenantDraft,
  layout: Layout,
  coding: CodingPlan,
): Iterable<Problem> {
  const { requires, pools = [] } = spec;
  if (requires === undefined) return;
  const placements = pools.map((pool) => poolGuarantees(spec, pool).placement);
  const near = (index: number) =>
    nearbyLayouts(poolPlans(pools), coding, index, (other) => meetsAll(spec, placements, other));
  yield* survival(spec, placements, layout, near);
  yield* usable(requires.usable, layout, near);
}

/** The nearest layouts in which the pool at a position is another. */
type Near = (index: number) => NearbyLayout[];

/** What is certain of each pool's placement, which no other layout changes. */
type Placements = readonly Placement[];

/** Whether a layout meets everything that is required. */
function meetsAll(spec: TenantDraft, placements: Placements, layout: Layout): boolean {
  const { survives: required = {}, usable: room = '0' } = spec.requires ?? {};
  const failures = failuresOf(spec, required).flatMap(([, failure]) => failure ?? []);
  const isMetBy = (pool: PoolLayout, i: number) =>
    failures.every((failure) => isMet(pool, placements[i] ?? nowhere, failure, required));
  return layout.pools.every(isMetBy) && layout.usableBytes >= (wholeQuantity(room) ?? 0n);
}

/** The placement of which nothing is certain. */
const nowhere: Placement = { nodes: { kind: 'anywhere' }, domains: {} };

function* survival(spec: TenantDraft, placements: Placements, layout: Layout, near: Near): Iterable<Problem> {
  const required = spec.requires?.survives ?? {};
  for (const [field, failure] of failuresOf(spec, required)) {
    const path = `requires.survives.${field}`;
    if (failure === undefined) {
      const message = 'No placement.failureDomain says what a domain is.';
      yield error(path, 'requirement', message, 'Add placement.failureDomain { topologyKey, count }.');
      continue;
    }
    for (const [i, pool] of layout.pools.entries()) {
      const placement = placements[i] ?? nowhere;
      if (isMet(pool, placement, failure, required)) continue;
      const fix = lackingPlacement(spec, i, placement, failure) ?? nearText(near(i), failure);
      yield error(path, 'requirement', shortfall(pool, placement, failure, required), fix);
    }
  }
}

type Asked = [field: keyof SurvivesSpec, failure: Failure | undefined];

/** The failures that are named, by their field. Of domains it must be known what they are. */
function failuresOf(spec: TenantDraft, required: SurvivesSpec): Asked[] {
  const { drives, servers, nodes, zones, domains } = required;
  const topologyKey = spec.placement?.failureDomain?.topologyKey;
  const asked: [keyof SurvivesSpec, number | undefined, (count: number) => Failure | undefined][] = [
    ['drives', drives, (count) => ({ of: 'drives', count })],
    ['servers', servers, (count) => ({ of: 'servers', count })],
    ['nodes', nodes, (count) => ({ of: 'nodes', count })],
    ['zones', zones, (count) => ({ of: 'domains', topologyKey: zoneKey, count })],
    [
      'domains',
      domains,
      (count) => (topologyKey === undefined ? undefined : { of: 'domains', topologyKey, count }),
    ],
  ];
  return asked.flatMap(([field, count, failure]): Asked[] =>
    count === undefined ? [] : [[field, failure(count)]],
  );
}

function isMet(layout: PoolLayout, placement: Placement, failure: Failure, required: SurvivesSpec): boolean {
  const { canRead, canWrite } = survives(layout, placement, failure);
  return canRead && (canWrite || required.for === 'read');
}

function shortfall(pool: PoolLayout, placement: Placement, failure: Failure, required: SurvivesSpec): string {
  const outcome = survives(pool, placement, failure);
  const asked = required.for === 'read' ? 'to read' : 'to read and write';
  return (
    `Pool "${pool.name}" does not survive ${failureText(failure)}: ${whatIsLeft(pool, outcome)} where it is required ` +
    `${asked}.`
  );
}

/** A set that is lost is said first: it stays so. Otherwise the first gate that is shut. */
function whatIsLeft(pool: PoolLayout, { shut, answering, isLost, shardsLeft, canRead }: Outcome): string {
  const { setSize, readQuorum, writeQuorum, bucketQuorum, drivesPerServer } = pool;
  if (shut.read === 'bucket' && !isLost) {
    const each =
      drivesPerServer === 1 ? '' : `, each with ${bucketQuorum.drives} of its ${drivesPerServer} drives`;
    return (
      `${answering} of its ${counted(pool.servers, 'server')} may be left to answer for a bucket (RustFS needs ` +
      `${bucketQuorum.servers}${each}), and every object of the tenant is out of reach`
    );
  }
  const what = isLost ? 'lost' : canRead ? 'only readable' : 'out of reach';
  return (
    `an erasure set may keep ${shardsLeft} of its ${counted(setSize, 'shard')} (it needs ${readQuorum} to read, ${writeQuorum} to ` +
    `write) and is ${what}`
  );
}

function failureText(failure: Failure): string {
  const what = failure.of === 'domains' ? `domains of ${failure.topologyKey}` : failure.of;
  return failure.count === 1 ? `one of its ${what}` : `${failure.count} ${what}`;
}

/** What to say where no layout would help, because nothing certain is known of placement. */
function lackingPlacement(
  spec: TenantDraft,
  index: number,
  { nodes, domains }: Placement,
  failure: Failure,
): string | undefined {
  const pool = spec.pools?.[index];
  if (failure.of === 'nodes' && nodes.kind === 'anywhere') {
    return pool?.affinity?.podAntiAffinity === undefined
      ? 'Nothing keeps the servers on different nodes: say placement.perNode: required.'
      : `Add a required term on ${nodeKey} that selects the pool to pools[${index}].affinity.podAntiAffinity.`;
  }
  if (failure.of !== 'domains' || domains[failure.topologyKey] !== undefined) return undefined;
  const own = (pool?.topologySpreadConstraints ?? []).findIndex(
    ({ topologyKey, whenUnsatisfiable }) =>
      topologyKey === failure.topologyKey && whenUnsatisfiable === 'DoNotSchedule',
  );
  return own < 0
    ? `Nothing spreads the servers: say placement.failureDomain { topologyKey: ${failure.topologyKey}, count }.`
    : `Let pools[${index}].topologySpreadConstraints[${own}] select this pool alone, and give it minDomains.`;
}

/** RustFS's sets have at most 16 drives, half of them parity, and half of the servers plus one hold a lock. */
const mostDispensable = { read: 8, write: 7 };

function nearText(near: readonly NearbyLayout[], failure: Failure): string {
  if (near.length > 0) return `Nearest that does: ${near.map(nearbyText).join('; or ')}.`;
  if (failure.of === 'domains') {
    return (
      'No other number of servers or drives and no other parity does alone: use more domains. More than half of the ' +
      'servers have to be left.'
    );
  }
  return failure.count > mostDispensable.write
    ? `No layout does: of an erasure set at most ${mostDispensable.write} may be missing to write, and ` +
        `${mostDispensable.read} to read.`
    : 'No single change does: use more servers together with another parity.';
}

function nearbyText({ change, pool }: NearbyLayout): string {
  const room = `${bytesText(pool.usableBytes)} usable`;
  switch (change) {
    case 'parity':
      return `parity ${pool.parity} (${room})`;
    case 'set size':
      return `erasureSetDriveCount ${pool.setSize} (${room})`;
    default:
      return `${counted(pool.servers, 'server')} of ${counted(pool.drivesPerServer, 'drive')} (${room})`;
  }
}

function* usable(required: string | undefined, layout: Layout, near: Near): Iterable<Problem> {
  if (required === undefined) return;
  if (!isQuantity(required) || (compareQuantities(required, '0') ?? 0) <= 0) {
    const message = `"${required}" is not an amount of bytes.`;
    yield error('requires.usable', 'quantity', message, 'Use a number with a unit: 40Ti.');
    return;
  }
  // A claim whose size is no quantity is a problem of its own.
  if (layout.pools.some(({ rawBytes }) => rawBytes === 0n)) return;
  const missing = (wholeQuantity(required) ?? 0n) - layout.usableBytes;
  const last = layout.pools.at(-1);
  if (missing <= 0n || last === undefined) return;
  const dataDrives = BigInt(last.sets * last.dataDrives);
  const larger = (last.usableBytes + missing + dataDrives - 1n) / dataDrives;
  const where = layout.pools.length === 1 ? '' : ` in pool "${last.name}"`;
  const drives = `Use drives of ${bytesText(larger, 'up')}${where}`;
  yield error(
    'requires.usable',
    'requirement',
    `The tenant has room for ${bytesText(layout.usableBytes)}, not ${required}: ${bytesText(layout.rawBytes)} of drives, ` +
      'less the parity.',
    `${[drives, ...near(layout.pools.length - 1).map((change) => `or ${nearbyText(change)}`)].join('; ')}.`,
  );
}
