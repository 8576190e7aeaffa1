import { counted } from '../../counted';
import { error, type Problem } from '../../tenant/problem';
import { identityTitle, type PoolIdentity, type TenantIdentity } from '../identity';
import type { LockedTenant, RetiredPool } from '../lock';
import type { KeptPool } from './index';

/**
 * Pools are appended and retired, no more. RustFS knows a pool by its address and starts with the pools in any order; what
 * hangs on the order are the locks and the numbers of the pools, see {@link whyInOrder}.
 */
export function* poolListProblems(known: LockedTenant, now: TenantIdentity): Iterable<Problem> {
  const has = (pools: readonly PoolIdentity[], pool: Pick<PoolIdentity, 'statefulSet'>) =>
    pools.some(({ statefulSet }) => statefulSet === pool.statefulSet);
  const missing = known.pools.filter((pool) => !has(now.pools, pool));
  const renamed = new Set<PoolIdentity>();
  for (const [i, pool] of now.pools.entries()) {
    const retired = known.retired.find(
      ({ name, statefulSet }) => name === pool.name || statefulSet === pool.statefulSet,
    );
    if (retired !== undefined) yield reused(i, pool, retired);
    const same = known.pools.find(({ statefulSet }) => statefulSet === pool.statefulSet);
    if (same !== undefined) {
      if (isCalledOtherwise(same, pool)) yield relabelling(i, same, pool);
      continue;
    }
    const former = missing.find(({ name }) => name === pool.name) ?? known.pools[i];
    if (former === undefined || !missing.includes(former)) continue;
    renamed.add(former);
    yield takingPlaceOf(i, former, pool);
  }
  for (const pool of missing.filter((each) => !renamed.has(each))) yield removal(known, pool);
  yield* reordering(known, now, has);
}

/**
 * What an order is for. The locks of deletions, buckets and their settings are asked of the first pool's servers (ecstore
 * store/rebalance.rs, handle_new_ns_lock); the state of a rebalance is read from the first pool alone, with a row for each
 * place (services/rebalance/control.rs); and `id` in the list of pools is the place at which a pool joined, while the admin
 * API takes today's (core/pools.rs, PoolMeta::new). Measured with 1.0.0-rc.3: of two pools in turned order every object
 * was found, and `id` was the number of the other pool.
 */
export const whyInOrder =
  'RustFS finds every object in any order. But it asks the servers of the first pool for the locks of deletions and ' +
  'buckets: while servers restart with another order, some ask here and some there, and nobody waits for the other. And ' +
  'it calls pools by their places: the number that it then shows for one pool is that of another, and so a decommission ' +
  'may empty the wrong one.';

function* reordering(
  known: LockedTenant,
  now: TenantIdentity,
  has: (pools: readonly PoolIdentity[], pool: PoolIdentity) => boolean,
): Iterable<Problem> {
  const expected = known.pools.filter((pool) => has(now.pools, pool));
  const kept = now.pools.filter((pool) => has(known.pools, pool));
  const firstNew = now.pools.findIndex((pool) => !has(known.pools, pool));
  const lastKept = now.pools.findLastIndex((pool) => has(known.pools, pool));
  const isInOrder = kept.every(({ statefulSet }, i) => statefulSet === expected[i]?.statefulSet);
  if (isInOrder && (firstNew === -1 || firstNew > lastKept || kept.length < known.pools.length)) return;
  const order = expected.map(({ name }) => name);
  yield error(
    'pools',
    'pool-reordered',
    `The pools stand in another order than they joined in (${order.join(', ')}). ${whyInOrder}`,
    `Keep the order ${order.join(', ')}; new pools come after them.`,
  );
}

function reused(i: number, { name, statefulSet }: PoolIdentity, retired: RetiredPool): Problem {
  const isNamesake = name === retired.name;
  const what = isNamesake
    ? `"${name}" was retired on ${retired.date}. Its claims may still be there, and a new pool of that name would take them`
    : `"${name}" has the StatefulSet ${statefulSet} of "${retired.name}", which was retired on ${retired.date}. Its claims may still be ` +
      'there, and a new pool of that StatefulSet would take them';
  return error(
    `pools[${i}].name`,
    'pool-retired',
    `${what} for its own: RustFS takes such a pool back without a word, with what was left on its drives.`,
    isNamesake
      ? 'Give the new pool a name that no pool has had.'
      : 'Give the new pool a StatefulSet that no pool has had (adopted.statefulSet, or none).',
  );
}

function takingPlaceOf(i: number, former: PoolIdentity, pool: PoolIdentity): Problem {
  if (former.name === pool.name) return moving(i, former, pool);
  return former.servers === pool.servers && former.drivesPerServer === pool.drivesPerServer
    ? renaming(i, former, pool)
    : replacing(i, former, pool);
}

