import type { Manifest } from '../control-plane/api-server';
import { hostPath } from '../control-plane/manifests';

/** An object that a tenant has or that stands beside it, and other values that its fields may have. */
export interface Subject {
  readonly title: string;
  readonly object: Manifest;
  /** By path. Each is changed into each other, and removed and set as well. */
  readonly values: Readonly<Record<string, readonly unknown[]>>;
  /** Whether it is a claim that is measured once it has its volume. */
  readonly isBound?: boolean;
  /** Whether the fields are changed from what the object says only. */
  readonly isAsMade?: boolean;
  /** How many of the values of a field are enough; all, by default. */
  readonly enough?: number;
}

const metadata = {
  'metadata.labels.team': ['storage', 'media'],
  'metadata.annotations.note': ['one', 'two'],
};
export const namespace = 'fields';
const selector = { 'rustfs.tenant': 'media' };
const port = { name: 'http-rustfs', port: 9000, targetPort: 9000, protocol: 'TCP' };

function service(title: string, spec: object, values: Subject['values'] = {}): Subject {
  return {
    title,
    object: {
      apiVersion: 'v1',
      kind: 'Service',
      metadata: { name: 'media', namespace },
      spec: { selector, ports: [port], ...spec },
    },
    values: {
      ...metadata,
      'spec.selector.pool': ['pool-0', 'pool-1'],
      'spec.ports[0].name': ['http', 'https-rustfs'],
      'spec.ports[0].port': [9001],
      'spec.ports[0].targetPort': [9001, 'http'],
      'spec.ports[0].protocol': ['UDP'],
      'spec.ports[0].appProtocol': ['http', 'https'],
      'spec.publishNotReadyAddresses': [true, false],
      'spec.sessionAffinity': ['None', 'ClientIP'],
      'spec.sessionAffinityConfig': [],
      'spec.externalIPs': [['192.0.2.1'], ['192.0.2.2']],
      'spec.internalTrafficPolicy': ['Cluster', 'Local'],
      'spec.trafficDistribution': ['PreferSameZone', 'PreferSameNode'],
      ...values,
    },
  };
}

const families = {
  'spec.ipFamilies': [['IPv4'], ['IPv6']],
  'spec.ipFamilyPolicy': ['SingleStack', 'PreferDualStack', 'RequireDualStack'],
};
const addresses = { 'spec.clusterIP': ['10.96.7.1', '10.96.7.2', 'fd00:10:96::71'] };
const orNone = { 'spec.clusterIP': ['None', ...addresses['spec.clusterIP']] };
const nodePorts = {
  'spec.ports[0].nodePort': [31001, 31002],
  'spec.externalTrafficPolicy': ['Cluster', 'Local'],
};

const common = { selector, ports: [port] };
const dual = { ipFamilyPolicy: 'RequireDualStack', ipFamilies: ['IPv4', 'IPv6'] };
/** Whole Services, of which each may become any other. */
const wholeServices = [
  { ...common },
  { ...common, clusterIP: '10.96.7.1' },
  { ...common, clusterIP: '10.96.7.1', clusterIPs: ['10.96.7.1'] },
  { ...common, clusterIP: '10.96.7.2', clusterIPs: ['10.96.7.2'] },
  { ...common, ...dual, clusterIP: '10.96.7.1', clusterIPs: ['10.96.7.1', 'fd00:10:96::71'] },
  { ...common, ...dual, clusterIP: '10.96.7.1', clusterIPs: ['10.96.7.1', 'fd00:10:96::72'] },
  { ...common, ...dual, ipFamilies: ['IPv6', 'IPv4'] },
  { ...common, ipFamilyPolicy: 'SingleStack', ipFamilies: ['IPv4'] },
  {
    ...common,
    ipFamilyPolicy: 'SingleStack',
    ipFamilies: ['IPv4'],
    clusterIP: '10.96.7.1',
    clusterIPs: ['10.96.7.1'],
  },
  { ...common, clusterIP: 'None' },
  { ...common, clusterIP: 'None', clusterIPs: ['None'], ...dual },
  { clusterIP: 'None' },
  { ...common, type: 'NodePort' },
  { ...common, type: 'NodePort', ports: [{ ...port, nodePort: 31001 }], externalTrafficPolicy: 'Local' },
  { ...common, type: 'LoadBalancer' },
  { ...common, type: 'LoadBalancer', loadBalancerClass: 'example.com/one', externalTrafficPolicy: 'Local' },
  {
    ...common,
    type: 'LoadBalancer',
    loadBalancerClass: 'example.com/two',
    externalTrafficPolicy: 'Local',
    healthCheckNodePort: 31101,
  },
  { type: 'ExternalName', externalName: 'a.example.com' },
];

