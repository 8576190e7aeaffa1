import { closeSync, fsyncSync, mkdirSync, openSync, renameSync, rmSync, writeSync } from 'node:fs';
import { dirname, join, basename } from 'node:path';

/** What a file that is being written is called until it is whole: two processes may write the same file at a time. */
function unfinishedName(file: string): string {
  return join(dirname(file), `.${basename(file)}.${process.pid}.unfinished`);
}

/** Writes a file so that whoever reads it finds the old text or the new one, whole, whatever stops the process. */
export function writeWholeFile(file: string, text: string): void {
  mkdirSync(dirname(file), { recursive: true });
  const unfinished = unfinishedName(file);
  try {
    writeThrough(unfinished, text);
    renameSync(unfinished, file);
  } catch (cause) {
    rmSync(unfinished, { force: true });
    throw cause;
  }
  syncFolder(dirname(file));
}

/** Writes a file and waits until it is on the disk. */
export function writeThrough(file: string, text: string): void {
  const descriptor = openSync(file, 'w');
  try {
    let rest: Uint8Array = Buffer.from(text, 'utf8');
    while (rest.length > 0) rest = rest.subarray(writeSync(descriptor, rest));
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}

/** Waits until a folder's entries are on the disk, where the system can. */
export function syncFolder(folder: string): void {
  let descriptor: number;
  try {
    descriptor = openSync(folder, 'r');
  } catch {
    // Windows opens no folders; it keeps the order of renames by itself.
    return;
  }
  try {
    fsyncSync(descriptor);
  } catch {
    // Some network file systems cannot.
  } finally {
    closeSync(descriptor);
  }
}
