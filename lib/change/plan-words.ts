import { counted } from '../counted';
import type { PoolLayout } from '../erasure';
import { readsBeyond } from '../report/words';
import { bytesText } from '../tenant/quantity';
import type { PoolChange, Procedure, TenantPlan, Verdict } from './plan';
import type { Rollout } from './rollout';

/** One line about a plan: what, and how much. */
export type PlanFact = readonly [name: string, value: string];

/** Each verdict in words. */
export const verdictWords: Readonly<Record<Verdict, string>> = {
  none: 'nothing changes',
  'in-place': 'changes in place, no server restarts',
  rolls: 'restarts servers',
  procedure: 'needs a procedure',
  refused: 'refused',
};

/** A tenant's verdict in words, where it is new or removed these. */
export function tenantWords({ change, verdict }: TenantPlan): string {
  if (change === 'created' && verdict !== 'refused') return 'new';
  return change === 'removed' && verdict !== 'refused' ? 'removed' : verdictWords[verdict];
}

/** What happens to a tenant's data and availability, in words. */
export function planFacts(plan: TenantPlan): PlanFact[] {
  if (plan.verdict === 'none' || plan.verdict === 'refused') return [];
  if (plan.change === 'removed') return plan.irreversible.map((text): PlanFact => ['For good', text]);
  return [
    ...(plan.pools.length === 0 ? [] : poolFacts(plan)),
    ...plan.procedures.map((procedure): PlanFact => ['Procedure', procedureText(procedure)]),
    ...plan.afterwards.map((text): PlanFact => ['Afterwards', text]),
    ...plan.irreversible.map((text): PlanFact => ['For good', text]),
  ];
}

function poolFacts(plan: TenantPlan): PlanFact[] {
  return [
    ...firstFact(plan),
    ['Capacity', capacity(plan)],
    ...plan.pools.map((pool): PlanFact => [`Pool ${pool.name}`, poolText(pool, plan.change === 'created')]),
    ...(plan.change === 'created' ? [] : rolloutFacts(plan)),
  ];
}

function capacity({ pools, change }: TenantPlan): string {
  const sides = [
    pools.filter((pool) => pool.change !== 'joins'),
    pools.filter((pool) => pool.change !== 'leaves'),
  ];
  const [before, after] = [
    usable((sides[0] ?? []).map((pool) => pool.before)),
    usable((sides[1] ?? []).map((pool) => pool.after)),
  ];
  if (change === 'created') return `${after} usable`;
  return before === after ? `${after} usable, as before` : `${before} usable before, ${after} after`;
}

function usable(layouts: readonly (PoolLayout | undefined)[]): string {
  let bytes = 0n;
  for (const layout of layouts) {
    if (layout === undefined) return 'an amount that only the cluster knows';
    bytes += layout.usableBytes;
  }
  return bytesText(bytes);
}

function poolText({ change, before, after }: PoolChange, isNew: boolean): string {
  if (change === 'leaves') return 'leaves; its claims stay';
  if (after === undefined) return 'how RustFS lays it out, only the cluster knows';
  const now = `${shape(after)}; ${tolerance(after)}`;
  if (change === 'joins') return isNew ? now : `joins: ${now}`;
  if (before === undefined || isNew) return now;
  const was = `${shape(before)}; ${tolerance(before)}`;
  return was === now ? `${now}, as before` : `${now}. Before: ${was}`;
}

function shape({ servers, drivesPerServer, sets, dataDrives, parity }: PoolLayout): string {
  return `${servers} x ${drivesPerServer}, ${counted(sets, 'set')} of ${dataDrives} data + ${parity} parity`;
}

function tolerance({ serverTolerance }: PoolLayout): string {
  const { read, write } = serverTolerance;
  const may = `${counted(write, 'server')} may fail`;
  return read === write ? may : `${may}; ${readsBeyond(serverTolerance)}`;
}

/** Each server that restarts is one away beside those that are: a rollout starts with all of them there. */
function firstFact({ pools, rollout, change }: TenantPlan): PlanFact[] {
  const isLone = pools.length === 1 && pools[0]?.after?.servers === 1;
  if (change === 'created' || rollout.restarts === 0 || rollout.isTogether || isLone) return [];
  return [['First', 'let all servers be ready: each that restarts is away beside those that are']];
}

