import type { Values } from './args';
import { UsageError } from './io';
import type { PlanCall } from './plan-command';

/** What the arguments of `plan` ask for. */
export function planCall(
  files: readonly string[],
  { live, manager, lock, json, markdown }: Values,
): PlanCall {
  if (json === true && markdown === true) throw new UsageError('--json and --markdown do not go together.');
  const sides = live === undefined ? files : [live, ...files];
  const [before, after] = sides;
  if (before === undefined || after === undefined || sides.length > 2) {
    throw new UsageError('plan compares two sides: rustfs-tenant plan OLD NEW, or plan --live FILE NEW.');
  }
  if (before === '-' && after === '-') throw new UsageError('Only one side can be standard input.');
  if (manager !== undefined && live === undefined) {
    throw new UsageError('--manager is about what a cluster has: it goes with --live.');
  }
  const form = json === true ? 'json' : markdown === true ? 'markdown' : 'text';
  return { before, after, live: live !== undefined, manager, lock, form };
}
