import { ApiObject, Chart, DependencyGraph, type App } from 'cdk8s';
import type { IConstruct } from 'constructs';

/** The charts of an app and the objects of each, in the order in which cdk8s prints them. */
export type ChartObjects = ReadonlyMap<Chart, readonly ApiObject[]>;

/**
 * The objects of all charts, found in one walk where cdk8s walks the whole app anew for every chart. Undefined when
 * charts depend on each other, lie in each other or render in a way of their own: all that is left to cdk8s.
 */
export function chartObjects(app: App): ChartObjects | undefined {
  const charts = new Map<Chart, ChartParts>();
  // Parents come first.
  for (const construct of app.node.findAll()) {
    const chart = chartAround(construct);
    if (chart === construct) {
      if (Chart.isChart(chart.node.scope) || chart.toJson !== Chart.prototype.toJson) return undefined;
      charts.set(chart, { objects: [], dependencies: [] });
    }
    const parts = chart && charts.get(chart);
    if (ApiObject.isApiObject(construct)) parts?.objects.push(construct);
    for (const target of construct.node.dependencies) {
      if (parts === undefined || chartAround(target) !== chart) return undefined;
      parts.dependencies.push({ source: construct, target });
    }
  }
  const objects = new Map([...charts].map(([chart, parts]) => [chart, inOrder(chart, parts)]));
  return new Map(app.charts.map((chart) => [chart, objects.get(chart) ?? []]));
}

/** What lies in a chart, without what lies in a chart further down. */
interface ChartParts {
  readonly objects: ApiObject[];
  readonly dependencies: Dependency[];
}

interface Dependency {
  readonly source: IConstruct;
  readonly target: IConstruct;
}

/** Without dependencies, as they were made; with them, as cdk8s sorts them (cdk8s app.ts, `resolveDependencies`). */
function inOrder(chart: Chart, { objects, dependencies }: ChartParts): readonly ApiObject[] {
  if (dependencies.length === 0) return objects;
  const own = new Set<IConstruct>(objects);
  for (const { source, target } of dependencies) {
    const targets = target.node.findAll().filter((construct) => own.has(construct));
    for (const object of source.node.findAll().filter((construct) => own.has(construct))) {
      object.node.addDependency(...targets.filter((other) => other !== object));
    }
  }
  return new DependencyGraph(chart.node)
    .topology()
    .filter((construct) => ApiObject.isApiObject(construct))
    .filter((object) => own.has(object));
}

function chartAround(construct: IConstruct): Chart | undefined {
  if (Chart.isChart(construct)) return construct;
  const { scope } = construct.node;
  return scope && chartAround(scope);
}
