import { dirname, posix, relative, sep } from 'node:path';
import type { Place } from '../change/place';
import type { Loaded } from './load';

/** What declares a tenant, from where the lock is; with the same slashes on every system. Standard input is nowhere. */
export function declaredIn(lockFile: string, file: string): string | undefined {
  return file === '<stdin>' ? undefined : fromLock(lockFile, file);
}

/**
 * The place that the FILEs and folders of one call are: what they declare, and what files declared that a folder has no
 * more. Standard input is a place of its own.
 *
 * @param isTree whether folders stand for what is in the folders in them, too.
 */
export function placeOfCall(lockFile: string, { inputs, folders }: Loaded, { isTree = false } = {}): Place {
  const files = new Set(inputs.map((input) => declaredIn(lockFile, input)));
  const named = folders.map((folder) => fromLock(lockFile, folder));
  return (declaration) => {
    if (declaration === undefined || files.has(declaration)) return files.has(declaration);
    // The same lock may know constructs, whose paths look like folders.
    if (!/\.(ya?ml|json)$/i.test(declaration)) return false;
    return named.some((folder) =>
      isTree ? isBelow(folder, declaration) : posix.relative(folder, posix.dirname(declaration)) === '',
    );
  };
}

function fromLock(lockFile: string, path: string): string {
  return relative(dirname(lockFile), path).split(sep).join('/');
}

function isBelow(folder: string, file: string): boolean {
  return !/^\.\.(\/|$)/.test(posix.relative(folder, file));
}
