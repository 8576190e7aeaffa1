import { closeSync, mkdirSync, openSync, renameSync, rmdirSync, rmSync, statSync, writeSync } from 'node:fs';
import { hostname } from 'node:os';
import { basename, dirname, join, resolve } from 'node:path';
import { codeOf } from './code-of';
import { readJsonFile } from './json-file';
import { realFile } from './real-file';

/** Somebody else is at work on the same files, and did not end in time. */
export class BusyError extends Error {
  override readonly name = 'BusyError';
}

/** The marker of a file that is being changed: beside it. */
export function fileMarker(file: string): string {
  const real = realFile(file);
  return join(dirname(real), `.${basename(real)}.busy`);
}

/** The marker of a folder that is being changed: in it. */
export function folderMarker(folder: string): string {
  return join(folder, markerName);
}
export const markerName = '.rustfs-tenant-busy';

/** Others are at work for far less than a second; who takes longer has been stopped, and is told of. */
const patience = 5_000;
/** A marker without its content is about to get it, or never will. */
const timeToMark = 1_000;
/** Of another machine it cannot be known whether its process still runs; none takes this long. */
const longestWork = 600_000;

/**
 * Does what reads, checks and writes files while no other process does. The marker names the process that holds it, so
 * one that was left by a killed process is taken over. Where no marker may be written, nor may the files: the work is
 * done without, and says so itself when it has something to write.
 *
 * @throws {BusyError} when another process holds the marker for longer than it should need.
 */
export function exclusively<T>(marker: string, work: () => T): T {
  const made = acquired(marker);
  if (made === undefined) return work();
  try {
    return work();
  } finally {
    rmSync(marker, { force: true });
    removeEmpty(resolve(dirname(marker)), made.folder && resolve(made.folder));
  }
}

/** The first folder that had to be made for the marker; undefined altogether when there may be no marker. */
function acquired(marker: string): { readonly folder: string | undefined } | undefined {
  const end = Date.now() + patience;
  let folder: string | undefined;
  for (;;) {
    try {
      folder = mkdirSync(dirname(marker), { recursive: true }) ?? folder;
      writeMarker(marker);
      return { folder };
    } catch (cause) {
      const code = codeOf(cause);
      if (code === 'EACCES' || code === 'EROFS' || code === 'EPERM') return undefined;
      // The folder of another run that had nothing to write may just have been removed.
      if (code === 'ENOENT' && Date.now() < end) continue;
      if (code !== 'EEXIST' || isNoMarker(marker)) throw cause;
    }
    if (takenAway(marker)) continue;
    if (Date.now() >= end) throw new BusyError(busyText(marker));
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 20);
  }
}

/** What is in a marker: who holds it. */
interface Holder {
  readonly pid: number;
  readonly host: string;
}

function writeMarker(marker: string): void {
  const descriptor = openSync(marker, 'wx');
  try {
    const holder: Holder = { pid: process.pid, host: hostname() };
    writeSync(descriptor, JSON.stringify(holder));
  } finally {
    closeSync(descriptor);
  }
}

/** Whether it was the folder that could not be made. */
function isNoMarker(marker: string): boolean {
  return statSync(dirname(marker), { throwIfNoEntry: false })?.isDirectory() === false;
}

/** Takes away a marker whose process is gone. Another process may do the same: what was taken is looked at again. */
function takenAway(marker: string): boolean {
  if (!isStale(marker)) return false;
  const aside = `${marker}.${process.pid}`;
  try {
    renameSync(marker, aside);
    if (isStale(aside)) rmSync(aside, { force: true });
    else renameSync(aside, marker);
  } catch (cause) {
    if (codeOf(cause) !== 'ENOENT') throw cause;
  }
  return true;
}

function isStale(marker: string): boolean {
  const age = Date.now() - (statSync(marker, { throwIfNoEntry: false })?.mtimeMs ?? Date.now());
  const holder = readJsonFile(marker, isHolder);
  if (holder === undefined) return age > timeToMark;
  return holder.host === hostname() ? !isRunning(holder.pid) : age > longestWork;
}

function isHolder(value: unknown): value is Holder {
  if (typeof value !== 'object' || value === null || !('pid' in value) || !('host' in value)) return false;
  return Number.isSafeInteger(value.pid) && Number(value.pid) > 0 && typeof value.host === 'string';
}

/** A marker with this process's own number is of a former one: work here ends before the next begins. */
function isRunning(pid: number): boolean {
  if (pid === process.pid) return false;
  try {
    return process.kill(pid, 0);
  } catch (cause) {
    return codeOf(cause) === 'EPERM';
  }
}

function busyText(marker: string): string {
  const holder = readJsonFile(marker, isHolder);
  const who = holder === undefined ? 'Another process' : `Process ${holder.pid} on ${holder.host}`;
  return `${who} is writing here (${marker}). Nothing was written. Run again when it has ended; if no such process runs, remove that file`;
}

/** Removes folders that were made for a marker and have got nothing else. */
function removeEmpty(folder: string, first: string | undefined): void {
  if (first === undefined) return;
  try {
    rmdirSync(folder);
  } catch {
    return;
  }
  if (folder.length > first.length) removeEmpty(dirname(folder), first);
}
