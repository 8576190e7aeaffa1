import {
  nearestShapes,
  poolDifferences,
  poolSetSizes,
  tenantLayout,
  weaknesses,
  type CodingPlan,
  type Layout,
  type NoLayout,
  type PoolLayout,
} from '../../erasure';
import { counted } from '../../counted';
import type { PoolDraft, TenantDraft } from '../draft';
import { isCodingKnown, readCoding, type ReadCoding } from '../erasure-coding';
import { poolPlans } from '../pool-plans';
import { error, warning, type Problem } from '../problem';
import { boundDomains, regionKey, zoneKey } from '../scheduling';
import { refusal } from './ownership';
import { requirementProblems } from './requirements';

/** What RustFS will refuse to form, what it will form and not survive, and what the author requires. */
export function* erasureRules(spec: TenantDraft): Iterable<Problem> {
  const read = readCoding(spec);
  yield* variables(spec, read);
  if (spec.parity !== undefined && spec.storageClass?.standard !== undefined) {
    const message = 'parity and storageClass.standard both say the parity of STANDARD.';
    yield error('parity', 'coding-doubled', message, 'Keep one of them.');
  }
  const { pools } = spec;
  if (pools === undefined || pools.some(isShapeless)) return;
  const layout = tenantLayout(poolPlans(pools), read.coding);
  if (layout.impossible.length > 0) {
    for (const impossible of layout.impossible) yield* impossiblePool(pools, impossible, read);
    return;
  }
  if (!isCodingKnown(read)) return yield* unheldRequirements(spec);
  yield* reducedAboveStandard(layout, read);
  yield* writeHeadroom(layout);
  yield* pairsOfDrives(layout);
  yield* differences(layout);
  yield* separatedPools(pools);
  yield* disruptionBudget(spec, layout);
  yield* requirementProblems(spec, layout, read.coding);
}

function isShapeless({ servers, persistence }: PoolDraft): boolean {
  return servers === undefined || persistence?.volumesPerServer === undefined;
}

function* variables(spec: TenantDraft, { doubled, unknown, malformed }: ReadCoding): Iterable<Problem> {
  for (const { path, name, field } of doubled) {
    yield error(
      `${path}.name`,
      'coding-doubled',
      `"${name}" and ${field} say the same thing.`,
      'Keep one of them.',
    );
  }
  for (const { path, part, name, field } of unknown) {
    const message =
      `Only the cluster knows "${name}", so nothing can be said of the tenant's erasure sets, and no ` +
      'PodDisruptionBudget is made.';
    yield warning(`${path}.${part}`, 'layout-unknown', message, `Say it here, with ${field}.`);
  }
  for (const { path, name, field } of malformed) {
    const wanted = name.endsWith('COUNT') ? 'a whole number' : 'EC:N, such as EC:4';
    const message = `The value of "${name}" is not ${wanted}, and RustFS would not do what it means.`;
    yield refusal(spec)(`${path}.value`, 'coding-malformed', message, `Say it with ${field}.`);
  }
}

function* unheldRequirements({ requires }: TenantDraft): Iterable<Problem> {
  if (requires === undefined) return;
  const message =
    'Nobody can tell here whether the tenant is good for this: a variable decides its parity or set size.';
  yield error(
    'requires',
    'requirement',
    message,
    'Say parity and erasureSetDriveCount here, or leave requires out.',
  );
}

function* impossiblePool(
  pools: readonly PoolDraft[],
  pool: NoLayout,
  { coding, paths }: ReadCoding,
): Iterable<Problem> {
  const { name, servers, drivesPerServer, reason, legal } = pool;
  const shape = `${counted(servers, 'server')} of ${counted(drivesPerServer, 'drive')}`;
  switch (reason) {
    case 'no-set-size': {
      // A single drive beside other pools is a rule of its own.
      if (servers * drivesPerServer === 1) return;
      const near = nearestShapes(pool)
        .slice(0, 3)
        .map((other) => `${other.servers} x ${other.drivesPerServer}`);
      yield error(
        `pools[${pools.findIndex((other) => other.name === name)}]`,
        'erasure-set',
        `${shape} make no erasure set: RustFS divides a pool into equal sets of 2 to 16 drives, in step with its servers.`,
        `Nearest that work, servers x drives: ${near.join(', ')}.`,
      );
      return;
    }
    case 'illegal-set-size':
      yield error(
        paths.setSize ?? 'erasureSetDriveCount',
        'erasure-set-size',
        `Pool "${name}" (${shape}) cannot have sets of ${coding.setSize ?? 0} drives.`,
        setSizesText(pools),
      );
      return;
    case 'illegal-parity':
      yield error(
        parityPath(coding, paths, legal),
        'parity',
        `Pool "${name}" (${shape}) cannot have that parity: at most half of an erasure set may be parity.`,
        `Give ${legal[0] ?? 0} to ${legal.at(-1) ?? 0}; the parity holds for all pools, so the smallest set decides.`,
      );
  }
}

/** All pools share the one value. */
function setSizesText(pools: readonly PoolDraft[]): string {
  const [first = [], ...others] = poolPlans(pools).map(poolSetSizes);
  const common = first.filter((size) => others.every((sizes) => sizes.includes(size)));
  return common.length === 0
    ? 'No size suits all pools: leave it out.'
    : `Sizes that suit all pools: ${common.join(', ')}.`;
}

