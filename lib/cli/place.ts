import { existsSync } from 'node:fs';
import { dirname, join, posix, relative, sep } from 'node:path';
import type { Place } from '../change/place';
import type { Loaded } from './load';

/** What declares a tenant, from where the lock is; with the same slashes on every system. Standard input is nowhere. */
export function declaredIn(lockFile: string, file: string): string | undefined {
  return file === '<stdin>' ? undefined : fromLock(lockFile, file);
}

/**
 * The place that the FILEs and folders of one call are: what they declare, and what files declared that a folder has no
 * more. FILEs may be named one by one, and the lock may have been moved: a file that is gone from a folder that is there
 * counts where a FILE lies beside it or bears its name. Standard input is a place of its own.
 *
 * @param isTree whether folders stand for what is in the folders in them, too.
 */
export function placeOfCall(lockFile: string, { inputs, folders }: Loaded, { isTree = false } = {}): Place {
  const files = new Set(inputs.map((input) => declaredIn(lockFile, input)));
  const named = folders.map((folder) => fromLock(lockFile, folder));
  const isBesideOrNamed = (declaration: string) =>
    [...files].some(
      (file) =>
        file !== undefined &&
        (isIn(posix.dirname(file), declaration) || posix.basename(file) === posix.basename(declaration)),
    );
  return (declaration) => {
    if (declaration === undefined || files.has(declaration)) return files.has(declaration);
    // The same lock may know constructs, whose paths look like folders.
    if (!isFileName(declaration)) return false;
    const isInFolder = named.some((folder) =>
      isTree ? isBelow(folder, declaration) : isIn(folder, declaration),
    );
    return isInFolder || (isBesideOrNamed(declaration) && isGone(join(dirname(lockFile), declaration)));
  };
}

/** Whether what declares a tenant is a file: a construct and a component have a path without an extension. */
export function isFileName(declaration: string): boolean {
  return /\.(ya?ml|json)$/i.test(declaration);
}

function fromLock(lockFile: string, path: string): string {
  return relative(dirname(lockFile), path).split(sep).join('/');
}

function isIn(folder: string, file: string): boolean {
  return posix.relative(folder, posix.dirname(file)) === '';
}

function isGone(file: string): boolean {
  return !existsSync(file) && existsSync(dirname(file));
}

function isBelow(folder: string, file: string): boolean {
  return !/^\.\.(\/|$)/.test(posix.relative(folder, file));
}
