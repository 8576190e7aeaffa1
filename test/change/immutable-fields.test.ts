import { differencesOf } from '../../lib/change/difference';
import { isImmutable } from '../../lib/change/immutable-fields';
import { normalObject } from '../../lib/change/normal';

type Object = Readonly<Record<string, unknown>>;

function refusedFields(kind: string, from: Object, to: Object): string[] {
  const [before, after] = [
    { kind, ...from },
    { kind, ...to },
  ];
  return differencesOf(normalObject(before), normalObject(after), { isWhole: true })
    .filter((difference) => isImmutable(difference, { before, after }))
    .map(({ path }) => path);
}

const spec = (fields: Object): Object => ({ spec: fields });
const size = (storage: string): Object => ({ resources: { requests: { storage } } });
const bound = { phase: 'Bound', capacity: { storage: '2Gi' } };

/** Each was seen on a real API server; `npm run test:real` looks again, at every field. */
describe('The API server refuses', () => {
  test.each<[string, string, Object, Object, string]>([
    [
      'an address instead of none',
      'Service',
      spec({ clusterIP: 'None' }),
      spec({ clusterIP: '10.96.7.1' }),
      'spec.clusterIP',
    ],
    [
      'none instead of the address that it gave',
      'Service',
      spec({}),
      spec({ clusterIP: 'None' }),
      'spec.clusterIP',
    ],
    [
      'another family of the address',
      'Service',
      spec({ ipFamilies: ['IPv4'] }),
      spec({ ipFamilies: ['IPv6'] }),
      'spec.ipFamilies[0]',
    ],
    [
      'another class of a load balancer',
      'Service',
      spec({ type: 'LoadBalancer' }),
      spec({ type: 'LoadBalancer', loadBalancerClass: 'example.com/one' }),
      'spec.loadBalancerClass',
    ],
    [
      'another port for health checks',
      'Service',
      spec({ type: 'LoadBalancer', externalTrafficPolicy: 'Local' }),
      spec({ type: 'LoadBalancer', externalTrafficPolicy: 'Local', healthCheckNodePort: 31101 }),
      'spec.healthCheckNodePort',
    ],
    ['another type of a Secret', 'Secret', {}, { type: 'kubernetes.io/tls' }, 'type'],
    [
      'another text in an immutable Secret',
      'Secret',
      { immutable: true, stringData: { key: 'one' } },
      { immutable: true, data: { key: 'dHdv' } },
      'data.key',
    ],
    ['that an immutable Secret is none any more', 'Secret', { immutable: true }, {}, 'immutable'],
    [
      'another text in an immutable ConfigMap',
      'ConfigMap',
      { immutable: true },
      { immutable: true, data: { key: 'one' } },
      'data',
    ],
    [
      'a smaller claim',
      'PersistentVolumeClaim',
      spec(size('2Gi')),
      spec(size('1Gi')),
      'spec.resources.requests.storage',
    ],
    [
      'growth of a claim that has no volume',
      'PersistentVolumeClaim',
      { ...spec(size('2Gi')), status: { phase: 'Pending' } },
      spec(size('3Gi')),
      'spec.resources.requests.storage',
    ],
    [
      'a claim as large as its volume is, after it was asked to grow',
      'PersistentVolumeClaim',
      { ...spec(size('4Gi')), status: bound },
      spec(size('2Gi')),
      'spec.resources.requests.storage',
    ],
    [
      'another class of a claim',
      'PersistentVolumeClaim',
      spec({ storageClassName: 'fast' }),
      spec({ storageClassName: 'slow' }),
      'spec.storageClassName',
    ],
    [
      'other access to a claim',
      'PersistentVolumeClaim',
      spec({}),
      spec({ accessModes: ['ReadWriteMany'] }),
      'spec.accessModes',
    ],
    [
      'another place of a volume',
      'PersistentVolume',
      spec({ local: { path: '/data/one' } }),
      spec({ local: { path: '/data/two' } }),
      'spec.local.path',
    ],
    [
      'a volume on another node',
      'PersistentVolume',
      spec({ nodeAffinity: { required: { nodeSelectorTerms: [{ matchFields: [] }] } } }),
      spec({}),
      'spec.nodeAffinity',
    ],
    [
      'another selector of a StatefulSet',
      'StatefulSet',
      spec({}),
      spec({ selector: { matchLabels: { a: 'b' } } }),
      'spec.selector',
    ],
  ])('%s', (_, kind, before, after, field) => {
    expect(refusedFields(kind, before, after)).toEqual([field]);
  });
});

describe('The API server accepts', () => {
  test.each<[string, string, Object, Object]>([
    [
      'that an address is not said any more, and keeps it',
      'Service',
      spec({ clusterIP: '10.96.7.1' }),
      spec({}),
    ],
    [
      'that a load balancer becomes a Service with an address',
      'Service',
      spec({ type: 'LoadBalancer', loadBalancerClass: 'example.com/one' }),
      spec({ type: 'ClusterIP' }),
    ],
    ['a second family', 'Service', spec({ ipFamilies: ['IPv4'] }), spec({ ipFamilies: ['IPv4', 'IPv6'] })],
    [
      'another family of a Service without an address',
      'Service',
      spec({ clusterIP: 'None', ipFamilies: ['IPv4'] }),
      spec({ clusterIP: 'None', ipFamilies: ['IPv6'] }),
    ],
    [
      'other texts in a Secret, and that it becomes immutable',
      'Secret',
      { data: { key: 'b25l' } },
      { data: { key: 'dHdv' }, immutable: true },
    ],
    [
      'that a text of an immutable Secret is not said any more, and keeps it',
      'Secret',
      { immutable: true, stringData: { key: 'one' } },
      { immutable: true },
    ],
    ['a larger claim', 'PersistentVolumeClaim', spec(size('2Gi')), spec(size('3Gi'))],
    [
      'a claim that shall grow less than it was asked to',
      'PersistentVolumeClaim',
      { ...spec(size('4Gi')), status: bound },
      spec(size('3Gi')),
    ],
    [
      'a default that is said',
      'PersistentVolumeClaim',
      spec(size('2Gi')),
      spec({ ...size('2Gi'), volumeMode: 'Filesystem' }),
    ],
    [
      'another reclaim policy of a volume',
      'PersistentVolume',
      spec({}),
      spec({ persistentVolumeReclaimPolicy: 'Delete' }),
    ],
    [
      'other replicas and another first ordinal',
      'StatefulSet',
      spec({ replicas: 4 }),
      spec({ replicas: 2, ordinals: { start: 1 } }),
    ],
    [
      'other pods of a budget',
      'PodDisruptionBudget',
      spec({ selector: {} }),
      spec({ selector: { matchLabels: { a: 'b' } } }),
    ],
    [
      'anything of a kind that it does not know',
      'Certificate',
      spec({ secretName: 'one' }),
      spec({ secretName: 'two' }),
    ],
  ])('%s', (_, kind, before, after) => {
    expect(refusedFields(kind, before, after)).toEqual([]);
  });
});
