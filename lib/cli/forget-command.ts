import { dirname, resolve } from 'node:path';
import { withForgotten } from '../change/forget';
import { identityTitle } from '../change/identity';
import type { LockedTenant } from '../change/lock';
import { isDate } from '../change/lock-consistency';
import { objectsIn } from '../change/objects';
import { tenantsIn } from '../change/observed';
import { isRecord } from '../is-record';
import type { ParseOptions } from '../manifest/parse-tenants';
import { writeLockFile } from '../files/lock-file';
import { error, type Problem } from '../tenant/problem';
import { nearest } from '../tenant/nearest';
import type { Values } from './args';
import { readTree } from './folder-inputs';
import { readable, readInputs, withoutLocks } from './inputs';
import { UsageError, type Io } from './io';
import { load, type FiledProblem, type Loaded } from './load';
import { assertConsistent, openSaidLock, type OpenLock } from './lock';
import { isFileName } from './place';
import { hasErrors, problemLines } from './report';
import { declarationsAnywhere, declaringFile, isFolder, standingDeclarations } from './still-declared';

/** Which tenant is to be forgotten, why and when, and the FILEs in which it must be no more. */
export interface ForgetCall {
  readonly title: string;
  readonly files: readonly string[];
  readonly reason: string;
  readonly date: string;
}

/** What the arguments of `forget` ask for. */
export function forgetCall(args: readonly string[], { reason = '', date = '' }: Values): ForgetCall {
  const [title = '', ...files] = args;
  if (!/^[^/]+\/[^/]+$/.test(title)) {
    throw new UsageError(`Which tenant? rustfs-tenant forget NAMESPACE/NAME, not "${title}".`);
  }
  if (reason === '' || !isDate(date)) {
    throw new UsageError('forget wants to know why and when: --reason TEXT --date 2026-11-25.');
  }
  return { title, files, reason, date };
}

/** Takes a tenant out of the lock and leaves a record of it there. Nothing of the cluster is touched. */
export function forgetCommand(
  { title, files, reason, date }: ForgetCall,
  lockFile: string | undefined,
  said: string | undefined,
  options: ParseOptions,
  io: Io,
): number {
  if (lockFile === undefined) {
    throw new UsageError('Which lock? Say --lock FILE, or the FILEs that it lies beside.');
  }
  const loaded = load(inputsOf(files, io), options);
  const lock = openSaidLock(lockFile, said);
  const problems = [
    ...stillThere(title, loaded),
    ...(lock === undefined ? [] : elsewhere(title, loaded, files, lock)),
    ...loaded.problems,
    ...(lock?.problems ?? []),
  ].filter(({ severity }) => severity === 'error');
  io.printError(problems.map(problemLines).join(''));
  if (hasErrors(problems)) return 1;
  if (lock?.text === undefined)
    throw new UsageError(`There is no lock ${lockFile}. Say which with --lock FILE.`);
  const tenant = tenantOf(title, lock);
  if (files.length === 0) assertLookedAt(title, tenant, lock);
  const next = withForgotten(lock.lock, tenant, { reason, date });
  assertConsistent(lock.file, next);
  readable(lock.file, () => writeLockFile(lock.file, next));
  io.print(
    `${lock.file}: ${title} is forgotten, and its names are never used again. What becomes of its claims, plan says.\n${codeOf(tenant)}`,
  );
  return 0;
}

/** The files that the lock knows declarations from are looked at, named or not; without FILEs all of the repository. */
function elsewhere(title: string, loaded: Loaded, files: readonly string[], lock: OpenLock): FiledProblem[] {
  const named = new Set(loaded.inputs.map((input) => resolve(input)));
  const found =
    files.length === 0
      ? declarationsAnywhere([title], lock, loaded)
      : standingDeclarations([title], lock, loaded.folders, loaded);
  return found
    .filter(({ file }) => !named.has(resolve(file)))
    .map(({ file, line }) => ({ ...still(title), file, line, tenant: title }));
}

/**
 * @throws {UsageError} when nobody has looked whether the tenant is declared.
 */
function assertLookedAt(title: string, tenant: LockedTenant, lock: OpenLock): void {
  const file = declaringFile(lock, tenant);
  if (tenant.declaredIn === undefined) {
    throw new UsageError(
      `${lock.file} does not know what declared ${title}. Name the FILEs that do no more, or - for what is piped.`,
    );
  }
  if (file === undefined || isFolder(dirname(file))) return;
  throw new UsageError(
    `${title} was declared in ${file}, and there is no such folder. Name the FILEs that declare it no more.`,
  );
}

/** What is declared in code nobody reads here. */
function codeOf({ declaredIn }: LockedTenant): string {
  return declaredIn === undefined || isFileName(declaredIn)
    ? ''
    : `${declaredIn} declared it, in code that is not read here: take it out in the same commit. What still declares it is refused.\n`;
}

/** A folder may have no declaration left. */
function inputsOf(files: readonly string[], io: Io) {
  return withoutLocks(files).flatMap((file) =>
    file === '-' ? readInputs([file], io) : [...readTree(file).inputs],
  );
}

/** A tenant that goes on would lose what its data depends on. */
function stillThere(title: string, { tenants, declared, others, inputs }: Loaded): FiledProblem[] {
  const [first = ''] = inputs;
  const declarations = declared
    .filter((tenant) => tenant.title === title)
    .map(({ source }) => ({
      file: tenants.find((tenant) => tenant.title === title)?.file ?? first,
      line: source.line('name'),
    }));
  const rendered = others
    .filter(({ value }) =>
      tenantsIn(objectsIn(isRecord(value) ? [value] : [])).some((tenant) => identityTitle(tenant) === title),
    )
    .map(({ file }) => ({ file, line: 1 }));
  return [...declarations, ...rendered].map((place) => ({ ...still(title), ...place, tenant: title }));
}

function still(title: string): Problem {
  return error(
    'name',
    'tenant-forgotten',
    `${title} is still here: it cannot be forgotten while it lives.`,
    'Take its declaration, and what was rendered of it, out first, in the same commit.',
  );
}

function tenantOf(title: string, { file, lock }: OpenLock): LockedTenant {
  const known = lock.tenants.find((tenant) => identityTitle(tenant) === title);
  if (known !== undefined) return known;
  const former = lock.forgotten.find((tenant) => identityTitle(tenant) === title);
  if (former !== undefined) throw new UsageError(`${title} was forgotten on ${former.date} already.`);
  const titles = lock.tenants.map(identityTitle);
  const near = nearest(title, titles);
  const meant = near === undefined ? `it knows ${titles.join(', ') || 'none'}.` : `did you mean ${near}?`;
  throw new UsageError(`${file} does not know ${title}; ${meant}`);
}
