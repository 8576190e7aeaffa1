import type { PoolLayout } from './pool-layout';

/** What of a pool may fail, of each kind by itself. */
export interface LaterReads {
  readonly servers: number;
  readonly drives: number;
}

/**
 * What reads would bear if half of the drives of each set were enough for the bucket gate, as `gateRules` says of later
 * versions. Shards need at least as much, and more than locks do (`serverTolerance`), so they alone would be left to decide.
 * Not measured: nothing is promised by it.
 */
export function laterReads({ setSize, readQuorum, drivesPerServerInSet }: PoolLayout): LaterReads {
  const drives = setSize - readQuorum;
  return { drives, servers: Math.floor(drives / drivesPerServerInSet) };
}
