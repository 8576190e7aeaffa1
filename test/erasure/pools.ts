import { isLaidOut, poolLayout, type CodingPlan, type NoLayout, type PoolLayout } from '../../lib/erasure';

/** The layout of a pool of `servers` x `drives`, of drives of 1000 bytes. */
export function layoutOf(servers: number, drives: number, coding: CodingPlan = {}): PoolLayout {
  const layout = tryLayout(servers, drives, coding);
  if (!isLaidOut(layout)) throw new Error(`${servers} x ${drives} cannot form: ${layout.reason}`);
  return layout;
}

/** The same, for pools that may be impossible. */
export function tryLayout(servers: number, drives: number, coding: CodingPlan = {}): PoolLayout | NoLayout {
  const isSingleDrive = servers === 1 && drives === 1;
  return poolLayout(
    { name: 'pool-0', servers, drivesPerServer: drives, driveBytes: 1000n, isSingleDrive },
    coding,
  );
}
