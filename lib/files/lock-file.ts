import { readFileSync } from 'node:fs';
import { emptyLock, lockText, readLock, type Lock, type ReadLock } from '../change';
import { codeOf } from './code-of';
import { realFile } from './real-file';
import { writeWholeFile } from './whole-file';

/** What the lock file is called, beside the declarations. */
export const lockFileName = 'rustfs-tenant.lock.yaml';

/** A lock file as it is on the disk. */
export interface LockFile extends ReadLock {
  /** Its text; undefined when there is no file yet. */
  readonly text: string | undefined;
}

/** Reads a lock file. One that is not there knows nothing, and has no problems. */
export function readLockFile(file: string): LockFile {
  const text = textOf(file);
  return text === undefined ? { lock: emptyLock, problems: [], text } : { ...readLock(text), text };
}

/** Whether there is something to write: a lock that was given nothing new keeps the bytes that it has. */
export function isLockNew(found: Pick<LockFile, 'lock' | 'text'>, lock: Lock): boolean {
  return found.text === undefined || lock !== found.lock;
}

/**
 * Writes a lock file, whole; where a link leads to. Whoever calls has read it without problems before, and holds its
 * marker since.
 */
export function writeLockFile(file: string, lock: Lock): void {
  writeWholeFile(realFile(file), lockText(lock));
}

function textOf(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch (cause) {
    if (codeOf(cause) === 'ENOENT') return undefined;
    throw cause;
  }
}
