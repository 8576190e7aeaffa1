import { existsSync, lstatSync, realpathSync } from 'node:fs';
import { basename, dirname, join, posix, relative, resolve, sep } from 'node:path';
import type { Lock } from '../change/lock';
import type { Place } from '../change/place';
import type { Loaded } from './load';

/** A lock, and the file that it lies in. */
interface PlacedLock {
  readonly file: string;
  readonly lock: Lock;
}

/**
 * What declares a tenant, from where the lock is; with the same slashes on every system, and without links to folders.
 * Standard input is nowhere.
 */
export function declaredIn(lockFile: string, file: string): string | undefined {
  return file === '<stdin>'
    ? undefined
    : fromLock(lockFile, join(realFolder(resolve(dirname(file))), basename(file)));
}

/** What each call may change of what counts to its place. */
export interface PlaceOptions {
  /** Whether folders stand for what is in the folders in them, too. */
  readonly isTree?: boolean;
  /** Whether files beside the FILEs count, though they are still there: whoever asks looks whether they declare it. */
  readonly isBeside?: boolean;
}

/**
 * The place that the FILEs and folders of one call are: what they declare, and what files declared that a folder has no
 * more. FILEs may be named one by one, and the lock may have been moved: a file that is gone from a folder that is there
 * counts where a FILE lies beside it or bears its name. So does one whose folder is gone, where a FILE lies in a folder
 * that the lock knows nothing from: a folder has been moved. Standard input is a place of its own.
 */
export function placeOfCall(
  { file: lockFile, lock }: PlacedLock,
  { inputs, folders }: Pick<Loaded, 'inputs' | 'folders'>,
  { isTree = false, isBeside = false }: PlaceOptions = {},
): Place {
  const files = new Set(inputs.flatMap((input) => namesOf(lockFile, input)));
  const hasInput = inputs.includes('<stdin>');
  const named = folders.map((folder) => fromLock(lockFile, realFolder(resolve(folder))));
  const isLyingBeside = (file: string) => [...files].some((other) => isIn(posix.dirname(other), file));
  const isNamesake = (file: string) =>
    [...files].some((other) => posix.basename(other) === posix.basename(file));
  const movedInto = newFolders(lockFile, lock, inputs);
  return (declaration) => {
    if (declaration === undefined) return hasInput;
    if (files.has(declaration)) return true;
    // The same lock may know constructs, whose paths look like folders.
    if (!isFileName(declaration)) return false;
    const isInNamed = (at: string) =>
      named.some((folder) => (isTree ? isBelow(folder, at) : isIn(folder, at)));
    if (isInNamed(declaration)) return true;
    const file = join(dirname(lockFile), declaration);
    const [at = declaration, ...more] = namesOf(lockFile, file);
    if ([at, ...more].some((name) => files.has(name)) || isInNamed(at)) return true;
    if (!existsSync(dirname(file))) return movedInto.some((folder) => isOfCheckout(folder, file));
    return (isBeside && isLyingBeside(at)) || (!existsSync(file) && (isLyingBeside(at) || isNamesake(at)));
  };
}

/** Whether what declares a tenant is a file: a construct and a component have a path without an extension. */
export function isFileName(declaration: string): boolean {
  return /\.(ya?ml|json)$/i.test(declaration);
}

/** The folder of a repository that a path lies in; undefined where there is none. */
export function checkoutOf(path: string): string | undefined {
  if (existsSync(join(path, '.git'))) return path;
  const parent = dirname(path);
  return parent === path ? undefined : checkoutOf(parent);
}

/** The folders of the FILEs that the lock knows nothing from. */
function newFolders(lockFile: string, lock: Lock, inputs: readonly string[]): string[] {
  const known = new Set(
    lock.tenants.flatMap((tenant) =>
      tenant.declaredIn === undefined ? [] : [posix.dirname(tenant.declaredIn)],
    ),
  );
  const folders = inputs
    .filter((input) => input !== '<stdin>')
    .map((input) => realFolder(resolve(dirname(input))));
  return [...new Set(folders)].filter((folder) => !known.has(fromLock(lockFile, folder) || '.'));
}

/** Whether a file that is not here could be: what another repository keeps in the same lock is none of ours. */
function isOfCheckout(folder: string, file: string): boolean {
  const checkout = checkoutOf(folder);
  return checkout === undefined || isBelow(checkout, resolve(file));
}

/** What a file is called from where the lock is, and what the one that it is a link to. */
function namesOf(lockFile: string, file: string): string[] {
  const name = declaredIn(lockFile, file);
  if (name === undefined) return [];
  const isLink = lstatSync(file, { throwIfNoEntry: false })?.isSymbolicLink() ?? false;
  return isLink && existsSync(file) ? [name, fromLock(lockFile, realpathSync(file))] : [name];
}

function realFolder(folder: string): string {
  return existsSync(folder) ? realpathSync(folder) : folder;
}

function fromLock(lockFile: string, path: string): string {
  return relative(realFolder(resolve(dirname(lockFile))), path)
    .split(sep)
    .join('/');
}

function isIn(folder: string, file: string): boolean {
  return posix.relative(folder, posix.dirname(file)) === '';
}

function isBelow(folder: string, file: string): boolean {
  return !/^\.\.([/\\]|$)/.test(relative(folder, file));
}
