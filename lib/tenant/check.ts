import type { TenantDraft } from './draft';
import { comparePaths } from './path';
import { TenantError, type Problem } from './problem';
import { rules } from './rules';
import { isRecord } from '../is-record';
import { readShape } from './shape';
import type { TenantSpec } from './spec';

/**
 * Every problem of a declaration at once, sorted by path: fields that are unknown, missing or of the wrong type,
 * and every rule of Kubernetes and RustFS that it breaks. No problem with severity `error` means it composes.
 */
export function checkTenant(spec: TenantSpec): Problem[] {
  return examine(spec).problems;
}

/** A declaration in which the checks found no error. */
export interface AcceptedTenant {
  /** Its own copy, without absent fields. */
  readonly declaration: TenantSpec;
  readonly warnings: readonly Problem[];
}

/**
 * Checks a declaration, once for all that is to be made of it. `review` may add problems, and take away those of
 * values that are there and not known yet.
 *
 * @throws {TenantError} with all problems, when there is an error.
 */
export function acceptTenant(
  spec: unknown,
  review: (found: Problem[]) => Problem[] = (found) => found,
): AcceptedTenant {
  const { draft, problems } = examine(spec);
  const examined = { draft, problems: review(problems).sort((a, b) => comparePaths(a.path, b.path)) };
  if (!isAccepted(examined)) throw new TenantError(tenantTitle(draft), examined.problems);
  return { declaration: examined.draft, warnings: examined.problems };
}

/** The same, together: the problems, and what is accepted when none of them is an error. */
export function verdictOn(spec: TenantSpec): {
  readonly problems: readonly Problem[];
  readonly accepted: AcceptedTenant | undefined;
} {
  const examined = examine(spec);
  const { problems } = examined;
  const accepted = isAccepted(examined) ? { declaration: examined.draft, warnings: problems } : undefined;
  return { problems, accepted };
}

/** The tenant as `namespace/name`, as far as it says. */
export function tenantTitle({ namespace, name }: Pick<TenantDraft, 'namespace' | 'name'>): string {
  return `${namespace ?? '?'}/${name ?? '?'}`;
}

interface Examined<Declaration = TenantDraft> {
  readonly draft: Declaration;
  readonly problems: Problem[];
}

function examine(spec: unknown): Examined {
  const { draft, problems } = readShape(spec);
  if (!isRecord(spec)) return { draft, problems };
  const broken = rules.flatMap((rule) => [...rule(draft)]).filter(({ path }) => !isUnread(path, problems));
  const found = [...problems, ...broken];
  return { draft, problems: found.sort((a, b) => comparePaths(a.path, b.path)) };
}

/** Whether what a rule speaks of, or a part of it, could not be read: then it is not known to be absent or wrong. */
function isUnread(path: string, problems: readonly Problem[]): boolean {
  const isWithin = (inner: string) =>
    inner === path || inner.startsWith(`${path}.`) || inner.startsWith(`${path}[`);
  return path !== '' && problems.some(({ path: unread, code }) => code === 'wrong-type' && isWithin(unread));
}

/** Sound because every required field that a draft lacks is an error. */
function isAccepted(examined: Examined): examined is Examined<TenantSpec> {
  return examined.problems.every(({ severity }) => severity !== 'error');
}
