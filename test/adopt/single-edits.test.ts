import fc from 'fast-check';
import { composeTenant, type TenantSpec } from 'rustfs-constructs';
import { adopt, declared } from '../support/adoptions';
import { operatorSpecs } from '../support/arbitrary';
import { chartObjects, type ChartValues } from '../support/chart';
import { foundBytes, readingOf } from '../support/found-bytes';
import { kubectlList, liveObjects } from '../support/live';
import { changed, podSpec, server, valueAt } from '../support/live-changes';

type Steps = readonly (string | number)[];

/** One thing that is otherwise in a live StatefulSet than whoever made it had it. */
interface Edit {
  readonly what: string;
  readonly of: (set: unknown) => unknown;
}

const charts: fc.Arbitrary<ChartValues> = fc.record(
  {
    pools: fc.array(
      fc.record({ replicas: fc.constantFrom(2, 4, 6), drives: fc.integer({ min: 1, max: 4 }) }),
      {
        minLength: 1,
        maxLength: 2,
      },
    ),
    logDirectory: fc.constantFrom('/logs', ''),
    commonLabels: fc.constantFrom({}, { team: 'storage' }),
    config: fc.constantFrom(
      {},
      { RUSTFS_STORAGE_CLASS_STANDARD: 'EC:2' },
      {
        RUSTFS_KMS_ENABLE: 'true',
        RUSTFS_KMS_BACKEND: 'vault-kv2',
        RUSTFS_KMS_VAULT_ADDRESS: 'https://vault',
      },
    ),
  },
  { requiredKeys: ['pools'] },
);

const put = (steps: Steps, value: unknown): Edit => ({
  what: `${steps.join('.')} = ${JSON.stringify(value)}`,
  of: (set) => changed(set, steps, value),
});

const append = (steps: Steps, value: unknown): Edit => ({
  what: `${steps.join('.')} + ${JSON.stringify(value)}`,
  of: (set) => {
    const list = valueAt(set, steps);
    return changed(set, steps, [...(Array.isArray(list) ? list : []), value]);
  },
});

const swapped = (steps: Steps): Edit => ({
  what: `${steps.join('.')}: the names of two swapped`,
  of: (set) => {
    const [first, second] = [0, 1].map((i) => valueAt(set, [...steps, i, 'name']));
    if (second === undefined) return set;
    return changed(changed(set, [...steps, 0, 'name'], second), [...steps, 1, 'name'], first);
  },
});

