import { counted } from '../counted';
import { readLockQuorum, writeLockQuorum, type PoolLayout, type SetState } from '../erasure';

/** How a set fares, from best to worst. */
export const stateNames = ['readable and writable', 'write-blocked', 'unavailable', 'lost'] as const;

/** One of `stateNames`. */
export type StateName = (typeof stateNames)[number];

/** What each state means. */
export const stateMeanings: Readonly<Record<StateName, string>> = {
  'readable and writable': 'Enough shards and servers are left for both.',
  'write-blocked':
    'Objects of the set can be read; writes that fall to it fail, and no bucket of the tenant can be listed.',
  unavailable:
    'Nothing is lost, but too few servers answer for a bucket or for a lock: neither reads nor writes until they do.',
  lost: 'Too few shards are left to restore an object. Lost for good, unless drives come back.',
};

/** The gates that are shut for every request, as `gatesText` names them; undefined when there are none. */
export type GateNames = string | undefined;

/** The state in one name. A gate that is shut for all keeps every set waiting; what is lost stays lost. */
export function stateName({ canRead, canWrite, isLost }: Standing, shut?: GateNames): StateName {
  if (isLost) return 'lost';
  if (shut !== undefined || !canRead) return 'unavailable';
  return canWrite ? 'readable and writable' : 'write-blocked';
}

/** What names a state. */
type Standing = Pick<SetState, 'canRead' | 'canWrite' | 'isLost'>;

/** The worst of the states. */
export function worstState(names: readonly StateName[]): StateName {
  return stateNames.findLast((name) => names.includes(name)) ?? 'readable and writable';
}

/** What is left of a set: `12 of 16 shards, 3 of 4 servers`. */
export function leftText(pool: PoolLayout, { shardsLeft, serversLeft }: SetState): string {
  return `${shardsLeft} of ${counted(pool.setSize, 'shard')}, ${serversLeft} of ${counted(pool.serversPerSet, 'server')}`;
}

/** What a set lacks to be better than it is; empty when nothing. */
export function lackText(pool: PoolLayout, state: SetState, shut?: GateNames): string {
  const locks = (action: string, servers: number) =>
    `${action} needs ${counted(servers, 'server')} for its lock`;
  switch (stateName(state, shut)) {
    case 'lost':
      return `reading needs ${counted(pool.readQuorum, 'shard')}`;
    case 'unavailable':
      return shut === undefined
        ? locks('reading', readLockQuorum(pool.serversPerSet))
        : `nothing is lost: waits for ${shut}`;
    case 'write-blocked':
      return state.shardsLeft < pool.writeQuorum
        ? `writing needs ${counted(pool.writeQuorum, 'shard')}`
        : locks('writing', writeLockQuorum(pool.serversPerSet));
    default:
      return '';
  }
}
