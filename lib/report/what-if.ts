import { poolState, type PoolLayout, type PoolState } from '../erasure';

/** What is switched off in a pool. */
export interface SwitchedOff {
  /** A server takes its drives with it, and its voice in the locks of its sets. */
  readonly servers: ReadonlySet<number>;
  /** Drives by `driveKey`, of servers that are on and still answer for the locks. */
  readonly drives: ReadonlySet<string>;
}

/** Everything is on. */
export const nothingOff: SwitchedOff = { servers: new Set(), drives: new Set() };

/** Names a drive within its pool. */
export function driveKey(server: number, drive: number): string {
  return `${server}/${drive}`;
}

/** Whether everything is on. */
export function isNothing({ servers, drives }: SwitchedOff): boolean {
  return servers.size + drives.size === 0;
}

/** Servers switched off or on, whole: their drives come back with them. */
export function withServers(off: SwitchedOff, servers: readonly number[], isOff: boolean): SwitchedOff {
  const others = [...off.servers].filter((server) => !servers.includes(server));
  const isElsewhere = (key: string) => !servers.some((server) => key.startsWith(`${server}/`));
  return {
    servers: new Set(isOff ? [...others, ...servers] : others),
    drives: new Set([...off.drives].filter(isElsewhere)),
  };
}

/** A drive switched over. It stays off while its server is. */
export function withDriveSwitched(off: SwitchedOff, server: number, drive: number): SwitchedOff {
  if (off.servers.has(server)) return off;
  const key = driveKey(server, drive);
  const others = [...off.drives].filter((other) => other !== key);
  return { ...off, drives: new Set(off.drives.has(key) ? others : [...others, key]) };
}

/** How a pool fares without what is switched off. */
export function stateWithout(pool: PoolLayout, off: SwitchedOff): PoolState {
  return poolState(pool, {
    hasServer: (server) => off.servers.has(server),
    hasDrive: (server, drive) => off.drives.has(driveKey(server, drive)),
  });
}
