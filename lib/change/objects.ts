import { isRecord } from '../is-record';
import { textAt, valueAt, type Fields } from './fields';

/** Which object of a cluster something is. */
export interface ObjectName {
  readonly kind: string;
  /** Empty for an object without one. */
  readonly namespace: string;
  readonly name: string;
}

/** The objects among some values: Lists taken apart, as kubectl prints them, and what has no kind left out. */
export function objectsIn(values: readonly unknown[]): Fields[] {
  return values.flatMap((value) => {
    if (!isRecord(value)) return [];
    if (Array.isArray(value.items) && /List$/.test(String(value.kind))) return objectsIn(value.items);
    return textAt(value, 'kind') === undefined || nameOf(value).name === '' ? [] : [value];
  });
}

/** Kind, namespace and name. */
export function nameOf(object: Fields): ObjectName {
  return {
    kind: textAt(object, 'kind') ?? '',
    namespace: textAt(object, 'metadata', 'namespace') ?? '',
    name: textAt(object, 'metadata', 'name') ?? '',
  };
}

/** One text per object: its group and kind (an API may move to another version), namespace and name. */
export function objectKey(object: Fields): string {
  const { kind, namespace, name } = nameOf(object);
  const group = String(valueAt(object, 'apiVersion') ?? '').replace(/\/?[^/]*$/, '');
  return `${group}/${kind} ${namespace}/${name}`;
}

/**
 * Whether two namespaces may be one: an object that says none gets it when it is applied (`kubectl -n`, the destination of
 * Argo CD, the target namespace of Flux), so it may be beside any other.
 */
export function maybeSame(namespace: string, other: string): boolean {
  return namespace === other || namespace === '' || other === '';
}

/** `StatefulSet storage/media-pool-0`. */
export function objectTitle({ kind, namespace, name }: ObjectName): string {
  return `${kind} ${namespace === '' ? '' : `${namespace}/`}${name}`;
}
