import { isSilentText } from '../change/normal';
import { isRecord } from '../is-record';
import { podTemplate } from './stored-pod';
import { fieldsAt, isEmpty, isSame, listAt, pairsAt, textAt, without, type Fields } from './value';

/**
 * An object as the API server would store it: with its defaults, and without what it, kubectl or a controller writes
 * beside the author's words. Two objects that are equal so are equal to the cluster, and their pods do not restart.
 */
export function stored(object: Fields): Fields {
  const spec = fieldsAt(object, 'spec');
  return pruned({
    kind: object.kind,
    metadata: metadataOf(object),
    spec: storedSpec(object.kind, spec),
  });
}

function storedSpec(kind: unknown, spec: Fields): Fields {
  if (kind === 'StatefulSet') return statefulSetSpec(spec);
  return kind === 'Service' ? serviceSpec(spec) : spec;
}

/** Annotations that say who wrote an object, not what it is. */
const writersNotes: readonly string[] = [
  'kubectl.kubernetes.io/last-applied-configuration',
  'meta.helm.sh/release-name',
  'meta.helm.sh/release-namespace',
  'helm.sh/resource-policy',
];

/** The annotations that an author wrote. */
export function authoredAnnotations(object: unknown): Record<string, string> {
  return without(
    pairsAt(object, 'metadata', 'annotations'),
    Object.fromEntries(writersNotes.map((key) => [key, 0])),
  );
}

function metadataOf(object: Fields): Fields {
  const { name, namespace, labels } = fieldsAt(object, 'metadata');
  return { name, namespace, labels, annotations: authoredAnnotations(object) };
}

function statefulSetSpec(spec: Fields): Fields {
  const { updateStrategy } = spec;
  return {
    podManagementPolicy: 'OrderedReady',
    revisionHistoryLimit: 10,
    ...spec,
    updateStrategy: {
      type: 'RollingUpdate',
      ...fieldsAt({ updateStrategy }, 'updateStrategy'),
      // Kubernetes fills in maxUnavailable from 1.37 on; before, it drops what is said.
      rollingUpdate: {
        partition: 0,
        maxUnavailable: 1,
        ...fieldsAt({ updateStrategy }, 'updateStrategy', 'rollingUpdate'),
      },
    },
    persistentVolumeClaimRetentionPolicy: {
      whenDeleted: 'Retain',
      whenScaled: 'Retain',
      ...fieldsAt(spec, 'persistentVolumeClaimRetentionPolicy'),
    },
    ordinals: isSame(spec.ordinals, { start: 0 }) ? undefined : spec.ordinals,
    template: podTemplate(fieldsAt(spec, 'template')),
    volumeClaimTemplates: listAt(spec, 'volumeClaimTemplates').map(claimTemplate),
  };
}

/** A claim template as two can be compared: its labels, annotations and spec. */
export function claimTemplate(template: unknown): Fields {
  const { name, labels } = fieldsAt(template, 'metadata');
  return pruned({
    metadata: { name, labels, annotations: authoredAnnotations(template) },
    spec: { volumeMode: 'Filesystem', ...fieldsAt(template, 'spec') },
  });
}

/** What the cluster chooses for a Service. */
const allocated: readonly string[] = [
  'clusterIPs',
  'ipFamilies',
  'ipFamilyPolicy',
  'internalTrafficPolicy',
  'allocateLoadBalancerNodePorts',
  'healthCheckNodePort',
];

function serviceSpec(spec: Fields): Fields {
  const own = Object.fromEntries(Object.entries(spec).filter(([key]) => !allocated.includes(key)));
  const isExternal = ['NodePort', 'LoadBalancer'].includes(textAt(spec, 'type') ?? '');
  return {
    type: 'ClusterIP',
    sessionAffinity: 'None',
    ...(isExternal && { externalTrafficPolicy: 'Cluster' }),
    ...own,
    clusterIP: spec.clusterIP === 'None' ? 'None' : undefined,
    sessionAffinityConfig: undefined,
    ports: listAt(spec, 'ports').map((port) => {
      const { nodePort: _allocated, ...said } = fieldsAt([port], 0);
      return { protocol: 'TCP', targetPort: said.port, ...said };
    }),
  };
}

/** Mappings that are not stored when they are empty. Of others, an empty one is stored, and makes another revision. */
const unstoredWhenEmpty: readonly string[] = [
  'metadata',
  'labels',
  'annotations',
  'matchLabels',
  'nodeSelector',
  'resources',
  'requests',
  'limits',
];

function pruned(fields: Fields, parent = ''): Fields {
  const entries = Object.entries(fields).flatMap(([key, value]): [string, unknown][] => {
    const kept = prunedValue(value, key);
    const isUnstored =
      (isEmpty(kept) && (Array.isArray(kept) || unstoredWhenEmpty.includes(key))) ||
      isSilentText(kept, key, parent);
    return kept === undefined || kept === null || isUnstored ? [] : [[key, kept]];
  });
  return Object.fromEntries(entries);
}

function prunedValue(value: unknown, field: string): unknown {
  if (Array.isArray(value)) return value.map((item) => prunedValue(item, ''));
  return isRecord(value) ? pruned(value, field) : value;
}
