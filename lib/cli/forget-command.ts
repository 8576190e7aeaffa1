import { withForgotten } from '../change/forget';
import { identityTitle } from '../change/identity';
import { isDate } from '../change/lock-consistency';
import { objectsIn } from '../change/objects';
import { tenantsIn } from '../change/observed';
import { isRecord } from '../is-record';
import type { ParseOptions } from '../manifest/parse-tenants';
import { writeLockFile } from '../files/lock-file';
import { error } from '../tenant/problem';
import { nearest } from '../tenant/nearest';
import type { Values } from './args';
import { readTree } from './folder-inputs';
import { readable, readInputs, withoutLocks } from './inputs';
import { UsageError, type Io } from './io';
import { load, type FiledProblem, type Loaded } from './load';
import { assertConsistent, openSaidLock, type OpenLock } from './lock';
import { hasErrors, problemLines } from './report';

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
  const problems = [...stillThere(title, loaded), ...loaded.problems, ...(lock?.problems ?? [])].filter(
    ({ severity }) => severity === 'error',
  );
  io.printError(problems.map(problemLines).join(''));
  if (hasErrors(problems)) return 1;
  if (lock?.text === undefined)
    throw new UsageError(`There is no lock ${lockFile}. Say which with --lock FILE.`);
  const next = withForgotten(lock.lock, tenantOf(title, lock), { reason, date });
  assertConsistent(lock.file, next);
  readable(lock.file, () => writeLockFile(lock.file, next));
  io.print(
    `${lock.file}: ${title} is forgotten, and its names are never used again. What becomes of its claims, plan says.\n`,
  );
  return 0;
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
  const problem = error(
    'name',
    'tenant-forgotten',
    `${title} is still here: it cannot be forgotten while it lives.`,
    'Take its declaration, and what was rendered of it, out first, in the same commit.',
  );
  return [...declarations, ...rendered].map((place) => ({ ...problem, ...place, tenant: title }));
}

function tenantOf(title: string, { file, lock }: OpenLock) {
  const known = lock.tenants.find((tenant) => identityTitle(tenant) === title);
  if (known !== undefined) return known;
  const former = lock.forgotten.find((tenant) => identityTitle(tenant) === title);
  if (former !== undefined) throw new UsageError(`${title} was forgotten on ${former.date} already.`);
  const titles = lock.tenants.map(identityTitle);
  const near = nearest(title, titles);
  const meant = near === undefined ? `it knows ${titles.join(', ') || 'none'}.` : `did you mean ${near}?`;
  throw new UsageError(`${file} does not know ${title}; ${meant}`);
}
