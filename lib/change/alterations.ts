import type { KubernetesObject } from '../objects/object';
import type { Problem } from '../tenant/problem';
import { planChange } from './plan-change';

/**
 * What a patch or a transform has made of composed objects that must not be: what a plan would refuse between the two, and
 * larger claims, which only a declaration brings into the lock. All are errors.
 *
 * @param by what has altered them, to begin the message with: `A patch`.
 */
export function alterationProblems(
  composed: readonly KubernetesObject[],
  altered: readonly object[],
  by: string,
): Problem[] {
  const { refusals, tenants } = planChange(composed, altered);
  const grown = tenants.flatMap(({ problems }) => problems.filter(({ code }) => code === 'claim-grown'));
  return [...refusals, ...grown].map(({ path, code, message }) => ({
    path,
    code,
    severity: 'error',
    message: `${by} changes what the lock keeps. ${message}`,
    fix: `Take it back. Where there is a field for it, declare it instead.`,
  }));
}
