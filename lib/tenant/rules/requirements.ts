import {
  nearbyLayouts,
  survives,
  type CodingPlan,
  type Failure,
  type Layout,
  type NearbyLayout,
  type Placement,
  type PoolLayout,
} from '../../erasure';
import type { TenantDraft } from '../draft';
import { poolGuarantees, zoneKey } from '../guarantees';
import { poolPlans } from '../pool-plans';
import { error, type Problem } from '../problem';
import { bytesText, compareQuantities, isQuantity, wholeQuantity } from '../quantity';
import type { SurvivesSpec } from '../requirements';

/** Whether the tenant is good for what its author requires, with the nearest layout that would be. */
export function* requirementProblems(
  spec: TenantDraft,
  layout: Layout,
  coding: CodingPlan,
): Iterable<Problem> {
  yield* survival(spec, layout, coding);
  yield* usable(spec, layout, coding);
}

function* survival(spec: TenantDraft, layout: Layout, coding: CodingPlan): Iterable<Problem> {
  const required = spec.requires?.survives;
  if (required === undefined) return;
  for (const [field, failure] of failuresOf(spec, required)) {
    const path = `requires.survives.${field}`;
    if (failure === undefined) {
      const message = 'No placement.failureDomain says what a domain is.';
      yield error(path, 'requirement', message, 'Add placement.failureDomain { topologyKey, count }.');
      continue;
    }
    for (const [i, pool] of layout.pools.entries()) {
      const { placement } = poolGuarantees(spec, spec.pools?.[i] ?? {});
      const holds = (other: PoolLayout) => isMet(other, placement, failure, required);
      if (holds(pool)) continue;
      const plan = poolPlans(spec.pools ?? [])[i];
      const near = plan === undefined ? [] : nearbyLayouts(plan, coding, holds);
      yield error(
        path,
        'requirement',
        shortfall(pool, placement, failure, required),
        fixOf(placement, failure, near),
      );
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
  const { shardsLeft, isLost, canRead } = survives(pool, placement, failure);
  const what = isLost ? 'lost' : canRead ? 'only readable' : 'out of reach';
  const asked = required.for === 'read' ? 'to read' : 'to read and write';
  return (
    `Pool "${pool.name}" does not survive ${failureText(failure)}: an erasure set may keep ${shardsLeft} of its ` +
    `${pool.setSize} shards (it needs ${pool.readQuorum} to read, ${pool.writeQuorum} to write) and is ${what} where ` +
    `it is required ${asked}.`
  );
}

function failureText(failure: Failure): string {
  const what = failure.of === 'domains' ? `domains of ${failure.topologyKey}` : failure.of;
  return failure.count === 1 ? `one of its ${what}` : `${failure.count} ${what}`;
}

/** Without a certain placement no layout helps; with one, the nearest layouts. */
function fixOf({ nodes, domains }: Placement, failure: Failure, near: readonly NearbyLayout[]): string {
  if (failure.of === 'nodes' && nodes.kind === 'anywhere') {
    return 'Nothing keeps the servers on different nodes: say placement.perNode: required.';
  }
  if (failure.of === 'domains' && domains[failure.topologyKey] === undefined) {
    return `Nothing spreads the servers: say placement.failureDomain { topologyKey: ${failure.topologyKey}, count }.`;
  }
  if (near.length === 0) return 'No layout near this one does: use more servers, or more domains.';
  return `Nearest that does: ${near.map(nearbyText).join('; or ')}.`;
}

function nearbyText({ change, layout }: NearbyLayout): string {
  const { servers, drivesPerServer, setSize, parity, usableBytes } = layout;
  const usableText = `${bytesText(usableBytes)} usable`;
  switch (change) {
    case 'parity':
      return `parity ${parity} (${usableText})`;
    case 'set size':
      return `erasureSetDriveCount ${setSize} (${usableText})`;
    default:
      return `${servers} servers of ${drivesPerServer} drives (${usableText})`;
  }
}

function* usable(spec: TenantDraft, layout: Layout, coding: CodingPlan): Iterable<Problem> {
  const required = spec.requires?.usable;
  if (required === undefined) return;
  if (!isQuantity(required) || (compareQuantities(required, '0') ?? 0) <= 0) {
    const message = `"${required}" is not an amount of bytes.`;
    yield error('requires.usable', 'quantity', message, 'Use a number with a unit: 40Ti.');
    return;
  }
  const bytes = wholeQuantity(required) ?? 0n;
  const missing = bytes - layout.usableBytes;
  const plan = poolPlans(spec.pools ?? []).at(-1);
  const last = layout.pools.at(-1);
  if (missing <= 0n || layout.usableBytes === 0n || plan === undefined || last === undefined) return;
  const near = nearbyLayouts(plan, coding, (other) => other.usableBytes >= last.usableBytes + missing);
  const larger = (plan.driveBytes * bytes + layout.usableBytes - 1n) / layout.usableBytes;
  yield error(
    'requires.usable',
    'requirement',
    `The tenant has room for ${bytesText(layout.usableBytes)}, not ${required}: ${bytesText(layout.rawBytes)} of drives, ` +
      'less the parity.',
    [
      `Use drives of ${bytesText(larger, 'up')}`,
      ...near.map((layoutNear) => `or ${nearbyText(layoutNear)}`),
    ].join('; ') + '.',
  );
}
