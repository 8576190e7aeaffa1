import { readLockQuorum } from './gates';
import type { PoolLayout } from './pool-layout';

/** What of a pool may fail, of each kind by itself. */
export interface LaterReads {
  readonly servers: number;
  readonly drives: number;
}

/**
 * What reads would bear if half of the drives of each set were enough for the bucket gate, as `gateRules` says of later
 * versions. Shards and locks need at least as much, so nothing but them would be left to decide. Not measured: nothing is
 * promised by it.
 */
export function laterReads({
  setSize,
  readQuorum,
  serversPerSet,
  drivesPerServerInSet,
}: PoolLayout): LaterReads {
  const drives = setSize - readQuorum;
  const byLock = serversPerSet - readLockQuorum(serversPerSet);
  return { drives, servers: Math.min(byLock, Math.floor(drives / drivesPerServerInSet)) };
}
