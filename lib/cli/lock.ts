import { existsSync, statSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { lockText, tenantIdentity, type Lock, type TenantIdentity } from '../change';
import { problemsAgainst } from '../change/check-lock';
import { lockedTenant } from '../change/lock';
import { exchangedProblem } from '../change/exchanged';
import { lockConsistency } from '../change/lock-consistency';
import { isNewIn } from '../change/place';
import { lockWithAll } from '../change/record';
import { counted } from '../counted';
import { isLockNew, lockFileName, readLockFile } from '../files/lock-file';
import { readable } from './inputs';
import { UsageError, type Io } from './io';
import type { FiledProblem, Loaded, LoadedTenant } from './load';
import type { FileBeside } from './output-folder';
import { exchangedTenants, missingTenants } from './missing';
import { declaredIn, placeOfCall } from './place';

/** The lock that belongs to some declarations, as it is on the disk. */
export interface OpenLock {
  readonly file: string;
  /** Its text; undefined when there is no such file yet. */
  readonly text: string | undefined;
  readonly lock: Lock;
  /** What is wrong with the lock itself. */
  readonly problems: readonly FiledProblem[];
}

/**
 * Where the lock is: as said, or beside the FILEs; where none of them has one yet, beside the first. Undefined for
 * standard input, which lies nowhere.
 *
 * @throws {UsageError} when the FILEs have several: what is checked must not hang on their order.
 */
export function lockFileOf(files: readonly string[], said: string | undefined): string | undefined {
  if (said !== undefined) return said;
  const beside = new Map(
    files.filter((file) => file !== '-').map((file) => [resolve(lockBeside(file)), file]),
  );
  const [found, other] = [...beside].filter(([lock]) => existsSync(lock)).map(([, file]) => lockBeside(file));
  if (found !== undefined && other !== undefined) {
    throw new UsageError(`There is a lock in ${found} and another in ${other}. Say which with --lock FILE.`);
  }
  const [first] = files;
  return found ?? (first === undefined || first === '-' ? undefined : lockBeside(first));
}

/**
 * Where the lock of OLD is: beside it; where none lies there, where `--lock` has that of NEW, seen from OLD. Undefined for
 * standard input.
 */
export function formerLockFileOf(
  before: string,
  after: string,
  said: string | undefined,
): string | undefined {
  const beside = lockFileOf([before], undefined);
  if (beside === undefined || existsSync(beside) || said === undefined || after === '-') return beside;
  const there = join(dirname(beside), relative(dirname(lockBeside(after)), said));
  return existsSync(there) && resolve(there) !== resolve(said) ? there : beside;
}

function lockBeside(file: string): string {
  const isFolder = statSync(file, { throwIfNoEntry: false })?.isDirectory() ?? false;
  return join(isFolder ? file : dirname(file), lockFileName);
}

/**
 * Says where a lock lies in a folder above, when none lies beside the FILEs: it is not read, and what it knows is not held to.
 * The search ends at the top of a git repository.
 *
 * @returns whether there is one.
 */
export function tellLockAbove(files: readonly string[], lock: OpenLock | undefined, io: Io): boolean {
  const [first] = files;
  if (first === undefined || first === '-' || lock === undefined || lock.text !== undefined) return false;
  const above = lockAbove(dirname(resolve(lock.file)));
  if (above === undefined) return false;
  io.printError(
    `No lock lies beside ${first}. The one in ${dirname(above)} is not read: --lock ${above} does.\n`,
  );
  return true;
}

function lockAbove(folder: string): string | undefined {
  const parent = dirname(folder);
  if (parent === folder || existsSync(join(folder, '.git'))) return undefined;
  const lock = join(parent, lockFileName);
  return existsSync(lock) ? lock : lockAbove(parent);
}

/**
 * Reads the lock that only `render --out` makes.
 *
 * @throws {UsageError} when `--lock` says one that is not there: a typing mistake must not pass for a lock without tenants.
 */
export function openSaidLock(file: string | undefined, said: string | undefined): OpenLock | undefined {
  const lock = openLock(file);
  if (said === undefined || lock?.text !== undefined) return lock;
  throw new UsageError(
    `There is no lock ${said}. rustfs-tenant render FILE --out DIR --lock ${said} makes one.`,
  );
}

/** Reads the lock, when there is a place for one. */
export function openLock(file: string | undefined): OpenLock | undefined {
  if (file === undefined) return undefined;
  const { text, lock, problems } = readable(file, () => readLockFile(file));
  return { file, text, lock, problems: problems.map((problem) => ({ ...problem, file })) };
}

/** What the lock has against the tenants; what is wrong with the lock itself, when it cannot be read. */
export function lockProblems(loaded: Loaded, open: OpenLock | undefined): FiledProblem[] {
  if (open === undefined || open.problems.length > 0) return [...(open?.problems ?? [])];
  const place = placeOfCall(open, loaded);
  const exchanged = exchangedTenants(loaded, open);
  const missing = missingTenants(loaded, open);
  return loaded.tenants.flatMap((tenant) => {
    const { file, title, source } = tenant;
    const identity = identityOf(tenant);
    if (identity === undefined) return [];
    const declaration = declaredIn(open.file, file);
    const isNew = isNewIn(place, lockedTenant(open.lock, identity), declaration);
    const move = exchanged.find((each) => each.title === title);
    const problems = [
      ...problemsAgainst(open.lock, identity, missing, declaration, isNew),
      ...(move === undefined ? [] : [exchangedProblem(move, exchanged)]),
    ];
    return problems.map((problem) => ({ ...problem, file, line: source.line(problem.path), tenant: title }));
  });
}

/**
 * The lock with what the tenants add to it, to be written beside their objects.
 *
 * @param proven what is known beyond the lock.
 */
export function keptLock(
  tenants: readonly LoadedTenant[],
  open: OpenLock,
  proven: Lock = open.lock,
): FileBeside {
  const entries = tenants.flatMap((loaded) => {
    const tenant = identityOf(loaded);
    return tenant === undefined ? [] : [{ tenant, declaredIn: declaredIn(open.file, loaded.file) }];
  });
  const lock = lockWithAll(proven, entries);
  assertConsistent(open.file, lock);
  return {
    file: open.file,
    text: isLockNew(open, lock) ? lockText(lock) : undefined,
    summary: `${open.file}: ${counted(lock.tenants.length, 'tenant')}, changed\n`,
  };
}

/** Before a lock is written: one that contradicts itself would stop everything from then on. */
export function assertConsistent(file: string, lock: Lock): void {
  const [contradiction] = lockConsistency(lock);
  if (contradiction === undefined) return;
  throw new UsageError(`${file} stays as it is, as it would contradict itself: ${contradiction.message}`);
}

/** What declares each tenant, by its title and from where the lock is. */
export function declarationsOf(
  tenants: readonly LoadedTenant[],
  { file }: OpenLock,
): ReadonlyMap<string, string> {
  return new Map(
    tenants.flatMap((tenant) => {
      const declaration = declaredIn(file, tenant.file);
      return declaration === undefined ? [] : [[tenant.title, declaration] as const];
    }),
  );
}

/** Read from the objects once: it is checked and then kept. */
const identities = new WeakMap<LoadedTenant, TenantIdentity>();

/** What of a tenant must stay. */
export function identityOf(tenant: LoadedTenant): TenantIdentity | undefined {
  const identity = identities.get(tenant) ?? tenantIdentity(tenant.objects);
  if (identity !== undefined) identities.set(tenant, identity);
  return identity;
}
