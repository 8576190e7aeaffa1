import { isLaidOut, poolLayout, type CodingPlan, type NoLayout, type PoolLayout } from '../../lib/erasure';
import type { SimulatedPool } from '../support/simulated-tenant';

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

/** Every layout of pools of up to so many servers and drives of each: all set sizes that RustFS takes, all parities. */
export function layoutsUpTo(mostServers: number, mostDrives: number): PoolLayout[] {
  const found: PoolLayout[] = [];
  for (let servers = 1; servers <= mostServers; servers++) {
    for (let drives = 1; drives <= mostDrives; drives++) found.push(...layoutsOf(servers, drives));
  }
  return found;
}

/** What a simulation has to know of a layout. */
export function simulatedPool({ servers, drivesPerServer, setSize, parity }: PoolLayout): SimulatedPool {
  return { servers, drivesPerServer, setSize, parity };
}

/** What a layout is called where one of many fails. */
export function layoutName({ servers, drivesPerServer, setSize, parity }: PoolLayout): string {
  return `${servers} x ${drivesPerServer}, sets of ${setSize}, EC:${parity}`;
}

function layoutsOf(servers: number, drives: number): PoolLayout[] {
  const own = tryLayout(servers, drives);
  if (!isLaidOut(own)) return [];
  return own.legalSetSizes.flatMap((setSize) =>
    Array.from({ length: Math.floor(setSize / 2) + 1 }, (_, parity) =>
      layoutOf(servers, drives, { setSize, parity, reducedParity: 0 }),
    ),
  );
}
