import { isRecord } from '../is-record';

/**
 * For how long a server finds at a path what it has written there: as long as its node stays the same, or only until its pod is
 * replaced, which every restart does.
 */
export type Lifetime = 'lasting' | 'of its node' | 'of its pod';

/** Pods of a controller of this kind, which decides what of a pod the next one has as well. */
export interface PodKind {
  readonly kind: string;
  readonly hostNetwork: boolean;
}

/**
 * The lifetime of a volume that stands in the pod itself. A volume without a source is an emptyDir
 * (pkg/apis/core/v1/defaults.go, SetDefaults_Volume); what CSI mounts inline is made for its pod
 * (https://kubernetes.io/docs/concepts/storage/ephemeral-volumes/).
 */
export function volumeLifetime(volume: unknown): Lifetime {
  const { name: _name, ...source } = isRecord(volume) ? volume : {};
  const kinds = Object.keys(source);
  if (kinds.includes('hostPath')) return 'of its node';
  return kinds.length === 0 || kinds.some((kind) => ofPod.has(kind)) ? 'of its pod' : 'lasting';
}

const ofPod = new Set(['emptyDir', 'ephemeral', 'csi', 'gitRepo']);

/** The lifetime of what a pod knows of itself, by the field that says it (k8s.io/api core/v1 ObjectFieldSelector). */
export function fieldLifetime(fieldPath: string, { kind, hostNetwork }: PodKind): Lifetime {
  const isNamedOnce = kind === 'StatefulSet' || kind === 'Pod';
  if (fieldPath === 'metadata.uid' || changingLabel.test(fieldPath)) return 'of its pod';
  if (fieldPath === 'metadata.name') return isNamedOnce ? 'lasting' : 'of its pod';
  if (/^status\.podIPs?$/.test(fieldPath)) return hostNetwork ? 'of its node' : 'of its pod';
  return /^(spec\.nodeName|status\.hostIPs?)$/.test(fieldPath) ? 'of its node' : 'lasting';
}

/** Labels that controllers give pods, other ones with every change of the template. */
const changingLabel =
  /^metadata\.labels\['(controller-revision-hash|pod-template-hash|pod-template-generation)'\]$/;

/** The shortest of some. */
export function shortest(lifetimes: readonly Lifetime[]): Lifetime {
  if (lifetimes.includes('of its pod')) return 'of its pod';
  return lifetimes.includes('of its node') ? 'of its node' : 'lasting';
}

/**
 * The lifetime of what a text with variables in it (`subPathExpr`) says.
 *
 * @param variables of the container, by name.
 */
export function textLifetime(text: string, variables: ReadonlyMap<string, unknown>, pod: PodKind): Lifetime {
  const named = [...text.matchAll(/\$\$|\$\(([^)]*)\)/g)].flatMap(([, name]) => name ?? []);
  return shortest(
    named.map((name) => {
      const variable = variables.get(name);
      const { value, valueFrom } = isRecord(variable) ? variable : {};
      const fieldRef = isRecord(valueFrom) && isRecord(valueFrom.fieldRef) ? valueFrom.fieldRef : {};
      // One that refers to itself refers to nothing.
      const others = new Map([...variables].filter(([other]) => other !== name));
      return typeof value === 'string'
        ? textLifetime(value, others, pod)
        : fieldLifetime(String(fieldRef.fieldPath), pod);
    }),
  );
}