/** Edits of all that decides which bytes a server finds, and of much that does not. */
const edits: readonly Edit[] = [
  ...[0, 1, 2].flatMap((i) => [
    put([...server, 'volumeMounts', i, 'subPath'], 'bucket'),
    put([...server, 'volumeMounts', i, 'subPathExpr'], '$(POD_NAME)'),
    put([...server, 'volumeMounts', i, 'readOnly'], true),
    put([...server, 'volumeMounts', i, 'mountPropagation'], 'HostToContainer'),
    put([...server, 'volumeMounts', i, 'mountPath'], '/srv'),
    put([...server, 'volumeMounts', i, 'name'], 'vol-1'),
  ]),
  swapped([...server, 'volumeMounts']),
  append([...server, 'volumeMounts'], { name: 'data', mountPath: '/data/rustfs0/a' }),
  append([...server, 'volumeMounts'], { name: 'vol-0', mountPath: '/copy' }),
  ...['vol-0', 'data', 'data-rustfs-0', 'logs', 'tmp'].map((name) =>
    append([...podSpec, 'volumes'], { name, emptyDir: {} }),
  ),
  put(['spec', 'volumeClaimTemplates', 0, 'metadata', 'name'], 'other'),
  ...[0, 1, 3, 8].map((replicas) => put(['spec', 'replicas'], replicas)),
  put(['spec', 'ordinals'], { start: 1 }),
  put(['spec', 'serviceName'], 'other'),
  put(['spec', 'selector', 'matchLabels', 'rustfs.pool'], 'other'),
  put([...podSpec.slice(0, 2), 'metadata', 'labels', 'rustfs.pool'], 'other'),
  put(['spec', 'minReadySeconds'], 10),
  put(['spec', 'updateStrategy'], { type: 'OnDelete' }),
  put(['spec', 'persistentVolumeClaimRetentionPolicy'], { whenScaled: 'Delete', whenDeleted: 'Delete' }),
  ...['/data', '/srv', 'http://other-{0...3}.other:9000/data'].map((value) =>
    append([...server, 'env'], { name: 'RUSTFS_VOLUMES', value }),
  ),
  ...[
    'RUSTFS_KMS_ENABLE',
    'RUSTFS_ERASURE_SET_DRIVE_COUNT',
    'RUSTFS_IAM_MASTER_KEY',
    'RUSTFS_STORAGE_CLASS_RRS',
  ].map((name) =>
    append([...server, 'env'], { name, valueFrom: { secretKeyRef: { name: 'keys', key: 'k' } } }),
  ),
  append([...server, 'envFrom'], { configMapRef: { name: 'absent' } }),
  put([...server, 'args'], ['/srv']),
  put([...server, 'args'], ['--address', ':9000']),
  put([...server, 'command'], ['sh', '-c', 'exec rustfs /srv']),
  put([...server, 'workingDir'], '/srv'),
  put([...server, 'image'], 'rustfs/rustfs:1.0.0'),
  put(
    [...podSpec, 'initContainers'],
    [{ name: 'mover', image: 'busybox', command: ['mv', '/data', '/srv'] }],
  ),
  append([...podSpec, 'containers'], { name: 'watcher', image: 'busybox' }),
  ...['runAsUser', 'runAsGroup', 'fsGroup'].flatMap((id) =>
    [0, 1000, undefined].map((value) => put([...podSpec, 'securityContext', id], value)),
  ),
  put([...server, 'securityContext', 'runAsUser'], 2000),
  put([...podSpec, 'securityContext'], {}),
  put([...podSpec, 'securityContext', 'supplementalGroups'], [5555]),
  put([...podSpec, 'securityContext', 'seLinuxOptions'], { level: 's0:c1,c2' }),
  put([...podSpec, 'terminationGracePeriodSeconds'], 90),
  put([...podSpec, 'nodeSelector'], { disk: 'nvme' }),
];

const edited = (live: readonly object[], { of }: Edit): unknown[] =>
  live.map((object): unknown => (valueAt(object, ['kind']) === 'StatefulSet' ? of(object) : object));

/** Refused with a reason, or declared such that every server finds at every address what it has found there. */
function keepsItsBytes(live: readonly object[], edit: Edit): 'refused' | 'declared' {
  const objects = edited(live, edit);
  const adoption = adopt(kubectlList(objects.map((object) => Object(object))));
  if (adoption.declaration === undefined) {
    expect(adoption.problems).not.toEqual([]);
    return 'refused';
  }
  const composed = composeTenant(declared(adoption));
  expect(foundBytes(composed)).toEqual(foundBytes(objects));
  expect(readingOf(composed)).toEqual(readingOf(objects));
  return 'declared';
}

describe('Whatever single thing is otherwise in a live StatefulSet', () => {
  const nothing: Edit = { what: 'nothing', of: (set) => set };
  const anEdit = fc.constantFrom(nothing, ...edits);

  test("of the chart's, every server finds what it has found, or it is refused", () => {
    fc.assert(
      fc.property(charts, anEdit, (values, edit) => {
        keepsItsBytes(chartObjects(values), edit);
      }),
      { numRuns: 60 },
    );
  });

  test("of the operator's, every server finds what it has found, or it is refused", () => {
    fc.assert(
      fc.property(operatorSpecs, anEdit, (spec: TenantSpec, edit) => {
        keepsItsBytes(liveObjects(spec), edit);
      }),
      { numRuns: 60 },
    );
  });

  test('both outcomes happen, so that neither is taken for granted', () => {
    const live = chartObjects({ pools: [{ replicas: 4, drives: 2 }] });
    const outcomes = new Map(edits.map((edit) => [edit.what, keepsItsBytes(live, edit)]));
    expect(keepsItsBytes(live, nothing)).toBe('declared');
    expect([...new Set(outcomes.values())].sort()).toEqual(['declared', 'refused']);
  });
});