function parityPath(
  { parity = 0 }: CodingPlan,
  paths: ReadCoding['paths'],
  legal: readonly number[],
): string {
  const isStandard = parity > (legal.at(-1) ?? 0);
  return (isStandard ? paths.parity : paths.reducedParity) ?? 'parity';
}

/** RustFS refuses REDUCED_REDUNDANCY with more parity than STANDARD, where both have some (storageclass.rs). */
function* reducedAboveStandard({ pools }: Layout, { coding, paths }: ReadCoding): Iterable<Problem> {
  if (coding.parity === undefined && coding.reducedParity === undefined) return;
  const above = pools.find(({ parity, reducedParity }) => parity > 0 && reducedParity > parity);
  if (above === undefined) return;
  const message = `REDUCED_REDUNDANCY would have parity ${above.reducedParity}, more than STANDARD's ${above.parity}.`;
  const fix = `Give it at most ${above.parity}.`;
  yield error(paths.reducedParity ?? paths.parity ?? 'storageClass', 'parity', message, fix);
}

/** What stops with a restart of any server (`Weakness`). */
function* writeHeadroom({ pools }: Layout): Iterable<Problem> {
  for (const [i, pool] of pools.entries()) {
    if (!weaknesses(pool).includes('no server to spare')) continue;
    yield warning(
      `pools[${i}]`,
      'write-headroom',
      `${whyNotWritable(pool)} Every restart and every node drain stops ` +
        `${pool.serverTolerance.read === 0 ? 'reads and writes' : 'writes and listings'}, so there is no PodDisruptionBudget that could ` +
        'allow one.',
      pool.servers === 2 ? 'Use three servers or more.' : 'Use more servers, larger sets or more parity.',
    );
  }
}

function whyNotWritable({ servers, drivesPerServerInSet, setSize, writeQuorum }: PoolLayout): string {
  if (servers === 2) {
    return 'Two servers survive nothing: without one, RustFS neither reads nor writes, as a bucket needs more than half.';
  }
  return `A server may hold ${counted(drivesPerServerInSet, 'drive')} of a set, and a set can spare ${setSize - writeQuorum} for writes.`;
}

/** A server of two drives, one of which answers errors, does not answer for buckets (`Gate`). */
function* pairsOfDrives({ pools }: Layout): Iterable<Problem> {
  for (const [i, pool] of pools.entries()) {
    if (!weaknesses(pool).includes('two drives per server')) continue;
    yield warning(
      `pools[${i}].persistence.volumesPerServer`,
      'two-drives',
      'A server of two drives is as good as away when one of them fails: RustFS lets it answer for a bucket only with more ' +
        `than half of its drives.${pool.servers < 3 ? ' Here that stops the whole tenant.' : ''}`,
      'Give each server of a new pool one, three or four drives. A pool that holds data keeps its shape: append another and retire it.',
    );
  }
}

function* disruptionBudget({ disruptionBudget }: TenantDraft, { pools }: Layout): Iterable<Problem> {
  if (disruptionBudget?.enabled === false) return;
  const asked = disruptionBudget?.maxUnavailable ?? 1;
  const narrow = pools.find(({ serverTolerance: { write } }) => write > 0 && write < asked);
  if (narrow === undefined) return;
  const { write } = narrow.serverTolerance;
  const message = `Pool "${narrow.name}" writes on without ${write === 1 ? 'one' : write} of its servers, not without ${asked}.`;
  yield error('disruptionBudget.maxUnavailable', 'disruption-budget', message, `Give at most ${write}.`);
}

function* differences(layout: Layout): Iterable<Problem> {
  // A claim whose size is no quantity is a problem of its own.
  const areBytesKnown = layout.pools.every(({ rawBytes }) => rawBytes > 0n);
  const differs = poolDifferences(layout).filter(
    (difference) => areBytesKnown || difference !== 'usable bytes',
  );
  if (differs.length === 0) return;
  const isOnlyRoom = differs.every((difference) => difference === 'usable bytes');
  yield warning(
    'pools',
    'pools-unequal',
    `The pools differ in ${differs.join(', ')}. New objects go where there is more room, so ` +
      (isOnlyRoom
        ? 'the larger pools do most of the work.'
        : 'how many lost drives an object outlives depends on the pool that it happens to lie in. Reads and writes go on ' +
          'without no more than the weakest pool bears.'),
    'Nothing, if that is meant; otherwise give all pools one shape.',
  );
}

/** Some guides spread a tenant by a pool per zone. No object is ever spread over pools. */
function* separatedPools(pools: readonly PoolDraft[]): Iterable<Problem> {
  for (const key of [zoneKey, regionKey]) {
    const homes = pools.map((pool) => boundDomains(pool, key)?.join());
    if (homes.includes(undefined) || new Set(homes).size < 2) continue;
    yield warning(
      'pools',
      'pool-per-domain',
      `The pools lie in different domains of ${key}. RustFS asks every pool before it reads or writes anything in a ` +
        'bucket, so losing one domain stops the whole tenant, for as long as it is away.',
      'To survive a domain, let one pool span all of them: placement.failureDomain.',
    );
  }
}
