import { error, type Problem } from '../tenant/problem';
import { problemsAgainst, renamed } from './check-lock';
import type { Difference } from './difference';
import type { Effect } from './effects';
import { identityTitle } from './identity';
import { forgottenTenant, lockedTenant, type Lock, type LockedTenant } from './lock';
import type { LockLoss } from './lock-losses';
import { immutableFields, type ObjectChange } from './object-change';
import type { ObservedTenant } from './observed';
import type { ObservedPool } from './observed-pool';
import { gravest, type PoolChange, type TenantPlan, type Verdict } from './plan';
import { formerOf, hasPoolsOf } from './place';
import { proceduresOf, type FoundProcedure } from './procedures';
import { rootAfterwards } from './root-credentials';
import { rolloutOf, type PoolRestart } from './rollout';
import { awayProblems } from './servers-away';
import { identityProblems } from './rules';
import { driveWriterProblems } from './rules/drive-writers';
import { encryptionProblems } from './rules/encryption';
import { partitionProblems } from './rules/partition';
import { serverUserProblems } from './rules/users';
import { standingProblems } from './rules/standing';
import { startCommandProblems } from './rules/start-command';
import { afterwardsOf, irreversibleOf } from './consequences';

/** A tenant before and after; one side may not have it. */
export interface TenantSides {
  readonly before: ObservedTenant | undefined;
  readonly now: ObservedTenant | undefined;
}

/** What is known of the objects of all tenants, by their keys. */
export interface PlanContext {
  readonly changes: ReadonlyMap<string, ObjectChange>;
  readonly differences: ReadonlyMap<string, readonly Difference[]>;
  readonly lock: Lock;
  /** What the lock of the old side knows and `lock` does not. */
  readonly losses: readonly LockLoss[];
  /** What declares each tenant of the new side, by its title. */
  readonly declaredIn: ReadonlyMap<string, string>;
  /** The tenants that the lock knows from the place of the new side, and that it has no more. */
  readonly missing: readonly LockedTenant[];
  /** What the changes of other objects do. */
  readonly effects: readonly Effect[];
  /** How many servers of each StatefulSet are away, by its key. */
  readonly away: ReadonlyMap<string, number>;
}

/** A tenant's plan, and the objects that must not be applied. */
export interface PlannedTenant {
  readonly plan: TenantPlan;
  readonly refusedKeys: ReadonlySet<string>;
}

/** What becomes of a tenant. */
export function planTenant(
  side: TenantSides,
  all: readonly TenantSides[],
  context: PlanContext,
): PlannedTenant {
  const { before, now } = side;
  const effects = effectsOn(titleOf(side), context);
  const own = problemsOf(side, all, context);
  const procedures = allProcedures(proceduresOf(side, own, context), effects.procedures);
  const restarts = before === undefined || now === undefined ? [] : restartsOf(before, now, context);
  const isTogether = procedures.some(({ isTogether: together }) => together);
  const absences = (now?.pools ?? []).map((pool) => ({ pool, count: context.away.get(pool.key) ?? 0 }));
  const rollout = rolloutOf(restarts, isTogether, absences);
  const problems = [...own, ...effects.problems.map(({ problem }) => problem), ...awayProblems(rollout)];
  const pools = poolChanges(side);
  const keys = [...(before?.pools ?? []), ...(now?.pools ?? [])].map(({ key }) => key);
  const touched = keys.map((key) => context.changes.get(key)?.change ?? 'unchanged');
  const rolls = touched.includes('rolls') ? (['rolls'] as const) : [];
  const verdict = gravest([
    ...(problems.some(({ severity }) => severity === 'error') ? (['refused'] as const) : []),
    ...(procedures.length > 0 || touched.includes('recreated') || now === undefined
      ? (['procedure'] as const)
      : []),
    ...effects.problems.map((effect) => effect.verdict),
    ...rolls,
    ...(touched.some((change) => change !== 'unchanged') ? (['in-place'] as const) : []),
  ]);
  const plan: TenantPlan = {
    tenant: titleOf(side),
    verdict,
    change: changeOf(side, verdict),
    pools,
    rollout,
    procedures: procedures.map(({ runbook, why }) => ({ runbook, why })),
    problems,
    afterwards: [
      ...afterwardsOf(side, verdict),
      ...(verdict === 'refused' ? [] : rootAfterwards(side, context)),
    ],
    irreversible: irreversibleOf(side, verdict),
  };
  const refused = effects.problems.filter(({ problem }) => problem.severity === 'error');
  return { plan, refusedKeys: new Set([...refusedKeys(side, own), ...refused.map(({ key }) => key)]) };
}

