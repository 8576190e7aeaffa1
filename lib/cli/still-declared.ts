import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, relative, resolve, sep } from 'node:path';
import { identityTitle } from '../change/identity';
import type { LockedTenant } from '../change/lock';
import { parseTenants, type ParseOptions } from '../manifest/parse-tenants';
import type { TenantSpec } from '../tenant/spec';
import { isNoManifest, readable } from './inputs';
import type { Loaded } from './load';
import type { OpenLock } from './lock';
import { mark } from './output-files';
import { checkoutOf, isFileName } from './place';

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
 * @param call the FILEs of the call, and how they are read. Another file may be read with another namespace.
 */
export function standingDeclarations(
  titles: readonly string[],
  lock: OpenLock,
  named: readonly string[],
  call: Pick<Loaded, 'inputs' | 'options'>,
): StandingDeclaration[] {
  return declarationsAmong(
    foldersOf(lock, named).flatMap((folder) => filesIn(folder)),
    titles,
    lock,
    call,
  );
}

/** The same, in the whole repository that the lock lies in, and in what is hidden there. */
export function declarationsAnywhere(
  titles: readonly string[],
  lock: OpenLock,
  call: Pick<Loaded, 'inputs' | 'options'>,
): StandingDeclaration[] {
  const folder = dirname(lock.file);
  const checkout = checkoutOf(resolve(folder));
  const folders = foldersOf(lock, [checkout === undefined ? folder : relative('', checkout) || '.']);
  return declarationsAmong(
    folders.flatMap((each) => filesIn(each, true)),
    titles,
    lock,
    call,
  );
}

function declarationsAmong(
  files: readonly string[],
  titles: readonly string[],
  lock: OpenLock,
  { inputs, options }: Pick<Loaded, 'inputs' | 'options'>,
): StandingDeclaration[] {
  const names = titles.map((title) => title.replace(/^.*\//, ''));
  const read = new Set(inputs.map((input) => resolve(input)));
  return files.flatMap((file) => {
    const text = readable(file, () => readFileSync(file, 'utf8'));
    // Most files are about something else, which a look tells; a text may be written with escapes.
    if (text.startsWith(mark) || !names.some((name) => text.includes(name) || text.includes('\\'))) return [];
    const { tenants, problems } = parseTenants(
      text,
      read.has(resolve(file)) ? options : withoutNamespace(options),
    );
    const knownHere = lock.lock.tenants.filter((tenant) => declaringFile(lock, tenant) === file);
    const found = tenants.flatMap(({ spec, title, source }) =>
      titlesOf(spec, title, titles, knownHere).map((each) => ({
        title: each,
        file,
        line: source.line('name'),
      })),
    );
    // What declared it and cannot be read may declare it still.
    const hidden = problems.some(({ code }) => code === 'yaml') ? knownHere.map(identityTitle) : [];
    const unread = hidden.filter(
      (title) => titles.includes(title) && !found.some((each) => each.title === title),
    );
    return [...found, ...unread.map((title) => ({ title, file, line: 1 }))];
  });
}

function withoutNamespace({ namespace: _namespace, ...options }: ParseOptions): ParseOptions {
  return options;
}

/** The tenants that a declaration may be, of some: without a namespace what the lock knows from there, else any of its name. */
function titlesOf(
  { name, namespace }: TenantSpec,
  title: string,
  titles: readonly string[],
  knownHere: readonly LockedTenant[],
): string[] {
  if (typeof namespace === 'string' && namespace !== '') return titles.filter((each) => each === title);
  const known = knownHere.filter((tenant) => tenant.name === name).map(identityTitle);
  return titles.filter((each) => (known.length > 0 ? known.includes(each) : each.endsWith(`/${name}`)));
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

/**
 * Every file that may declare a tenant. What packages and other checkouts bring declares none of ours, and what is hidden hardly.
 */
function filesIn(folder: string, withHidden = false): string[] {
  const entries = readable(folder, () => readdirSync(folder, { withFileTypes: true }));
  return entries.flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.name === '.git' || entry.name === 'node_modules') return [];
    if (entry.name.startsWith('.') && !withHidden) return [];
    if (entry.isDirectory()) return existsSync(join(path, '.git')) ? [] : filesIn(path, withHidden);
    return isFileName(entry.name) && !isNoManifest(entry.name) && isFile(path) ? [path] : [];
  });
}

function isFile(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isFile() ?? false;
}
