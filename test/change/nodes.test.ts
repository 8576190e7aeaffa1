import { JsonPatch } from 'cdk8s';
import { objects, other, outcome } from '../support/beside';

const { add, replace } = JsonPatch;
const pod = '/spec/template/spec';
const hostPath = { path: '/mnt/rustfs' };

/** A tenant whose first drive is a directory of each node. */
function onNodes(...patches: JsonPatch[]): object[] {
  return objects().map((object) =>
    Object(object).kind === 'StatefulSet'
      ? JsonPatch.apply(
          structuredClone(object),
          add(`${pod}/volumes/-`, { name: 'disk', hostPath }),
          replace(`${pod}/containers/0/volumeMounts/0/name`, 'disk'),
          ...patches,
        )
      : object,
  );
}

const term = { matchExpressions: [{ key: 'disk', operator: 'Exists' }] };
const orders: [what: string, patch: JsonPatch][] = [
  ['nodeSelector', add(`${pod}/nodeSelector`, { disk: 'fast' })],
  ['nodeName', add(`${pod}/nodeName`, 'node-1')],
  [
    'a required affinity to nodes',
    add(`${pod}/affinity`, {
      nodeAffinity: { requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms: [term] } },
    }),
  ],
];
const wishes: [what: string, patch: JsonPatch][] = [
  [
    'a preferred affinity to nodes',
    add(`${pod}/affinity`, {
      nodeAffinity: { preferredDuringSchedulingIgnoredDuringExecution: [{ weight: 1, preference: term }] },
    }),
  ],
  ['tolerations', add(`${pod}/tolerations`, [{ key: 'dedicated', operator: 'Exists' }])],
  ['another scheduler', add(`${pod}/schedulerName`, 'mine')],
];

describe('A drive that is a directory of a node', () => {
  test.each(orders)('stays behind where servers are sent to other nodes: %s', (_, patch) => {
    expect(outcome(onNodes(), onNodes(patch))).toBe('refused drive-place-changed');
    expect(outcome(onNodes(patch), onNodes())).toBe('refused drive-place-changed');
    expect(outcome(onNodes(patch), onNodes(patch))).toBe('none');
  });

  test.each(wishes)('may stay behind where servers may be put on other nodes: %s', (_, patch) => {
    expect(outcome(onNodes(), onNodes(patch))).toBe('procedure drive-place-changed');
  });

  test('does not where nothing says anything of nodes', () => {
    expect(outcome(onNodes(), onNodes(replace(`${pod}/containers/0/image`, 'rustfs/rustfs:1.0.1')))).toBe(
      'rolls',
    );
  });

  test('is so of a Deployment too', () => {
    const lone = (more: object) =>
      other('apps/v1', 'Deployment', 'lone', {
        template: {
          spec: {
            containers: [
              {
                name: 'rustfs',
                image: 'rustfs/rustfs:1.0.0',
                env: [{ name: 'RUSTFS_VOLUMES', value: '/data' }],
                volumeMounts: [{ name: 'disk', mountPath: '/data' }],
              },
            ],
            volumes: [{ name: 'disk', hostPath }],
            ...more,
          },
        },
      });
    expect(outcome([lone({})], [lone({ nodeName: 'node-1' })])).toBe('refused drive-place-changed');
  });
});

test.each([...orders, ...wishes])('Claims follow their servers: %s is no matter', (_, patch) => {
  const patched = objects().map((object) =>
    Object(object).kind === 'StatefulSet' ? JsonPatch.apply(structuredClone(object), patch) : object,
  );
  expect(outcome(objects(), patched)).toBe('rolls');
});