/** What other objects do to a tenant. */
function effectsOn(title: string, { effects }: PlanContext) {
  return {
    problems: effects.filter((effect) => effect.kind === 'problem').filter(({ tenant }) => tenant === title),
    procedures: effects
      .filter((effect) => effect.kind === 'procedure')
      .filter(({ tenant }) => tenant === title)
      .map(({ procedure }) => procedure),
  };
}

/** The same procedure is done once, whatever else it is for. */
function allProcedures(
  own: readonly FoundProcedure[],
  others: readonly FoundProcedure[],
): readonly FoundProcedure[] {
  const isNew = ({ runbook }: FoundProcedure, i: number, all: readonly FoundProcedure[]) =>
    all.findIndex((other) => other.runbook === runbook) === i;
  return [...own, ...others].filter(isNew);
}

/** What the lock has lost of tenants that neither side has: they may be declared elsewhere. */
export function plansOfLosses(losses: readonly LockLoss[], sides: readonly TenantSides[]): TenantPlan[] {
  const here = new Set(sides.map(titleOf));
  const elsewhere = new Set(losses.map(({ tenant }) => tenant).filter((tenant) => !here.has(tenant)));
  return [...elsewhere].map((tenant) => ({
    tenant,
    verdict: 'refused',
    change: 'unchanged',
    pools: [],
    rollout: rolloutOf([], false),
    procedures: [],
    problems: losses.filter((loss) => loss.tenant === tenant).map(({ problem }) => problem),
    afterwards: [],
    irreversible: [],
  }));
}

function titleOf({ before, now }: TenantSides): string {
  return identityTitle(now ?? before ?? { namespace: '?', name: '?' });
}

function changeOf({ before, now }: TenantSides, verdict: Verdict): TenantPlan['change'] {
  if (before === undefined) return 'created';
  if (now === undefined) return 'removed';
  return verdict === 'none' ? 'unchanged' : 'changed';
}

/** What is wrong between the two sides, and what the lock has against the new one; the same is told once. */
function problemsOf(side: TenantSides, all: readonly TenantSides[], context: PlanContext): Problem[] {
  const changed = changeProblems(side, all, context);
  const found = [...changed, ...standing(side, changed)];
  const isNew = ({ code, path }: Problem) =>
    !found.some((known) => known.code === code && known.path === path);
  return [
    ...found,
    ...lockedProblems(side, context).filter(isNew),
    ...lossesOf(side, context).map(({ problem }) => problem),
  ];
}

/** What the lock has lost of a tenant. That one which is gone from NEW is gone from its lock as well is told with that. */
function lossesOf(side: TenantSides, { losses }: PlanContext): LockLoss[] {
  return losses.filter(
    ({ tenant, isWhole }) => tenant === titleOf(side) && !(isWhole && side.now === undefined),
  );
}

/** Servers that come or go with their pool are told as that. */
function standing({ now }: TenantSides, changed: readonly Problem[]): Problem[] {
  if (now === undefined) return [];
  const isListed = changed.some(({ severity }) => severity === 'error');
  return standingProblems(now).filter(({ code }) => !(isListed && code === 'pool-lists-differ'));
}

/**
 * Also without an old side, and where both sides are wrong in the same way, the lock knows what is on the disks. That
 * claims grow is about the old side where there is one: the lock may be behind until `render --out`.
 */
function lockedProblems({ before, now }: TenantSides, { lock, declaredIn, missing }: PlanContext): Problem[] {
  if (now === undefined) return [];
  const problems = problemsAgainst(lock, now, missing, declaredIn.get(identityTitle(now)));
  return before === undefined ? problems : problems.filter(({ severity }) => severity === 'error');
}

function changeProblems(
  { before, now }: TenantSides,
  all: readonly TenantSides[],
  context: PlanContext,
): Problem[] {
  if (before === undefined) {
    const former = now && formerOf(goneWithout(all, context), now);
    return former === undefined || now === undefined ? [] : [renamed(former, now)];
  }
  const locked = lockedTenant(context.lock, before);
  if (now === undefined) return tenantRemoval(before, all, context);
  const found = [
    ...identityProblems(knownOf(before, locked), now),
    ...encryptionProblems(before, now),
    ...startCommandProblems(before, now),
    ...driveWriterProblems(before, now),
    ...serverUserProblems(before, now),
  ];
  if (found.some(({ severity }) => severity === 'error')) return found;
  const held = partitionProblems(before, now, context.differences);
  return [...found, ...held, ...now.pools.flatMap((pool, i) => immutableProblem(pool, i, context))];
}

