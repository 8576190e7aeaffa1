import { counted } from '../counted';
import type { Gate, Outcome, PoolLayout, PoolState } from '../erasure';
import type { GateNames } from './state-words';

/**
 * The gates that are shut for every request: `the bucket gate`, where there is one pool; `the bucket gate of pool-1`. With
 * all of them open, the lock gate, which the first set of the first pool keeps for all.
 */
export function gatesText(pools: readonly { readonly name: string; readonly state: PoolState }[]): GateNames {
  const shut = pools.filter(({ state }) => !state.isBucketGateOpen).map(({ name }) => name);
  if (shut.length > 0) {
    if (pools.length === 1) return 'the bucket gate';
    return `the bucket ${shut.length === 1 ? 'gate' : 'gates'} of ${shut.join(' and ')}`;
  }
  const [first] = pools;
  if (first === undefined || first.state.isLockGateOpen) return undefined;
  return pools.length === 1 ? 'the lock gate of set 0' : `the lock gate of set 0 of ${first.name}`;
}

/**
 * What keeps objects from being deleted, in sets that can be written as well: the first set of the first pool, which locks
 * for all. Undefined when nothing does, or when a gate that is shut for every request says so already.
 */
export function deletionText(
  pools: readonly { readonly name: string; readonly state: PoolState }[],
): string | undefined {
  const [first] = pools;
  if (first === undefined || first.state.isDeletionLockOpen || gatesText(pools) !== undefined)
    return undefined;
  const set = pools.length === 1 ? 'set 0' : `set 0 of ${first.name}`;
  return `No object of the tenant can be deleted: that takes more than half of the servers of ${set}.`;
}

/** Whether the bucket gate of a pool is open. */
export function gateName({ isBucketGateOpen }: PoolState): string {
  return isBucketGateOpen ? 'Bucket gate open' : 'Bucket gate shut';
}

/** Who answers for a bucket and who has to, which servers are there and do not, and what comes of it. */
export function gateText(pool: PoolLayout, { answering, silent, isBucketGateOpen }: PoolState): string {
  const { servers, bucketQuorum, drivesPerServer } = pool;
  const silentOnes = silent.map((server) => `server ${server}`).join(', ');
  return [
    `${answering} of ${counted(servers, 'server')} ${answering === 1 ? 'answers' : 'answer'} for a bucket; it takes ${bucketQuorum.servers}.`,
    ...(silentOnes === ''
      ? []
      : [
          `Silent, with fewer than ${bucketQuorum.drives} of ${counted(drivesPerServer, 'drive')}: ${silentOnes}.`,
        ]),
    ...(isBucketGateOpen ? [] : ['Nothing of the tenant is read, written or listed.']),
  ].join(' ');
}

/** What is missing for what does not go on: the gate that is shut, in words. Empty when nothing. */
export function shutText({ shut, isLost }: Outcome): string {
  if (isLost) return 'too few shards are left';
  if (shut.read !== undefined) return `nothing is lost, ${shutGate[shut.read]}`;
  return shut.write === undefined ? '' : `${shutGate[shut.write]} to write`;
}

const shutGate: Readonly<Record<Gate, string>> = {
  bucket: 'too few servers answer for a bucket',
  lock: 'too few servers answer for a lock',
  shards: 'too few shards are left',
};
