import { existsSync } from 'node:fs';
import { dirname, join, relative, resolve, sep } from 'node:path';
import { lockFileName } from '../files/lock-file';
import { UsageError } from './io';
import type { Loaded } from './load';
import type { OpenLock } from './lock';

/** One side of a plan, with what its folder declares. */
interface DeclaredFolder {
  /** The folder that was named; undefined for a file and for standard input. */
  readonly root: string | undefined;
  readonly loaded: Loaded;
}

/**
 * Stops at a lock in a folder of the planned one that knows the tenants there and is not asked: what it holds them to would
 * pass. Where one side declares tenants, the lock of the other counts, too: either may be what the change took out.
 *
 * @throws {UsageError} with the lock, and the call that asks it.
 */
export function stopAtLocksBelow(
  sides: readonly DeclaredFolder[],
  asked: readonly (OpenLock | undefined)[],
): void {
  const known = new Set(asked.flatMap((lock) => (lock === undefined ? [] : [resolve(lock.file)])));
  const folders = [...new Set(sides.flatMap(declaringFolders))];
  const locks = sides.flatMap(({ root }) =>
    root === undefined ? [] : folders.map((folder) => join(root, folder, lockFileName)),
  );
  const lock = locks.find((each) => existsSync(each) && !known.has(resolve(each)));
  if (lock === undefined) return;
  throw new UsageError(
    `There is a lock ${lock} for the tenants in its folder, which a plan of the folder above does not ask. ` +
      `Plan ${dirname(lock)} by itself, of both sides, or say that lock with --lock FILE.`,
  );
}

/** The folders in the planned one, seen from there, in which tenants are declared, or in folders of theirs. */
function declaringFolders({ root, loaded }: DeclaredFolder): string[] {
  if (root === undefined) return [];
  return loaded.tenants.flatMap(({ file }) => {
    const steps = relative(root, dirname(file)).split(sep);
    return steps[0] === '' || steps[0] === '..' ? [] : steps.map((_, i) => join(...steps.slice(0, i + 1)));
  });
}
