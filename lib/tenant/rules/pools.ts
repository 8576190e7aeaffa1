import { counted } from '../../counted';
import { mostDrivesPerServer, mostEndpoints } from '../../erasure';
import type { PoolDraft, TenantDraft } from '../draft';
import { dnsLabel } from '../names';
import { error, type Problem } from '../problem';
import { refusal } from './ownership';

/** The most pools that a tenant may have, by the custom resource. */
const maxPools = 32;

/** How many pools there are, their names and shapes, and how they start. */
export function* poolRules(spec: TenantDraft): Iterable<Problem> {
  const { pools } = spec;
  if (pools === undefined) return;
  if (pools.length === 0 || pools.length > maxPools) {
    const message = `A tenant has 1 to ${maxPools} pools; this one has ${pools.length}.`;
    yield error(
      'pools',
      'pool-count',
      message,
      pools.length === 0 ? 'Add a pool.' : 'Make larger pools, or two tenants.',
    );
  }
  yield* poolNames(pools);
  for (const [i, pool] of pools.entries()) {
    yield* poolSize(i, pool);
    yield* updatePartition(i, pool);
  }
  yield* singleDrivePools(pools);
  yield* startOrder(spec, pools);
}

function* poolNames(pools: readonly PoolDraft[]): Iterable<Problem> {
  for (const [i, { name }] of pools.entries()) {
    if (name === undefined) continue;
    const path = `pools[${i}].name`;
    if (!dnsLabel.test(name)) {
      const message = `"${name}" cannot name a pool: pods are named after it, and DNS sets their syntax.`;
      const fix = 'Use 1 to 63 lower-case letters, digits and hyphens, with no hyphen at either end.';
      yield error(path, 'pool-name', message, fix);
    }
    const first = pools.findIndex((other) => other.name === name);
    if (first < i) {
      const message = `pools[${first}] is called "${name}" as well; both would be the same StatefulSet.`;
      yield error(path, 'pool-name-duplicate', message, 'Give every pool a name of its own.');
    }
  }
}

function* poolSize(i: number, { servers, persistence }: PoolDraft): Iterable<Problem> {
  const drives = persistence?.volumesPerServer;
  if (drives !== undefined && drives > mostDrivesPerServer) {
    const message = `${drives} drives are more than a node attaches.`;
    const fix = `Give at most ${mostDrivesPerServer} drives per server.`;
    yield error(`pools[${i}].persistence.volumesPerServer`, 'pool-size', message, fix);
  } else if (servers !== undefined && servers * (drives ?? 1) > mostEndpoints) {
    const message = `The pool has ${servers * (drives ?? 1)} drives; RustFS expands an expression to at most ${mostEndpoints}.`;
    yield error(`pools[${i}].servers`, 'pool-size', message, 'Split it into several pools.');
  }
}

function* updatePartition(i: number, { servers, updatePartition }: PoolDraft): Iterable<Problem> {
  if (updatePartition === undefined || servers === undefined || updatePartition <= servers) return;
  const message = `The partition ${updatePartition} lies beyond the pool's ${counted(servers, 'server')}.`;
  const fix = `Give 0 (update all) to ${servers} (update none).`;
  yield error(`pools[${i}].updatePartition`, 'update-partition', message, fix);
}

/** RustFS wants at least two drives in every pool that stands beside another (ecstore layout/disks_layout.rs). */
function* singleDrivePools(pools: readonly PoolDraft[]): Iterable<Problem> {
  if (pools.length < 2) return;
  for (const [i, { servers, persistence }] of pools.entries()) {
    if (servers !== 1 || persistence?.volumesPerServer !== 1) continue;
    yield error(
      `pools[${i}]`,
      'pool-single-drive',
      'One server with one drive cannot be a pool beside others: RustFS wants at least two drives in each, and its ' +
        'drive would change its address, which loses it.',
      'Give the pool more servers or drives before it holds data, or move its objects to a new tenant.',
    );
  }
}

function* startOrder(spec: TenantDraft, pools: readonly PoolDraft[]): Iterable<Problem> {
  if (spec.podManagementPolicy !== 'OrderedReady' || !pools.some(({ servers }) => (servers ?? 1) > 1)) return;
  yield refusal(spec)(
    'podManagementPolicy',
    'pool-start-order',
    'OrderedReady starts the second server when the first is ready, and the first is ready only when it has ' +
      'formatted the pool with all the others: the tenant never starts.',
    'Leave podManagementPolicy out, or say Parallel.',
  );
}
