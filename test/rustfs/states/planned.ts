import type { TenantLayout } from 'rustfs-constructs';
import { majority, poolState, writeLockQuorum, type PoolLayout, type PoolState } from '../../../lib/erasure';
import { awayIn, forEach, type Request, type State } from './state';

/** What the planner says of the requests in a state: with exactly this away, not in the worst case. */
export function planned({ pools }: Pick<TenantLayout, 'pools'>, state: State): Record<Request, boolean> {
  const states = pools.map((pool) => without(pool, state));
  const isOpen = states.every(({ isBucketGateOpen }) => isBucketGateOpen);
  const asked = states[pools.findIndex(({ name }) => name === state.object)];
  const reads = isOpen && asked !== undefined && asked.sets.every(({ canRead }) => canRead);
  const writes = isOpen && states.every(({ sets }) => sets.every(({ canWrite }) => canWrite));
  return forEach((request) => {
    if (request === 'addUser') return writesSystemObjects(pools, states);
    if (request === 'makeBucket') return isOpen;
    return request === 'put' || request === 'putBig' ? writes : reads;
  });
}

function without(pool: PoolLayout, state: State): PoolState {
  const away = awayIn(state).filter((each) => each.pool === pool.name);
  return poolState(pool, {
    hasServer: (server) => away.some((each) => each.server === server && each.drive === undefined),
    hasDrive: (server, drive) => away.some((each) => each.server === server && each.drive === drive),
  });
}

/**
 * Users and policies are objects of RustFS's own: no bucket gate, and as much parity as a set can have, half of it
 * (ecstore config/com.rs, `max_parity`). So a majority of shards writes them, whatever the parity of the tenant.
 * They lie in the pools as other objects do, and are written where they are.
 */
function writesSystemObjects(pools: readonly PoolLayout[], states: readonly PoolState[]): boolean {
  return pools.some((pool, i) =>
    states[i]?.sets.every(
      ({ shardsLeft, serversLeft }) =>
        shardsLeft >= majority(pool.setSize) && serversLeft >= writeLockQuorum(pool.serversPerSet),
    ),
  );
}
