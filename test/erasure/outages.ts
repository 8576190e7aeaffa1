import fc from 'fast-check';
import type { Gate, PoolLayout, ShutGates } from '../../lib/erasure';
import type { DriveAt, Passage } from '../support/simulated-tenant';
import type { Off } from './placements';

/** Outages of one of these pools: of servers and of drives, of none, few or many. */
export function outagesOf(layouts: readonly PoolLayout[]): fc.Arbitrary<readonly [PoolLayout, Off]> {
  const shares = fc.constantFrom(0, 0.05, 0.2, 0.5);
  return fc.tuple(fc.constantFrom(...layouts), shares, shares).chain(([layout, ofServers, ofDrives]) => {
    const { servers, drivesPerServer } = layout;
    const rolls = (length: number) =>
      fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: length, maxLength: length });
    return fc.tuple(rolls(servers), rolls(servers * drivesPerServer)).map(([serverRolls, driveRolls]) => {
      const off: Off = {
        servers: serverRolls.flatMap((roll, server) => (roll < ofServers ? [server] : [])),
        drives: driveRolls.flatMap((roll, i): DriveAt[] =>
          roll < ofDrives ? [[i % servers, Math.floor(i / servers)]] : [],
        ),
      };
      return [layout, off] as const;
    });
  });
}

/** The first gate that a request meets shut. */
export function firstShut(gates: Readonly<Record<Gate, Passage>>): ShutGates {
  const first = (kind: 'read' | 'write') =>
    (['bucket', 'lock', 'shards'] as const).find((gate) => !gates[gate][kind]);
  return { read: first('read'), write: first('write') };
}
