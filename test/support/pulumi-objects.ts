import type { KubernetesObject } from 'rustfs-constructs';
import { isFields, revealed } from './pulumi-monitor';

/** The Kubernetes objects among the resources of a program, without what only Pulumi asks for, in a fixed order. */
export function registeredObjects(
  resources: readonly { readonly custom: boolean; readonly inputs: unknown }[],
): unknown[] {
  return inOrder(resources.filter(({ custom }) => custom).map(({ inputs }) => revealed(inputs)));
}

/** Composed objects in the same form and order. */
export function composedObjects(objects: readonly KubernetesObject[]): unknown[] {
  return inOrder(objects);
}

function inOrder(objects: readonly unknown[]): unknown[] {
  return objects
    .map(withoutHints)
    .map((object) => ({ title: `${String(object.kind)} ${String(object.metadata.name)}`, object }))
    .sort((a, b) => (a.title < b.title ? -1 : 1))
    .map(({ object }) => object);
}

/** Annotations of Pulumi are its own business; an empty list of annotations is none. */
function withoutHints(object: unknown) {
  if (!isFields(object) || !isFields(object.metadata)) throw new Error('expected an object');
  const { annotations = {}, ...metadata } = object.metadata;
  const kept = Object.entries(annotations ?? {}).filter(([key]) => !key.startsWith('pulumi.com/'));
  const rest = kept.length === 0 ? {} : { annotations: Object.fromEntries(kept) };
  return { ...object, kind: object.kind, metadata: { name: metadata.name, ...metadata, ...rest } };
}
