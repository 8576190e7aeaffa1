import type { PoolLayout } from './pool-layout';

/** Why a pool that RustFS takes is nothing to advise. */
export type Weakness =
  /** One that fails is as good as a dead server: it does not answer for buckets any more (`answeringDrives`). */
  | 'two drives per server'
  /** Every restart stops writes at least. */
  | 'no server to spare';

/** What `check` warns of in a pool's shape. A single server is nobody's idea of tolerance, so nothing is said of it. */
export function weaknesses({ servers, drivesPerServer, serverTolerance }: PoolLayout): Weakness[] {
  return [
    ...(drivesPerServer === 2 ? (['two drives per server'] as const) : []),
    ...(servers > 1 && serverTolerance.write === 0 ? (['no server to spare'] as const) : []),
  ];
}