const services: readonly Subject[] = [
  service(
    'a Service with an address',
    {},
    {
      ...orNone,
      ...families,
      'spec.type': ['ClusterIP', 'NodePort', 'LoadBalancer'],
    },
  ),
  service(
    'a Service with a stated address',
    { clusterIP: '10.96.7.9' },
    {
      'spec.type': ['ClusterIP', 'NodePort', 'LoadBalancer'],
    },
  ),
  service(
    'a Service with session affinity',
    { sessionAffinity: 'ClientIP' },
    {
      'spec.sessionAffinityConfig.clientIP.timeoutSeconds': [60, 120],
    },
  ),
  service(
    'a Service of both families',
    { ipFamilyPolicy: 'RequireDualStack' },
    {
      'spec.ipFamilies': [['IPv4'], ['IPv4', 'IPv6'], ['IPv6', 'IPv4']],
      'spec.ipFamilyPolicy': ['SingleStack', 'PreferDualStack', 'RequireDualStack'],
    },
  ),
  service('a headless Service', { clusterIP: 'None' }, { ...orNone, ...families }),
  service('a NodePort Service', { type: 'NodePort' }, { ...addresses, ...nodePorts }),
  service(
    'a LoadBalancer',
    { type: 'LoadBalancer' },
    {
      ...addresses,
      ...nodePorts,
      'spec.loadBalancerClass': ['example.com/one', 'example.com/two'],
      'spec.loadBalancerIP': ['192.0.2.1', '192.0.2.2'],
      'spec.loadBalancerSourceRanges': [['192.0.2.0/24'], ['198.51.100.0/24']],
      'spec.allocateLoadBalancerNodePorts': [true, false],
      'spec.type': ['ClusterIP', 'NodePort', 'LoadBalancer'],
    },
  ),
  service(
    'a LoadBalancer with a class',
    { type: 'LoadBalancer', loadBalancerClass: 'example.com/one' },
    { 'spec.loadBalancerClass': ['example.com/two'] },
  ),
  service(
    'a LoadBalancer of local traffic',
    { type: 'LoadBalancer', externalTrafficPolicy: 'Local' },
    { 'spec.healthCheckNodePort': [31101, 31102], 'spec.externalTrafficPolicy': ['Cluster', 'Local'] },
  ),
  service('a Service that becomes another', {}, { spec: wholeServices }),
  service(
    'a Service of an external name',
    { type: 'ExternalName', externalName: 'a.example.com' },
    {
      'spec.externalName': ['b.example.com'],
    },
  ),
];

function secret(title: string, fields: object, values: Subject['values']): Subject {
  return {
    title,
    object: { apiVersion: 'v1', kind: 'Secret', metadata: { name: 'media', namespace }, ...fields },
    values: { ...metadata, ...values },
  };
}

const texts = { 'data.key': ['b25l', 'dHdv'], immutable: [true, false] };
const secrets: readonly Subject[] = [
  secret(
    'a Secret',
    { data: { other: 'eA==' } },
    {
      ...texts,
      'stringData.key': ['one', 'two'],
      type: ['Opaque', 'example.com/own'],
    },
  ),
  secret(
    'an immutable Secret',
    { data: { other: 'eA==' }, immutable: true },
    {
      ...texts,
      'stringData.key': ['one', 'two'],
    },
  ),
];

const configMaps = [undefined, true].map((immutable): Subject => ({
  title: immutable ? 'an immutable ConfigMap' : 'a ConfigMap',
  object: {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name: 'media', namespace },
    data: { other: 'x' },
    ...(immutable === undefined ? {} : { immutable }),
  },
  values: {
    ...metadata,
    'data.key': ['one', 'two'],
    'binaryData.bytes': ['b25l', 'dHdv'],
    immutable: [true, false],
  },
}));

const serviceAccount: Subject = {
  title: 'a ServiceAccount',
  object: { apiVersion: 'v1', kind: 'ServiceAccount', metadata: { name: 'media', namespace } },
  values: {
    ...metadata,
    automountServiceAccountToken: [true, false],
    imagePullSecrets: [[{ name: 'one' }], [{ name: 'two' }]],
    secrets: [[{ name: 'one' }], [{ name: 'two' }]],
  },
};