/** A pool that somebody else made has no name but that of its StatefulSet until it is adopted. */
function isCalledOtherwise(before: PoolIdentity, { name }: PoolIdentity): boolean {
  return before.name !== name && before.name !== before.statefulSet;
}

function relabelling(i: number, { name, statefulSet }: PoolIdentity, pool: PoolIdentity): Problem {
  return error(
    `pools[${i}].name`,
    'pool-renamed',
    `The pool "${name}" would be called "${pool.name}". Its StatefulSet ${statefulSet} and its data stay, but the name is a ` +
      'label of its pods, by which the disruption budget and the spreading rules tell pools apart: while servers restart, ' +
      'those of the old name would be protected by none. The lock and the runbooks know the pool by it as well.',
    `Keep the name "${name}".`,
  );
}

function moving(i: number, former: PoolIdentity, pool: PoolIdentity): Problem {
  return error(
    `pools[${i}]`,
    'pool-renamed',
    `The StatefulSet of the pool "${pool.name}" would be called ${pool.statefulSet} instead of ${former.statefulSet}: ` +
      `other claims, other pods, an empty pool. The data stays behind in the claims of ${former.statefulSet}.`,
    `Keep ${former.statefulSet}: take back what gives it another name, such as namePrefix or nameSuffix of a ` +
      'kustomization, a patch, or adopted.statefulSet.',
  );
}

function renaming(i: number, former: PoolIdentity, pool: PoolIdentity): Problem {
  return error(
    `pools[${i}].name`,
    'pool-renamed',
    `The pool "${former.name}" would become "${pool.name}": other claims, other addresses, an empty pool. The data ` +
      'stays behind in the claims of the old name.',
    `Keep the name "${former.name}". To replace the pool, append "${pool.name}" and retire "${former.name}" ` +
      '(rustfs-tenant runbook retire-pool).',
  );
}

function replacing(i: number, former: PoolIdentity, pool: PoolIdentity): Problem {
  return error(
    `pools[${i}]`,
    'pool-removed',
    `The pool "${pool.name}" stands where "${former.name}" was, whose data has not been moved away.`,
    `Put "${former.name}" back and append "${pool.name}" after all pools; then retire the old one ` +
      '(rustfs-tenant runbook retire-pool).',
  );
}

function removal(known: LockedTenant, { name }: PoolIdentity): Problem {
  const isLast = known.pools.length === 1;
  return error(
    'pools',
    'pool-removed',
    `The pool "${name}" is gone, and its data has not been moved away.`,
    isLast
      ? `Put it back: it is the last pool of ${identityTitle(known)}.`
      : `Put it back, then move its data to the other pools: rustfs-tenant runbook retire-pool FILE --pool ${name}`,
  );
}

/** An erasure set's drives are in the format of each of them. */
export function* reshapeProblems({ before, now, path }: KeptPool): Iterable<Problem> {
  const shapes = [before, now].map(({ servers, drivesPerServer }) => `${servers} x ${drivesPerServer}`);
  const fix =
    'Put the shape back. To grow, append a pool (rustfs-tenant runbook append-pool); to shrink, retire one ' +
    '(rustfs-tenant runbook retire-pool).';
  if (before.servers !== now.servers || before.drivesPerServer !== now.drivesPerServer) {
    const field = before.servers === now.servers ? 'persistence.volumesPerServer' : 'servers';
    const message = `The pool "${now.name}" would change its shape from ${shapes.join(' to ')} servers x drives. RustFS refuses a pool whose format on disk says otherwise.`;
    yield error(`${path}.${field}`, 'pool-reshaped', message, fix);
  } else if (before.setSizeFrom !== undefined && before.setSizeFrom !== now.setSizeFrom) {
    yield error(
      path,
      'set-size-changed',
      `The size of the erasure sets of "${now.name}" would come from ${now.setSizeFrom ?? 'elsewhere'} instead of ` +
        `${before.setSizeFrom}. The format on disk has what that said, which only the cluster knows, and RustFS refuses ` +
        'to start with another.',
      'Put the variable that says it back as it was.',
    );
  } else if (before.setSize !== undefined && before.setSize !== now.setSize) {
    yield error(
      path,
      'set-size-changed',
      `The erasure sets of "${now.name}" would change from ${counted(before.setSize, 'drive')} to ` +
        `${now.setSize ?? 'a number that only the cluster knows'}. The format on disk has ${before.setSize}, and ` +
        'RustFS refuses to start with another.',
      'Put erasureSetDriveCount, or the variable that says it, back as it was. Another set size takes a new pool in a new tenant; parity may change.',
    );
  }
}
