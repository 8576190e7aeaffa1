import { counted } from '../../counted';
import { error, type Problem } from '../../tenant/problem';
import type { ObservedTenant } from '../observed';
import { beyondAll } from '../observed-pool';
import { rpcSecret } from '../shared-settings';

/** A partition keeps the lower ordinals at the old list or secret for as long as it stands. */
export function partitionProblems(before: ObservedTenant, now: ObservedTenant): Problem[] {
  return now.pools.flatMap(({ key, name, partition, servers, poolList, shared }, i) => {
    const former = before.pools.find((pool) => pool.key === key);
    // What all servers of a tenant have to agree on: the list of pools, and the secret that they know each other by.
    const isShared =
      former !== undefined &&
      (former.poolList.join(' ') !== poolList.join(' ') ||
        former.shared.get(rpcSecret) !== shared.get(rpcSecret));
    if (partition === 0 || !isShared) return [];
    const isOnDelete = partition === beyondAll;
    return [
      error(
        `pools[${i}].updatePartition`,
        'update-partition',
        `${Math.min(partition, servers)} of the ${counted(servers, 'server')} of "${name}" would keep the old list of pools or the old RPC ` +
          'secret, and servers that disagree on those do not work together.',
        isOnDelete
          ? 'Set updateStrategy to RollingUpdate (OnDelete waits for somebody to delete pods), apply that, and then make this change.'
          : 'Set updatePartition to 0, apply that, and then make this change.',
      ),
    ];
  });
}