const budgets = [{ minAvailable: 3 }, { maxUnavailable: 1 }].map((spec): Subject => ({
  title: `a PodDisruptionBudget with ${Object.keys(spec).join()}`,
  object: {
    apiVersion: 'policy/v1',
    kind: 'PodDisruptionBudget',
    metadata: { name: 'media', namespace },
    spec: { selector: { matchLabels: selector }, ...spec },
  },
  values: {
    ...metadata,
    [`spec.${Object.keys(spec).join()}`]: [1, 2, '50%'],
    'spec.selector': [{ matchLabels: { a: 'b' } }, { matchExpressions: [{ key: 'a', operator: 'Exists' }] }],
    'spec.selector.matchLabels.pool': ['pool-0', 'pool-1'],
    'spec.unhealthyPodEvictionPolicy': ['IfHealthyBudget', 'AlwaysAllow'],
  },
}));

const namespaces: Subject = {
  title: 'a Namespace',
  object: { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'media' } },
  values: { ...metadata, 'spec.finalizers': [['kubernetes']] },
};

const claimSpec = { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '2Gi' } } };
const claims = [false, true].map((isBound): Subject => ({
  title: isBound ? 'a bound claim' : 'a claim without a volume',
  object: {
    apiVersion: 'v1',
    kind: 'PersistentVolumeClaim',
    metadata: { name: 'media', namespace },
    spec: { ...claimSpec, storageClassName: isBound ? hostPath.metadata.name : 'nobody' },
  },
  isBound,
  isAsMade: isBound,
  values: {
    ...metadata,
    'metadata.annotations[volume.beta.kubernetes.io/storage-class]': ['one', 'two'],
    'spec.accessModes': [['ReadWriteMany'], ['ReadWriteOnce', 'ReadOnlyMany']],
    'spec.resources.requests.storage': ['1Gi', '3Gi'],
    'spec.resources.limits.storage': ['5Gi', '6Gi'],
    'spec.selector': [{ matchLabels: { a: 'b' } }, { matchLabels: { a: 'c' } }],
    'spec.storageClassName': ['other', ''],
    'spec.volumeAttributesClassName': ['fast', 'slow'],
    'spec.volumeMode': ['Filesystem', 'Block'],
    'spec.volumeName': ['pv-one', 'pv-two'],
    'spec.dataSource': [{ kind: 'PersistentVolumeClaim', name: 'source' }],
    'spec.dataSourceRef': [{ kind: 'PersistentVolumeClaim', name: 'source' }],
  },
}));

const sources: Readonly<Record<string, readonly unknown[]>> = {
  csi: [
    { driver: 'example.com', volumeHandle: 'one' },
    { driver: 'example.com', volumeHandle: 'two' },
    { driver: 'example.com', volumeHandle: 'one', controllerExpandSecretRef: { name: 'a', namespace } },
    { driver: 'example.com', volumeHandle: 'one', nodeStageSecretRef: { name: 'a', namespace } },
    {
      driver: 'example.com',
      volumeHandle: 'one',
      fsType: 'xfs',
      readOnly: true,
      volumeAttributes: { a: 'b' },
    },
  ],
  hostPath: [{ path: '/data/one' }, { path: '/data/two' }, { path: '/data/one', type: 'Directory' }],
  local: [{ path: '/data/one' }, { path: '/data/two' }, { path: '/data/one', fsType: 'xfs' }],
  fc: [
    { targetWWNs: ['50060e801049cfd1'], lun: 0 },
    { targetWWNs: ['50060e801049cfd1'], lun: 1 },
  ],
  iscsi: [
    { targetPortal: '192.0.2.1:3260', iqn: 'iqn.2026-01.com.example:one', lun: 0 },
    { targetPortal: '192.0.2.1:3260', iqn: 'iqn.2026-01.com.example:two', lun: 0 },
  ],
  nfs: [
    { server: 'a', path: '/one' },
    { server: 'a', path: '/two' },
  ],
};
function nodesWith(key: string, value: string): object {
  return {
    required: { nodeSelectorTerms: [{ matchExpressions: [{ key, operator: 'In', values: [value] }] }] },
  };
}
const volumes = Object.entries(sources).map(([source, values]): Subject => ({
  title: `a PersistentVolume of ${source}`,
  object: {
    apiVersion: 'v1',
    kind: 'PersistentVolume',
    metadata: { name: 'media' },
    spec: {
      accessModes: ['ReadWriteOnce'],
      capacity: { storage: '1Gi' },
      storageClassName: 'own',
      ...(source === 'local' ? { nodeAffinity: nodesWith('kubernetes.io/hostname', 'one') } : {}),
      [source]: values[0],
    },
  },
  values: {
    ...metadata,
    'spec.accessModes': [['ReadWriteMany'], ['ReadWriteOnce', 'ReadOnlyMany']],
    'spec.capacity.storage': ['2Gi', '512Mi'],
    'spec.claimRef': [
      { kind: 'PersistentVolumeClaim', namespace, name: 'one' },
      { kind: 'PersistentVolumeClaim', namespace, name: 'two' },
    ],
    'spec.mountOptions': [['noatime'], ['ro']],
    'spec.nodeAffinity': [
      nodesWith('kubernetes.io/hostname', 'one'),
      nodesWith('kubernetes.io/hostname', 'two'),
    ],
    'spec.persistentVolumeReclaimPolicy': ['Retain', 'Delete'],
    'spec.storageClassName': ['other', ''],
    ...(source === 'csi' ? { 'spec.volumeAttributesClassName': ['fast', 'slow'] } : {}),
    'spec.volumeMode': ['Filesystem', 'Block'],
    [`spec.${source}`]: values,
  },
}));

