import type { Problem } from '../tenant/problem';
import type { Effect, TenantProblem } from './effects';
import { afterwardsOf, irreversibleOf } from './consequences';
import type { ObservedTenant } from './observed';
import { isNotJudged } from './not-judged';
import { gravest, type PoolChange, type TenantPlan, type Verdict } from './plan';
import { titleOf, type PlanContext, type TenantSides } from './plan-context';
import { proceduresOf, type FoundProcedure } from './procedures';
import { rootAfterwards } from './root-credentials';
import { rolloutOf, type PoolRestart } from './rollout';
import { awayProblems } from './servers-away';
import { problemsOf } from './tenant-problems';

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
  const procedures = allProcedures(proceduresOf(side, own), effects.procedures);
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
    ...(procedures.length > 0 || touched.includes('recreated') || now === undefined || own.some(isNotJudged)
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
    afterwards: [...afterwardsOf(side, verdict), ...(verdict === 'refused' ? [] : rootAfterwards(side))],
    irreversible: irreversibleOf(side, verdict),
  };
  return {
    plan,
    refusedKeys: new Set([...refusedKeys(side, own), ...keysOfRefusals(effects.problems)]),
  };
}

/** What other objects do to a tenant. */
function effectsOn(title: string, { effects }: Pick<PlanContext, 'effects'>) {
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

/** What is told of what is no tenant of either side: of each by what names it. */
export function plansOfOthers(
  losses: PlanContext['losses'],
  effects: readonly Effect[],
  sides: readonly TenantSides[],
): PlannedTenant[] {
  const here = new Set(sides.map(titleOf));
  const told = effects.filter((effect) => effect.kind !== 'note');
  const others = new Set(
    [...losses, ...told].map(({ tenant }) => tenant).filter((title) => !here.has(title)),
  );
  return [...others].map((tenant) => {
    const { problems, procedures } = effectsOn(tenant, { effects });
    const lost = losses.filter((loss) => loss.tenant === tenant).map(({ problem }) => problem);
    const all = [...lost, ...problems.map(({ problem }) => problem)];
    const plan: TenantPlan = {
      tenant,
      verdict: gravest([
        ...(all.some(({ severity }) => severity === 'error') ? (['refused'] as const) : []),
        ...(procedures.length > 0 ? (['procedure'] as const) : []),
        ...problems.map(({ verdict }) => verdict),
      ]),
      change: 'unchanged',
      pools: [],
      rollout: rolloutOf([], false),
      procedures: allProcedures([], procedures).map(({ runbook, why }) => ({ runbook, why })),
      problems: all,
      afterwards: [],
      irreversible: [],
    };
    return { plan, refusedKeys: keysOfRefusals(problems) };
  });
}

function keysOfRefusals(problems: readonly TenantProblem[]): ReadonlySet<string> {
  return new Set(problems.filter(({ problem }) => problem.severity === 'error').map(({ key }) => key));
}

function changeOf({ before, now }: TenantSides, verdict: Verdict): TenantPlan['change'] {
  if (before === undefined) return 'created';
  if (now === undefined) return 'removed';
  return verdict === 'none' ? 'unchanged' : 'changed';
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
