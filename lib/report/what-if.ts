import { setOfDrive, setState, type PoolLayout, type SetState } from '../erasure';

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

/** How every set of a pool fares, in order, without what is switched off. */
export function setStates(pool: PoolLayout, off: SwitchedOff): SetState[] {
  const left = Array.from({ length: pool.sets }, () => ({ shards: 0, servers: new Set<number>() }));
  for (let server = 0; server < pool.servers; server++) {
    if (off.servers.has(server)) continue;
    for (let drive = 0; drive < pool.drivesPerServer; drive++) {
      const set = left[setOfDrive(pool, server, drive)];
      if (set === undefined) continue;
      set.servers.add(server);
      if (!off.drives.has(driveKey(server, drive))) set.shards++;
    }
  }
  return left.map(({ shards, servers }) => setState(pool, shards, servers.size));
}
