import { tenantIdentity, type Lock, type LockedTenant } from '../change';
import { lockedTenant } from '../change/lock';
import { withNewAddresses, withRetired } from '../change/record';
import { isDate } from '../change/lock-consistency';
import {
  isRefused,
  runbook,
  runbookKinds,
  runbookMarkdown,
  type RunbookKind,
  type RunbookOptions,
} from '../change/runbook';
import { writeLockFile } from '../files/lock-file';
import type { ParsedTenant } from '../manifest/parse-tenants';
import { composeTenant } from '../objects/compose';
import type { Problem } from '../tenant/problem';
import type { TenantSpec } from '../tenant/spec';
import type { Values } from './args';
import { readable } from './inputs';
import { UsageError, type Io } from './io';
import { chosenTenant, type FiledProblem, type Loaded } from './load';
import { assertConsistent, lockProblems, type OpenLock } from './lock';
import { hasErrors, problemLines } from './report';

/** What kind of runbook the arguments ask for, and for which files. */
export function runbookCall(args: readonly string[]): {
  readonly kind: RunbookKind;
  readonly files: readonly string[];
} {
  const [name, ...files] = args;
  const kind = runbookKinds.find((each) => each === name);
  if (kind === undefined) throw new UsageError(`Which runbook? There are ${runbookKinds.join(', ')}.`);
  if (files.length === 0) throw new UsageError(`Which file? rustfs-tenant runbook ${kind} FILE.`);
  return { kind, files };
}

/** Prints the steps of a procedure; with --record it takes its outcome into the lock instead. */
export function runbookCommand(
  kind: RunbookKind,
  loaded: Loaded,
  lock: OpenLock | undefined,
  values: Values,
  io: Io,
): number {
  const declared = chosenTenant(loaded, values.tenant);
  const problems = [
    ...loaded.problems.filter(({ tenant }) => tenant === undefined || tenant === declared?.title),
    ...(lock?.problems ?? []),
    ...(values.record === true ? [] : goneProblems(loaded, lock, declared?.title)),
  ];
  io.printError(
    problems
      .filter(({ severity }) => severity === 'error')
      .map(problemLines)
      .join(''),
  );
  if (hasErrors(problems) || declared === undefined) return 1;
  const { spec } = declared;
  const locked = lock === undefined ? undefined : lockedTenant(lock.lock, spec);
  const made = runbook(kind, spec, options(values, loaded, locked));
  if (isRefused(made)) {
    io.printError(told(made.problems, declared, loaded));
    return 1;
  }
  if (values.record === true) return record(kind, declared, lock, values, io);
  io.print(values.json === true ? `${JSON.stringify(made, null, 2)}\n` : runbookMarkdown(made));
  return 0;
}

/** No procedure begins with a tenant or a pool that the lock has as given up, or under another name. */
function goneProblems(
  loaded: Loaded,
  lock: OpenLock | undefined,
  title: string | undefined,
): readonly FiledProblem[] {
  if (lock === undefined || lock.problems.length > 0) return [];
  return lockProblems(loaded, lock).filter(({ tenant, code }) => tenant === title && gone.has(code));
}

const gone = new Set([
  'tenant-forgotten',
  'tenant-renamed',
  'namespace-changed',
  'pool-retired',
  'pool-renamed',
]);

function options(values: Values, { inputs }: Loaded, locked: LockedTenant | undefined): RunbookOptions {
  const { pool, size, image, secret, app, server, drive, 'rpc-secret': rpcSecret } = values;
  return {
    file: inputs.join(' '),
    ...(locked !== undefined && { locked }),
    ...(pool !== undefined && { pool }),
    ...(size !== undefined && { size }),
    ...(image !== undefined && { image }),
    ...(secret !== undefined && { secret }),
    ...(rpcSecret !== undefined && { rpcSecret }),
    ...(app !== undefined && { app }),
    ...(server !== undefined && { server: countOf('--server', server) }),
    ...(drive !== undefined && { drive: countOf('--drive', drive) }),
  };
}

function countOf(flag: string, text: string): number {
  if (/^\d{1,4}$/.test(text)) return Number(text);
  throw new UsageError(`${flag} takes a whole number from 0, not "${text}".`);
}

function told(problems: readonly Problem[], { source, title }: ParsedTenant, { inputs }: Loaded): string {
  const [file = ''] = inputs;
  return problems
    .map((problem) => problemLines({ ...problem, file, line: source.line(problem.path), tenant: title }))
    .join('');
}

/** The two outcomes that only a procedure may bring into the lock: new addresses, and a pool that has left. */
function record(
  kind: RunbookKind,
  { spec, title }: ParsedTenant,
  lock: OpenLock | undefined,
  values: Values,
  io: Io,
): number {
  if (lock === undefined) throw new UsageError('--record writes the lock: say --lock FILE.');
  const known = lockedTenant(lock.lock, spec);
  if (known === undefined) {
    throw new UsageError(`${lock.file} does not know ${title}. Render it with --out first.`);
  }
  const { lock: next, outcome } = recordedLock(kind, lock.lock, spec, values);
  if (kind === 'retire-pool') assertRetirable(known, title, values.pool);
  assertConsistent(lock.file, next);
  readable(lock.file, () => writeLockFile(lock.file, next));
  io.print(`${lock.file}: ${outcome} of ${title}\n`);
  return 0;
}

/** By the lock alone: the declaration may still have pools that have left. */
function assertRetirable({ pools, retired }: LockedTenant, title: string, pool: string | undefined): void {
  const former = retired.find(({ name }) => name === pool);
  if (former !== undefined)
    throw new UsageError(`${title}: ${former.name} was retired on ${former.date} already.`);
  const names = pools.map(({ name }) => name);
  if (pool === undefined || !names.includes(pool)) {
    throw new UsageError(
      `${title}: the lock has no pool ${pool ?? ''}, it has ${names.join(', ')}. Render it with --out first.`,
    );
  }
  if (names.length > 1) return;
  throw new UsageError(
    `${title}: ${pool} is the last pool that the lock has, and its data has nowhere to go. Append another first.`,
  );
}

function recordedLock(
  kind: RunbookKind,
  lock: Lock,
  spec: TenantSpec,
  { pool = '', reason = '', date = '' }: Values,
): { readonly lock: Lock; readonly outcome: string } {
  const identity = tenantIdentity(composeTenant(spec));
  if ((kind === 'tls' || kind === 'cluster-domain') && identity !== undefined) {
    return { lock: withNewAddresses(lock, identity), outcome: 'the new addresses' };
  }
  if (kind !== 'retire-pool') {
    throw new UsageError(
      '--record goes with runbook retire-pool, tls and cluster-domain; what others change, the lock learns by render --out.',
    );
  }
  if (reason === '' || !isDate(date)) {
    throw new UsageError('--record wants to know why and when: --reason TEXT --date 2026-11-25.');
  }
  return { lock: withRetired(lock, spec, pool, { reason, date }), outcome: `the retired pool ${pool}` };
}
