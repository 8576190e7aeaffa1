import { readdirSync, readFileSync, statSync } from 'node:fs';
import { basename, join } from 'node:path';
import { isLock } from '../change/read-lock';
import { lockFileName } from '../files/lock-file';
import { reasonOf, UsageError, type Io } from './io';

/** A text to read tenants from. */
export interface Input {
  /** The file as it was named; `<stdin>` for standard input. */
  readonly file: string;
  /** The folder that was named, where the file was not. */
  readonly folder?: string;
  readonly text: string;
}

/** The texts that the arguments name. A directory stands for its YAML and JSON files, in the order of their names. */
export function readInputs(names: readonly string[], io: Io): readonly Input[] {
  const inputs = withoutLocks(names).flatMap((name) => {
    if (name === '-') return [{ file: '<stdin>', text: readable('standard input', () => io.input()) }];
    const isFolder = readable(name, () => statSync(name).isDirectory());
    const files = isFolder ? readable(name, () => manifestFiles(name, io)) : [name];
    return files.map((file) => ({
      file,
      ...(isFolder && { folder: name }),
      text: readable(file, () => readFileSync(file, 'utf8')),
    }));
  });
  return withoutLockTexts(inputs);
}

/**
 * The same but for locks, however their files are called.
 *
 * @throws {UsageError} when there is nothing else.
 */
export function withoutLockTexts(inputs: readonly Input[]): readonly Input[] {
  const others = inputs.filter(({ text }) => !isLock(text));
  const [lock] = inputs;
  if (others.length > 0 || lock === undefined) return others;
  throw lockOnly(lock.file);
}

/**
 * The names but for locks, which declare nothing: a shell's `tenants/*.yaml` names the one beside the declarations, too.
 *
 * @throws {UsageError} when nothing else is named.
 */
export function withoutLocks(names: readonly string[]): readonly string[] {
  const others = names.filter((name) => basename(name) !== lockFileName);
  const [lock] = names;
  if (others.length > 0 || lock === undefined) return others;
  throw lockOnly(lock);
}

function lockOnly(lock: string): UsageError {
  return new UsageError(
    `${lock} is a lock, which declares no tenant. Name the declarations, or their folder.`,
  );
}

/** What `read` gives; what the file system says is said as wrong usage. */
export function readable<T>(name: string, read: () => T): T {
  try {
    return read();
  } catch (cause) {
    if (cause instanceof UsageError) throw cause;
    throw new UsageError(`Cannot read ${name}: ${reasonOf(cause)}`);
  }
}

/** A kustomization lists files and is none of the objects, and the lock is ours. */
export function isNoManifest(name: string): boolean {
  return isKustomization(name) || name === lockFileName;
}

/** By the names that kustomize looks for. */
export function isKustomization(name: string): boolean {
  return /^kustomization(\.ya?ml)?$/i.test(name);
}

function manifestFiles(directory: string, io: Io): string[] {
  const entries = readdirSync(directory, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1));
  const names = entries
    .filter((entry) => !entry.isDirectory() && /\.(ya?ml|json)$/i.test(entry.name))
    .filter(({ name }) => !isNoManifest(name))
    .map(({ name }) => name);
  if (names.length === 0) throw new UsageError(`${directory} has no .yaml, .yml or .json files.`);
  for (const { name } of entries.filter((entry) => entry.isDirectory())) {
    io.printError(`${join(directory, name)} is a folder; its files are not read.\n`);
  }
  return names.map((name) => join(directory, name));
}
