import { App, Yaml } from 'cdk8s';
import { fleet } from '../../examples/fleet';

test('the example of a fleet has a chart per team, with the objects of its tenant', () => {
  const app = fleet(['films', 'music']);
  expect(app).toBeInstanceOf(App);
  expect(app.charts.map(({ node, namespace }) => [node.id, namespace])).toEqual([
    ['films', 'films'],
    ['music', 'music'],
  ]);
  const objects = app.charts.flatMap((chart): unknown[] => chart.toJson());
  expect(app.synthYaml()).toBe(Yaml.stringify(...objects));
  expect(app.synthYaml().match(/^kind: StatefulSet$/gm)).toHaveLength(2);
});
