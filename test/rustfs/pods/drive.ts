import { chmodSync, chownSync, mkdirSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { command } from './command';

/** A volume: a file system of its own, mounted at this path. */
export type Drive = string;

/** What a kubelet gives to a volume's root for `fsGroup`: the group owns it, and what is made in it stays the group's. */
const groupOwned = 0o2775;

/** A new and empty file system, owned as a kubelet hands it to a pod. */
export function makeDrive(path: string, megabytes: number, group: number): Drive {
  mkdirSync(path, { recursive: true });
  command('mount', '-t', 'tmpfs', '-o', `size=${megabytes}m`, 'tmpfs', path);
  chownSync(path, 0, group);
  chmodSync(path, groupOwned);
  return path;
}

export function removeDrive(drive: Drive): void {
  command('umount', '--lazy', drive);
}

/** From now on the drive answers every request with "permission denied". */
export function failDrive(drive: Drive): void {
  chmodSync(drive, 0);
}

/** The drive is back, with what it held. */
export function mendDrive(drive: Drive): void {
  chmodSync(drive, groupOwned);
}

/** Everything on the drive is gone: as a new one in the same place. */
export function emptyDrive(drive: Drive): void {
  for (const name of readdirSync(drive)) rmSync(join(drive, name), { recursive: true, force: true });
}