/** What was there, as the lock allows it to change: pools that it retired are gone, addresses that it has are right. */
function knownOf(before: ObservedTenant, locked: LockedTenant | undefined): LockedTenant {
  const retired = locked?.retired ?? [];
  return {
    namespace: before.namespace,
    name: before.name,
    pools: before.pools
      .filter(({ statefulSet }) => !retired.some((pool) => pool.statefulSet === statefulSet))
      .map((pool) => {
        const accepted = locked?.pools.find(({ statefulSet }) => statefulSet === pool.statefulSet);
        return accepted === undefined ? pool : { ...pool, volumes: accepted.volumes };
      })
      // Both sides' own texts are compared for that, of which the lock has less.
      .map(({ encryption: _encryption, ...pool }) => pool),
    retired,
  };
}

/** The tenants that only the old side has, and that nobody has decided to give up. */
function goneWithout(all: readonly TenantSides[], context: PlanContext): ObservedTenant[] {
  return all.flatMap(({ before, now }) =>
    before === undefined || now !== undefined || mayGo(before, context) ? [] : [before],
  );
}

/** Whether somebody has decided that a tenant and its data may go. That the lock does not have it decides nothing. */
function mayGo(tenant: ObservedTenant, { lock }: PlanContext): boolean {
  return forgottenTenant(lock, tenant) !== undefined;
}

function tenantRemoval(before: ObservedTenant, all: readonly TenantSides[], context: PlanContext): Problem[] {
  if (mayGo(before, context)) return [];
  const gone = goneWithout(all, context);
  // A new tenant with pools of its names is told to be this one under another name.
  const isRenamed = all.some(
    ({ before: former, now }) =>
      former === undefined && now && formerOf(gone, now) === before && hasPoolsOf(before, now),
  );
  if (isRenamed) return [];
  const title = identityTitle(before);
  return [
    error(
      '',
      'tenant-removed',
      `The tenant ${title} is gone, and with it the access to its data. ${claimsWord(before)}`,
      `Put it back. To remove it on purpose, data and all, record that in the same commit: rustfs-tenant forget ${title} ` +
        "--reason 'why it goes' --date 2026-11-25",
    ),
  ];
}

function claimsWord({ pools }: ObservedTenant): string {
  return pools.some(({ deletesClaims }) => deletesClaims)
    ? 'Its claims would be deleted with it, and the data (claimRetention.whenDeleted).'
    : 'Its claims would stay.';
}

function immutableProblem(pool: ObservedPool, i: number, { changes }: PlanContext): Problem[] {
  const change = changes.get(pool.key);
  const fields = change === undefined ? [] : immutableFields(change);
  if (fields.length === 0) return [];
  const message = `${fields.join(', ')} of the StatefulSet ${pool.statefulSet} would change; Kubernetes refuses it.`;
  return [error(`pools[${i}]`, 'immutable-field', message, 'Put it back as it was.')];
}

function restartsOf(
  before: ObservedTenant,
  now: ObservedTenant,
  { changes, differences }: PlanContext,
): PoolRestart[] {
  return now.pools.flatMap((pool) => {
    const former = before.pools.find(({ key }) => key === pool.key);
    const change = changes.get(pool.key);
    if (former === undefined || change === undefined || change.change === 'unchanged') return [];
    const isNewTemplate = (differences.get(pool.key) ?? []).some(({ path }) =>
      path.startsWith('spec.template'),
    );
    // Without a new template a lower partition lets an earlier update reach the pods that it was kept from.
    const to = isNewTemplate ? pool.servers : Math.min(former.partition, pool.servers);
    return change.change === 'rolls' || isNewTemplate ? [{ before: former, now: pool, to }] : [];
  });
}

function poolChanges({ before, now }: TenantSides): PoolChange[] {
  const kept = (now?.pools ?? []).map((pool): PoolChange => {
    const former = before?.pools.find(({ statefulSet }) => statefulSet === pool.statefulSet);
    return {
      name: pool.name,
      change: former === undefined ? 'joins' : 'stays',
      before: former?.layout,
      after: pool.layout,
    };
  });
  const gone = (before?.pools ?? [])
    .filter(({ statefulSet }) => !now?.pools.some((pool) => pool.statefulSet === statefulSet))
    .map((pool): PoolChange => ({
      name: pool.name,
      change: 'leaves',
      before: pool.layout,
      after: undefined,
    }));
  return [...kept, ...gone];
}

/** A problem of one pool refuses its StatefulSet; any other refuses all of the tenant's. */
function refusedKeys({ before, now }: TenantSides, problems: readonly Problem[]): ReadonlySet<string> {
  const errors = problems.filter(({ severity }) => severity === 'error');
  const pools = [...(before?.pools ?? []), ...(now?.pools ?? [])];
  const keys = errors.flatMap(({ path }) => {
    const index = /^pools\[(\d+)\]/.exec(path)?.[1];
    const pool = index === undefined ? undefined : now?.pools[Number(index)];
    return pool === undefined ? pools.map(({ key }) => key) : [pool.key];
  });
  return new Set(keys);
}
