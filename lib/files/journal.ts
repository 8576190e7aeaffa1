import { existsSync, lstatSync, mkdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { dirname, join, relative, resolve, sep } from 'node:path';
import { codeOf } from './code-of';
import { readJsonFile } from './json-file';
import { syncFolder, writeThrough, writeWholeFile } from './whole-file';

/** Files to write and to remove, all of them or none. Paths are absolute or from the working directory. */
export interface FileChanges {
  readonly writes: ReadonlyMap<string, string>;
  readonly removals: readonly string[];
}

/** The folder in which changes are prepared, in the folder that they are made in. */
export const journalName = '.rustfs-tenant-journal';

/** What tells a journal that is whole from one that was never finished. */
const listName = 'changes.json';

/**
 * Makes all changes or, when the process is stopped, none. Every file is written aside and is on the disk before the
 * list of what to do with them is; from then on there are only renames left, and `finishChanges` does those that a
 * stopped process did not. Ctrl-C and SIGTERM wait until it is done. Whoever calls is alone at work on the folder, and
 * has called `finishChanges` before.
 */
export function makeChanges(folder: string, changes: FileChanges): void {
  if (changes.writes.size + changes.removals.length === 0) return;
  const journal = join(folder, journalName);
  if (isHalfWritten(folder)) throw new Error(`${journal} has changes that are not carried out`);
  rmSync(journal, { recursive: true, force: true });
  mkdirSync(journal, { recursive: true });
  const moves = [...changes.writes].map(([path, text], i) => {
    writeThrough(join(journal, String(i)), text);
    return { from: String(i), to: relative(folder, path) };
  });
  const list: ChangeList = { moves, removals: changes.removals.map((path) => relative(folder, path)) };
  uninterrupted(() => {
    writeWholeFile(join(journal, listName), JSON.stringify(list));
    carryOut(folder, list, renameOrCopy);
  });
}

/**
 * Carries out what a process that was stopped has left to do in a folder, or clears away what it had only prepared.
 *
 * @param outside the files outside of the folder that the journal may name.
 * @throws when the journal is none that `makeChanges` has written for this folder and these files.
 */
export function finishChanges(folder: string, outside: readonly string[]): void {
  const journal = join(folder, journalName);
  if (!existsSync(journal)) return;
  const file = join(journal, listName);
  if (!existsSync(file)) {
    rmSync(journal, { recursive: true });
    return;
  }
  const list = readJsonFile(file, isList);
  // A journal may have come with a clone: it must lead nowhere that a run would not write by itself.
  const allowed = outside.map((path) => resolve(path));
  const isOurs = (path: string) => {
    const target = resolve(folder, path);
    return allowed.includes(target) || isPlainlyInside(resolve(folder), target);
  };
  const isSafe =
    list?.moves.every(({ from, to }) => /^\d+$/.test(from) && isOurs(to)) === true &&
    list.removals.every(isOurs) &&
    isPlainlyInside(resolve(folder), resolve(file));
  if (!isSafe) {
    throw new Error(`${journal} is of no run with these arguments. Remove it after a look at what it is`);
  }
  // What has been moved is no longer there to be moved.
  uninterrupted(() =>
    carryOut(folder, list, (from, to) => {
      if (existsSync(from)) renameOrCopy(from, to);
    }),
  );
}

/** Whether a run was stopped in a folder when it had begun to change it. */
export function isHalfWritten(folder: string): boolean {
  return existsSync(join(folder, journalName, listName));
}

interface ChangeList {
  /** From the journal, to where in the folder. */
  readonly moves: readonly { readonly from: string; readonly to: string }[];
  readonly removals: readonly string[];
}

/** Every step may be repeated, when `move` knows what to do with what has been moved already. */
function carryOut(
  folder: string,
  { moves, removals }: ChangeList,
  move: (from: string, to: string) => void,
): void {
  const journal = join(folder, journalName);
  const targets = moves.map(({ to }) => resolve(folder, to));
  for (const target of targets) mkdirSync(dirname(target), { recursive: true });
  for (const [i, { from }] of moves.entries()) move(join(journal, from), targets[i] ?? '');
  for (const path of removals) rmSync(resolve(folder, path), { force: true });
  for (const parent of new Set(targets.map((target) => dirname(target)))) syncFolder(parent);
  rmSync(join(journal, listName));
  rmSync(journal, { recursive: true });
}

function renameOrCopy(from: string, to: string): void {
  try {
    renameSync(from, to);
  } catch (cause) {
    // The lock may lie on another file system than the folder.
    if (codeOf(cause) !== 'EXDEV') throw cause;
    writeWholeFile(to, readFileSync(from, 'utf8'));
    rmSync(from);
  }
}

function isList(value: unknown): value is ChangeList {
  if (typeof value !== 'object' || value === null || !('moves' in value) || !('removals' in value))
    return false;
  const { moves, removals } = value;
  const isMove = (item: unknown) =>
    typeof item === 'object' &&
    item !== null &&
    'from' in item &&
    'to' in item &&
    typeof item.from === 'string' &&
    typeof item.to === 'string';
  const isText = (item: unknown) => typeof item === 'string';
  return Array.isArray(moves) && moves.every(isMove) && Array.isArray(removals) && removals.every(isText);
}

/** Whether a path lies in a folder, and no link on the way leads out of it. */
function isPlainlyInside(folder: string, path: string): boolean {
  const below = relative(folder, path).split(sep);
  if (below.includes('..') || below.includes('')) return false;
  return below.every((_, i) => {
    const stat = lstatSync(join(folder, ...below.slice(0, i + 1)), { throwIfNoEntry: false });
    return stat === undefined || !stat.isSymbolicLink();
  });
}

/** Node runs signal handlers between pieces of work, so while this one lasts, the signals only wait. */
function uninterrupted(work: () => void): void {
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
  const wait = () => undefined;
  for (const signal of signals) process.on(signal, wait);
  try {
    work();
  } finally {
    for (const signal of signals) process.off(signal, wait);
  }
}