const claimTemplate = {
  apiVersion: 'v1',
  kind: 'PersistentVolumeClaim',
  metadata: { name: 'vol-0' },
  spec: claimSpec,
};
const container = { name: 'rustfs', image: 'rustfs/rustfs:1.0.0', env: [{ name: 'A', value: 'a' }] };
const statefulSet: Subject = {
  title: 'a StatefulSet',
  object: {
    apiVersion: 'apps/v1',
    kind: 'StatefulSet',
    metadata: { name: 'media', namespace },
    spec: {
      serviceName: 'media-hl',
      replicas: 4,
      selector: { matchLabels: selector },
      template: { metadata: { labels: { ...selector, a: 'b' } }, spec: { containers: [container] } },
      volumeClaimTemplates: [claimTemplate],
    },
  },
  values: {
    ...metadata,
    'spec.minReadySeconds': [5, 10],
    'spec.ordinals': [{ start: 1 }, { start: 2 }],
    'spec.persistentVolumeClaimRetentionPolicy': [
      { whenDeleted: 'Delete', whenScaled: 'Retain' },
      { whenDeleted: 'Retain', whenScaled: 'Delete' },
    ],
    'spec.podManagementPolicy': ['OrderedReady', 'Parallel'],
    'spec.replicas': [0, 2, 6],
    'spec.revisionHistoryLimit': [1, 2],
    'spec.selector.matchLabels.a': ['b'],
    'spec.selector.matchExpressions': [[{ key: 'a', operator: 'Exists' }]],
    'spec.serviceName': ['other-hl'],
    'spec.template.metadata.labels.b': ['c', 'd'],
    'spec.template.metadata.annotations.b': ['c', 'd'],
    'spec.template.spec.containers[0].image': ['rustfs/rustfs:1.0.1'],
    'spec.template.spec.containers[0].env': [[{ name: 'A', value: 'b' }], [{ name: 'B', value: 'b' }]],
    'spec.template.spec.containers[0].name': ['server'],
    'spec.template.spec.nodeSelector.disk': ['fast', 'slow'],
    'spec.updateStrategy': [
      { type: 'OnDelete' },
      { type: 'RollingUpdate', rollingUpdate: { partition: 2 } },
      { type: 'RollingUpdate', rollingUpdate: { partition: 3 } },
    ],
    'spec.volumeClaimTemplates': [[claimTemplate, { ...claimTemplate, metadata: { name: 'vol-1' } }]],
    'spec.volumeClaimTemplates[0].metadata.labels.a': ['b', 'c'],
    'spec.volumeClaimTemplates[0].metadata.annotations.a': ['b', 'c'],
    'spec.volumeClaimTemplates[0].spec.resources.requests.storage': ['1Gi', '3Gi'],
    'spec.volumeClaimTemplates[0].spec.storageClassName': ['one', 'two'],
    'spec.volumeClaimTemplates[0].spec.volumeMode': ['Filesystem', 'Block'],
  },
};

export const subjects: readonly Subject[] = [
  ...services,
  ...secrets,
  ...configMaps,
  serviceAccount,
  ...budgets,
  namespaces,
  ...claims,
  ...volumes,
  statefulSet,
];

export const kinds = [...new Set(subjects.map(({ object }) => object.kind))];

/**
 * What is not changed field by field: volumes of drivers that Kubernetes has removed or that no tenant has, and the
 * insides of pod templates, of which what we make is changed.
 */
export const notTried: Readonly<Record<string, readonly string[]>> = {
  StatefulSet: ['spec.template'],
  PersistentVolume: [
    'awsElasticBlockStore',
    'azureDisk',
    'azureFile',
    'cephfs',
    'cinder',
    'flexVolume',
    'flocker',
    'gcePersistentDisk',
    'glusterfs',
    'photonPersistentDisk',
    'portworxVolume',
    'quobyte',
    'rbd',
    'scaleIO',
    'storageos',
    'vsphereVolume',
  ].map((source) => `spec.${source}`),
};
