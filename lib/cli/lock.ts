import { statSync } from 'node:fs';
import { dirname, join, relative, sep } from 'node:path';
import { checkAgainstLock, lockText, tenantIdentity, type Lock, type TenantIdentity } from '../change';
import { lockWithAll } from '../change/record';
import { counted } from '../counted';
import { lockFileName, readLockFile } from '../files/lock-file';
import { readable } from './inputs';
import type { FiledProblem, Loaded, LoadedTenant } from './load';
import type { FileBeside } from './output-folder';

/** The lock that belongs to some declarations, as it is on the disk. */
export interface OpenLock {
  readonly file: string;
  /** Its text; undefined when there is no such file yet. */
  readonly text: string | undefined;
  readonly lock: Lock;
  /** What is wrong with the lock itself. */
  readonly problems: readonly FiledProblem[];
}

/** Where the lock is: as said, or beside the first FILE. Undefined for standard input, which lies nowhere. */
export function lockFileOf(files: readonly string[], said: string | undefined): string | undefined {
  const [first] = files;
  if (said !== undefined || first === undefined || first === '-') return said;
  const isFolder = statSync(first, { throwIfNoEntry: false })?.isDirectory() ?? false;
  return join(isFolder ? first : dirname(first), lockFileName);
}

/** Reads the lock, when there is a place for one. */
export function openLock(file: string | undefined): OpenLock | undefined {
  if (file === undefined) return undefined;
  const { text, lock, problems } = readable(file, () => readLockFile(file));
  return { file, text, lock, problems: problems.map((problem) => ({ ...problem, file, line: 1 })) };
}

/** What the lock has against the tenants; what is wrong with the lock itself, when it cannot be read. */
export function lockProblems(loaded: Loaded, open: OpenLock | undefined): FiledProblem[] {
  if (open?.text === undefined || open.problems.length > 0) return [...(open?.problems ?? [])];
  const declared = loaded.declared.map(({ title }) => title);
  return loaded.tenants.flatMap((tenant) => {
    const { file, title, source } = tenant;
    const identity = identityOf(tenant);
    if (identity === undefined) return [];
    const problems = checkAgainstLock(open.lock, identity, placeOf(open.file, file), declared);
    return problems.map((problem) => ({ ...problem, file, line: source.line(problem.path), tenant: title }));
  });
}

/** The lock with what the tenants add to it, to be written beside their objects. */
export function keptLock(tenants: readonly LoadedTenant[], open: OpenLock): FileBeside {
  const entries = tenants.flatMap((loaded) => {
    const tenant = identityOf(loaded);
    return tenant === undefined ? [] : [{ tenant, declaredIn: placeOf(open.file, loaded.file) }];
  });
  const lock = lockWithAll(open.lock, entries);
  const text = lockText(lock);
  return {
    file: open.file,
    text: text === open.text ? undefined : text,
    summary: `${open.file}: ${counted(lock.tenants.length, 'tenant')}, changed\n`,
  };
}

/** What declares each tenant, by its title and from where the lock is. */
export function placesOf(tenants: readonly LoadedTenant[], { file }: OpenLock): ReadonlyMap<string, string> {
  return new Map(
    tenants.flatMap((tenant) => {
      const place = placeOf(file, tenant.file);
      return place === undefined ? [] : [[tenant.title, place] as const];
    }),
  );
}

/** Read from the objects once: it is checked and then kept. */
const identities = new WeakMap<LoadedTenant, TenantIdentity>();

function identityOf(tenant: LoadedTenant): TenantIdentity | undefined {
  const identity = identities.get(tenant) ?? tenantIdentity(tenant.objects);
  if (identity !== undefined) identities.set(tenant, identity);
  return identity;
}

/** What declares a tenant, from where the lock is; with the same slashes on every system. */
function placeOf(lockFile: string, file: string): string | undefined {
  if (file === '<stdin>') return undefined;
  return relative(dirname(lockFile), file).split(sep).join('/');
}
