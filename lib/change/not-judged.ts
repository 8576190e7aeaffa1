import type { Problem } from '../tenant/problem';

/** What nobody here can tell from the objects, and what decides whether data is found and read: somebody has to look first. */
const undecided = new Set(['encryption-changed', 'encryption-directory', 'start-command-changed']);

/** Whether a warning says that what a change does to data is not known: such a change is no mere restart. */
export function isNotJudged({ severity, code }: Problem): boolean {
  return severity === 'warning' && undecided.has(code);
}
