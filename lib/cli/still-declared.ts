import { readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, resolve, sep } from 'node:path';
import { parseTenants, type ParseOptions } from '../manifest/parse-tenants';
import { isNoManifest, readable } from './inputs';
import type { OpenLock } from './lock';
import { mark } from './output-files';
import { isFileName } from './place';

/** A declaration on the disk, whether or not the call names its file. */
export interface StandingDeclaration {
  /** The tenant as `namespace/name`. */
  readonly title: string;
  readonly file: string;
  /** The line of the tenant's name, from 1. */
  readonly line: number;
}

/**
 * Where tenants are declared among the files that the lock knows declarations from: in their folders, and in the folders
 * in these. A call looks into less, and a tenant that has moved is not gone.
 *
 * @param named folders that the call itself looks into.
 */
export function standingDeclarations(
  titles: readonly string[],
  lock: OpenLock,
  named: readonly string[],
  options: ParseOptions,
): StandingDeclaration[] {
  const names = titles.map((title) => title.replace(/^.*\//, ''));
  return foldersOf(lock, named)
    .flatMap(filesIn)
    .flatMap((file) => {
      const text = readable(file, () => readFileSync(file, 'utf8'));
      // Most files are about something else, which a look tells.
      if (text.startsWith(mark) || !names.some((name) => text.includes(name))) return [];
      return parseTenants(text, options)
        .tenants.filter(({ title }) => titles.includes(title))
        .map(({ title, source }) => ({ title, file, line: source.line('name') }));
    });
}

/** What declared a tenant, from here; undefined where that is no file. */
export function declaringFile(
  { file }: OpenLock,
  { declaredIn }: { readonly declaredIn?: string },
): string | undefined {
  return declaredIn !== undefined && isFileName(declaredIn) ? join(dirname(file), declaredIn) : undefined;
}

export function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;
}

/** The folders that there are, without those in others of them. */
function foldersOf(lock: OpenLock, named: readonly string[]): string[] {
  const declaring = lock.lock.tenants
    .map((tenant) => declaringFile(lock, tenant))
    .filter((file) => file !== undefined)
    .map((file) => dirname(file));
  const byPath = new Map([...declaring, ...named].filter(isFolder).map((each) => [resolve(each), each]));
  const isIn = (path: string, other: string) =>
    path !== other && `${path}${sep}`.startsWith(`${other}${sep}`);
  return [...byPath].flatMap(([path, folder]) =>
    [...byPath.keys()].some((other) => isIn(path, other)) ? [] : [folder],
  );
}

/** Every file that may declare a tenant. What is hidden, and what packages bring, declares none of ours. */
function filesIn(folder: string): string[] {
  const entries = readable(folder, () => readdirSync(folder, { withFileTypes: true }));
  return entries.flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.name.startsWith('.') || entry.name === 'node_modules') return [];
    if (entry.isDirectory()) return filesIn(path);
    return isFileName(entry.name) && !isNoManifest(entry.name) && isFile(path) ? [path] : [];
  });
}

function isFile(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isFile() ?? false;
}
