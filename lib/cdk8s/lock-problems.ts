import { Chart } from 'cdk8s';
import type { IConstruct } from 'constructs';
import type { TenantIdentity } from '../change';
import { problemsAgainst } from '../change/check-lock';
import { circular, exchangedProblem, type Move } from '../change/exchanged';
import { identityTitle } from '../change/identity';
import { lockedTenant, type LockedTenant } from '../change/lock';
import { isNewIn, missingFrom, type Place } from '../change/place';
import { lockWithAll } from '../change/record';
import { takenProblems } from '../change/rules/taken';
import type { LockFile } from '../files/lock-file';
import type { Problem } from '../tenant/problem';

/** A tenant of an app, and the path of its construct. */
export interface TenantEntry {
  readonly tenant: TenantIdentity;
  readonly declaredIn: string;
}

/** What a lock has against each tenant of an app, of which all are known. */
export function lockProblems(
  { lock, problems }: LockFile,
  entries: readonly TenantEntry[],
): (construct: IConstruct, entry: TenantEntry) => readonly Problem[] {
  const declared = new Set(entries.map(({ tenant }) => identityTitle(tenant)));
  const missingByChart = new Map<Chart, readonly LockedTenant[]>();
  const missingIn = (chart: Chart) => {
    const missing = missingByChart.get(chart) ?? missingFrom(lock, placeOfChart(chart), declared);
    missingByChart.set(chart, missing);
    return missing;
  };
  const moves = (root: IConstruct) =>
    entries.flatMap(({ tenant, declaredIn }): Move[] => {
      const known = lockedTenant(lock, tenant)?.declaredIn;
      const [from, to] = [known, declaredIn].map((path) => path && chartAt(root, path)?.node.path);
      return from && to ? [{ title: identityTitle(tenant), from, to }] : [];
    });
  let exchanged: readonly Move[] | undefined;
  // Each tenant is held to those beside it as well: of charts that share a lock none knows the others.
  const grown = lockWithAll(lock, entries);
  return (construct, { tenant, declaredIn }) => {
    if (problems.length > 0) return problems;
    const isNew = isNewIn(placeOfApp(construct), lockedTenant(lock, tenant), declaredIn);
    const against = problemsAgainst(lock, tenant, missingIn(Chart.of(construct)), declaredIn, isNew);
    const circle = (exchanged ??= circular(moves(construct.node.root)));
    const move = circle.find(({ title }) => title === identityTitle(tenant));
    const found = move === undefined ? against : [...against, exchangedProblem(move, circle)];
    const isTaken = found.some(({ code }) => code === 'object-taken');
    return isTaken ? found : [...found, ...takenProblems(grown, tenant)];
  };
}

/** What the paths of constructs in a chart look like. Those of a chart further down are not among them. */
function placeOfChart(chart: Chart): Place {
  const { path, root } = chart.node;
  return (declaredIn) => declaredIn?.startsWith(`${path}/`) === true && chartAt(root, declaredIn) === chart;
}

/** What the paths of constructs in the charts of an app look like: between them tenants may move. */
export function placeOfApp({ node: { root } }: IConstruct): Place {
  return (declaredIn) => declaredIn !== undefined && chartAt(root, declaredIn) !== undefined;
}

/** The innermost chart on a path, as far as the path still leads somewhere. */
function chartAt(root: IConstruct, path: string): IConstruct | undefined {
  let [at, chart]: [IConstruct | undefined, IConstruct | undefined] = [root, undefined];
  for (const id of path.split('/')) {
    at = at?.node.tryFindChild(id);
    if (at !== undefined && Chart.isChart(at)) chart = at;
  }
  return chart;
}
