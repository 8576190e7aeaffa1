import { compareQuantities } from '../tenant/quantity';
import { leavesOf, type Difference } from './difference';
import { fieldsAt, textAt, valueAt, type Fields } from './fields';
import { serviceFields } from './service-fields';
import { mutableFields } from './stateful-set-fields';

/** The version of the API server that the table was measured on. The real suite holds the table against it. */
export const measuredOn = '1.36.3';

/** An object as it is, and as it shall be. What is not said in either of them is not known. */
export interface BothSides {
  readonly before: Fields;
  readonly after: Fields;
}

/** A field of which the API server refuses changes, whoever asks and by whatever means. */
export interface ImmutableField {
  /** The field, with all that lies below it. */
  readonly path: string;
  /** What of it may change nevertheless. */
  readonly except?: readonly string[];
  /** When a change is refused; always, where nothing is said. */
  readonly when?: (sides: BothSides, difference: Difference) => boolean;
}

/**
 * Whether the API server refuses the change of this field: the object has to be deleted and made anew, or the field
 * stays as it is.
 *
 * @param difference one of `differencesOf` the two objects, once they are normal.
 */
export function isImmutable(difference: Difference, sides: BothSides): boolean {
  const fields = immutableFields[textAt(sides.after, 'kind') ?? ''] ?? [];
  return leavesOf(difference).some((leaf) =>
    fields.some(
      ({ path, except = [], when = () => true }) =>
        isWithin(leaf.path, path) &&
        !except.some((free) => isWithin(leaf.path, `${path}.${free}`)) &&
        when(sides, leaf),
    ),
  );
}

function isWithin(path: string, field: string): boolean {
  return path === field || path.startsWith(`${field}.`) || path.startsWith(`${field}[`);
}

/**
 * By kind. What is not named here can be changed, and so can everything of ServiceAccounts, PodDisruptionBudgets and
 * Namespaces. Names and namespaces are not fields to change: another name is another object.
 */
const immutableFields: Readonly<Record<string, readonly ImmutableField[]>> = {
  StatefulSet: [{ path: 'spec', except: Object.keys(mutableFields) }],
  Service: serviceFields,
  Secret: [
    { path: 'type' },
    { path: 'data', when: (sides, { path }) => wasImmutable(sides) && !wasWrittenAsText(sides, path) },
    { path: 'immutable', when: wasImmutable },
  ],
  ConfigMap: [
    { path: 'data', when: wasImmutable },
    { path: 'binaryData', when: wasImmutable },
    { path: 'immutable', when: wasImmutable },
  ],
  PersistentVolumeClaim: [
    {
      path: 'spec',
      except: [
        'volumeName',
        'storageClassName',
        'resources.requests.storage',
        'volumeAttributesClassName',
        'dataSource',
        'dataSourceRef',
      ],
    },
    { path: 'spec.volumeName', when: wasSaid },
    { path: 'spec.storageClassName', when: wasSaid },
    // Taken out, they stay: the server holds one against the other.
    { path: 'spec.dataSource', when: (_, { after }) => after !== undefined },
    { path: 'spec.dataSourceRef', when: (_, { after }) => after !== undefined },
    { path: 'spec.volumeAttributesClassName', when: isUnbound },
    // A claim grows where its StorageClass says allowVolumeExpansion, which stands in another object.
    {
      path: 'spec.resources.requests.storage',
      when: (sides, difference) => isUnbound(sides) || wouldShrink(sides, difference),
    },
    { path: 'metadata.annotations[volume.beta.kubernetes.io/storage-class]' },
  ],
  PersistentVolume: [
    {
      path: 'spec',
      except: [
        'accessModes',
        'capacity',
        'claimRef',
        'mountOptions',
        'nodeAffinity',
        'persistentVolumeReclaimPolicy',
        'storageClassName',
        'volumeAttributesClassName',
        'csi.controllerExpandSecretRef',
      ],
    },
    {
      path: 'spec.nodeAffinity',
      when: ({ before }) => valueAt(before, 'spec', 'nodeAffinity') !== undefined,
    },
    { path: 'spec.volumeAttributesClassName', when: (_, { after }) => after === undefined },
    {
      path: 'spec.csi.controllerExpandSecretRef',
      when: ({ before }) => valueAt(before, 'spec', 'csi', 'controllerExpandSecretRef') !== undefined,
    },
  ],
  // Of others, by the server's own validation (pkg/apis/*/validation).
  StorageClass: [
    { path: 'provisioner' },
    { path: 'parameters' },
    { path: 'reclaimPolicy' },
    { path: 'volumeBindingMode' },
  ],
  PriorityClass: [{ path: 'value' }, { path: 'preemptionPolicy' }],
  RuntimeClass: [{ path: 'handler' }],
  RoleBinding: [{ path: 'roleRef' }],
  ClusterRoleBinding: [{ path: 'roleRef' }],
  Deployment: [{ path: 'spec.selector' }],
  DaemonSet: [{ path: 'spec.selector' }],
  Job: [{ path: 'spec.selector' }, { path: 'spec.template' }, { path: 'spec.completionMode' }],
};

function wasSaid(_: BothSides, { before }: Difference): boolean {
  return before !== undefined;
}

/** `immutable: true` cannot be taken back. */
function wasImmutable({ before }: BothSides): boolean {
  return before.immutable === true;
}

/** A key that was written as `stringData` and is not written any more stays in `data`. */
function wasWrittenAsText({ before, after }: BothSides, path: string): boolean {
  const isThatKey = (key: string) => path === `data.${key}` || path === `data[${key}]`;
  const isGone = (key: string) =>
    [after.data, after.stringData].every((data) => valueAt(data, key) === undefined);
  return Object.keys(fieldsAt(before, 'stringData')).some((key) => isThatKey(key) && isGone(key));
}

/** Only a claim that comes from a cluster says it. */
function isUnbound({ before }: BothSides): boolean {
  const phase = textAt(before, 'status', 'phase');
  return phase !== undefined && phase !== 'Bound';
}

/** Growth that has not happened yet may be taken back, as far as something above the volume's size is left. */
function wouldShrink({ before }: BothSides, { before: former, after }: Difference): boolean {
  const size = textAt(before, 'status', 'capacity', 'storage') ?? String(former);
  const [fromAsked, fromReal] = [String(former), size].map((other) =>
    compareQuantities(String(after), other),
  );
  return (fromAsked ?? 0) < 0 && (fromReal ?? 0) <= 0;
}
