import { error, type Problem } from '../../tenant/problem';
import type { ObservedPool } from '../observed-pool';
import type { Runbook } from './runbook';
import type { Subject } from './subject';

/** A runbook, or why there is none. */
export type RunbookResult = Runbook | { readonly problems: readonly Problem[] };

/** No runbook: what is asked for cannot be done, or not yet. */
export function refuse(
  path: string,
  message: string,
  fix: string,
): { readonly problems: readonly Problem[] } {
  return { problems: [error(path, 'runbook', message, fix)] };
}

/** The pool that is meant, or the problem that there is none. */
export function poolNamed(
  { pools }: Subject,
  name: string | undefined,
): ObservedPool | { readonly problems: readonly Problem[] } {
  const names = pools.map((pool) => pool.name).join(', ');
  const pool = pools.find((each) => each.name === name);
  return (
    pool ??
    refuse(
      'pools',
      `There is no pool ${name === undefined ? 'named' : `"${name}"`}.`,
      `Say --pool, of ${names}.`,
    )
  );
}

/** Why all servers cannot be stopped and started anew; undefined when they can. */
export function whyNotTogether({
  spec,
  pools,
}: Subject): { readonly problems: readonly Problem[] } | undefined {
  if (spec.claimRetention?.whenScaled === 'Delete') {
    return refuse(
      'claimRetention.whenScaled',
      'All servers have to stop, and with whenScaled: Delete stopping them deletes their claims and the data.',
      'Set it to Retain, apply that, and ask again.',
    );
  }
  const held = pools.findIndex(({ partition }) => partition > 0);
  if (held === -1) return undefined;
  return refuse(
    `pools[${held}].updatePartition`,
    'All servers have to change together, and a partition keeps some as they are.',
    'Set updatePartition to 0, apply that, and ask again.',
  );
}

/** Whether there is no runbook. */
export function isRefused(result: object): result is { readonly problems: readonly Problem[] } {
  return 'problems' in result;
}
