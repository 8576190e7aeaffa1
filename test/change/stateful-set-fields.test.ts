import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fieldEffect } from '../../lib/change/stateful-set-fields';

/** "updates to statefulset spec for fields other than ... are forbidden": measured on an API server 1.36. */
const measuredMutable = [
  'minReadySeconds',
  'ordinals',
  'persistentVolumeClaimRetentionPolicy',
  'replicas',
  'revisionHistoryLimit',
  'template',
  'updateStrategy',
];

describe('A field of a StatefulSet', () => {
  const file = join(
    process.env.RUSTFS_TEST_DATA ?? join(__dirname, '../../../shared/data'),
    'kubernetes-1.33-definitions.json',
  );
  const known = existsSync(file) ? test : test.skip;

  known('can change in place when the API server says so, and only then', () => {
    const { definitions } = JSON.parse(readFileSync(file, 'utf8'));
    const fields = Object.keys(definitions['io.k8s.api.apps.v1.StatefulSetSpec'].properties);
    expect(fields.filter((field) => fieldEffect(`spec.${field}`) !== 'immutable').sort()).toEqual(
      measuredMutable,
    );
  });

  test.each([
    ['spec.template.spec.containers[rustfs].image', 'rolls'],
    ['spec.template.metadata.labels[app.kubernetes.io/name]', 'rolls'],
    ['spec.updateStrategy.rollingUpdate.partition', 'in-place'],
    ['spec.replicas', 'in-place'],
    ['spec.volumeClaimTemplates[vol-0].spec.resources.requests.storage', 'immutable'],
    ['spec.selector.matchLabels[rustfs.pool]', 'immutable'],
    ['spec.serviceName', 'immutable'],
    ['spec.podManagementPolicy', 'immutable'],
    ['spec.somethingNew', 'immutable'],
    ['metadata.labels[team]', 'in-place'],
  ])('%s: %s', (path, effect) => {
    expect(fieldEffect(path)).toBe(effect);
  });
});