function rolloutFacts({ pools, rollout }: TenantPlan): PlanFact[] {
  if (rollout.restarts === 0) return [['Restarts', 'none']];
  const each = rollout.pools.map(({ name, ordinals }) => `${ordinals.length} of ${name}`).join(', ');
  const total = counted(rollout.restarts, 'server');
  const how = rollout.isTogether ? 'all at once' : paceText(rollout);
  return [
    [
      'Restarts',
      `${rollout.pools.length === 1 ? `${total} of ${rollout.pools[0]?.name ?? ''}` : `${total} (${each})`}, ${how}`,
    ],
    ['Meanwhile', joiningText(pools, rollout) ?? meanwhile(rollout)],
  ];
}

/**
 * Servers that know of a new pool answer for a bucket only with more than half of its servers, and those may exit at their
 * start while clients write (runbook append-pool, measured with 1.0.0-rc.3).
 */
function joiningText(
  pools: readonly PoolChange[],
  { isTogether, canRead, canWrite }: Rollout,
): string | undefined {
  const joined = pools.filter(({ change }) => change === 'joins').map(({ name }) => name);
  if (joined.length === 0 || isTogether || !canRead || !canWrite) return undefined;
  return `enough servers are there at every step, but requests may fail until all of them know of ${joined.join(' and ')}: rustfs-tenant runbook append-pool has one short stop instead`;
}

/** Kubernetes before 1.37 takes one at a time whatever `maxUnavailable` says. */
function paceText({ pools }: Rollout): string {
  const most = Math.max(...pools.map(({ atOnce = 1 }) => atOnce));
  const pace = most === 1 ? 'one at a time' : `up to ${most} at a time (maxUnavailable)`;
  return pools.length === 1 ? pace : `${pace} in each pool, all pools at once`;
}

function meanwhile(rollout: Rollout): string {
  const { isTogether, pools, canRead, canWrite, isReadyWithoutWrites, away } = rollout;
  if (isTogether) return 'the tenant is down from the first server that stops until all are back';
  if (canWrite === undefined || pools.some((pool) => pool.canRead === undefined))
    return 'only the cluster knows whether reads and writes go on';
  if (away.length > 0) return awayText(rollout);
  if (canRead && canWrite) return 'reads and writes go on at every step';
  const failing = (able: (pool: Rollout['pools'][number]) => boolean | undefined) =>
    pools.filter((pool) => able(pool) === false).map(({ name }) => name);
  const shut = pools.filter(({ shutsBuckets }) => shutsBuckets).map(({ name }) => name);
  if (shut.length > 0) return `all reads and writes fail while a server of ${shut.join(', ')} is away`;
  const unreadable = failing((pool) => pool.canRead);
  const unwritable = failing((pool) => pool.canWrite);
  const writes = `writes to ${unwritable.join(', ')} fail while one of its servers is away`;
  // A listing needs of every set what a write needs (crates/ecstore/src/store/list_objects.rs; measured with 1.0.0-rc.3).
  if (canRead) return `objects are read, but not listed; ${writes}`;
  const reads =
    unreadable.length === 0
      ? ''
      : `no bucket is listed and reads of ${unreadable.join(', ')} fail while one of its servers is away; `;
  return `${reads}${writes}${readinessText(isReadyWithoutWrites)}`;
}

/** With servers away already, the one that restarts is one more. */
function awayText({ away, canRead, canWrite }: Rollout): string {
  const who = away.map(({ name, count }) => `${counted(count, 'server')} of ${name}`).join(' and ');
  const already = `with ${who} away already, and another at every step`;
  if (canRead && canWrite) return `reads and writes go on even ${already}`;
  return `${canRead ? 'listings and writes fail' : canWrite ? 'reads fail' : 'reads and writes fail'} ${already}`;
}

/** What a set that cannot be written means for all reads through the Services (server contract 0.2). */
function readinessText(isReadyWithoutWrites: boolean | undefined): string {
  switch (isReadyWithoutWrites) {
    case true:
      return '';
    case false:
      return ', and so do all reads through the Services: in RustFS 1.0.0 no server is ready then';
    default:
      return '; reads through the Services fail too where the image needs the write quorum to be ready, as 1.0.0 does';
  }
}

function procedureText({ runbook, why }: Procedure): string {
  return `rustfs-tenant runbook ${runbook}: ${why}`;
}
