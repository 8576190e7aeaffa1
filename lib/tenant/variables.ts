import type { EnvVar } from 'kubernetes-types/core/v1';
import { isRecord } from '../is-record';
import type { SecretKeyReference } from './spec';

/** A variable whose value is a Secret's. The pod does not start without it. */
export function fromSecret(variable: string, { name, key }: SecretKeyReference): EnvVar {
  return { name: variable, valueFrom: { secretKeyRef: { name, key, optional: false } } };
}

/** A variable with a text, or none where there is none: an empty text says nothing. */
export function textVariable(name: string, value: string | undefined): EnvVar[] {
  return value === undefined || value === '' ? [] : [{ name, value }];
}

/** A switch that is on, or no variable at all: all such switches are off by default. */
export function switchVariable(name: string, isOn: boolean | undefined): EnvVar[] {
  return isOn === true ? [{ name, value: 'true' }] : [];
}

/** A variable of a container, as far as it says anything. */
interface EnvironmentEntry {
  readonly name?: unknown;
  readonly value?: unknown;
  readonly valueFrom?: unknown;
}

/** Stands for the pod's own name, which only the pod knows. */
export const ownPod = '{pod}';

/** Stands for the namespace of the pod. */
export const ownNamespace = '{namespace}';

/** What the pod knows of itself, by the field that says it. */
const ownFields: Readonly<Record<string, string>> = {
  'metadata.name': ownPod,
  'metadata.namespace': ownNamespace,
};

/**
 * What the variables of a container say when it starts: `$(NAME)` of one that stands before it is put in, as the kubelet does,
 * and the pod's own name and namespace as `ownPod` and `ownNamespace`; of two with one name the last counts. Undefined where only the
 * cluster knows.
 */
export function environmentTexts(
  variables: readonly EnvironmentEntry[],
): ReadonlyMap<string, string | undefined> {
  const texts = new Map<string, string | undefined>();
  for (const { name, value, valueFrom } of variables) {
    const own = ownFields[fieldPathIn(valueFrom)];
    const text = valueFrom === undefined ? (typeof value === 'string' ? value : '') : undefined;
    texts.set(typeof name === 'string' ? name : '', own ?? (text && expanded(text, texts)));
  }
  return texts;
}

function fieldPathIn(valueFrom: unknown): string {
  const fieldRef = isRecord(valueFrom) ? valueFrom.fieldRef : undefined;
  return isRecord(fieldRef) ? String(fieldRef.fieldPath) : '';
}

/** Two dollars are one that refers to nothing (Kubernetes: Variable expansion). */
function expanded(text: string, known: ReadonlyMap<string, string | undefined>): string | undefined {
  const isOpen = [...text.matchAll(/\$\$|\$\(([^)]*)\)/g)].some(
    ([, name]) => name !== undefined && known.has(name) && known.get(name) === undefined,
  );
  if (isOpen) return undefined;
  return text.replaceAll(/\$\$|\$\(([^)]*)\)/g, (match, name: string | undefined) =>
    name === undefined ? '$' : (known.get(name) ?? match),
  );
}
