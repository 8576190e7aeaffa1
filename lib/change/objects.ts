import { isRecord } from '../is-record';
import { textAt, valueAt, type Fields } from './fields';

/** Which object of a cluster something is. */
export interface ObjectName {
  readonly kind: string;
  /** Empty for an object without one. */
  readonly namespace: string;
  readonly name: string;
}

/**
 * The objects among some values, with Lists taken apart. To kubectl and Argo CD whatever has `items` is a List, of any kind
 * (k8s.io/apimachinery unstructured, `IsList`), and gives its kind to the items that say none. What has no kind is left out.
 */
export function objectsIn(values: readonly unknown[]): Fields[] {
  return values.flatMap((value) => {
    if (!isRecord(value)) return [];
    if (Array.isArray(value.items)) return objectsIn(value.items.map((item) => listed(item, value)));
    return textAt(value, 'kind') === undefined || nameOf(value).name === '' ? [] : [value];
  });
}

function listed(item: unknown, list: Fields): unknown {
  const kind = /^(.+)List$/.exec(textAt(list, 'kind') ?? '')?.[1];
  return isRecord(item) && item.kind === undefined && kind !== undefined
    ? { apiVersion: list.apiVersion, kind, ...item }
    : item;
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
