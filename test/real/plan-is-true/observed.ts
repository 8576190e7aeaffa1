import { isDeepStrictEqual } from 'node:util';
import type { StatefulSet } from 'kubernetes-types/apps/v1';
import { isRecord } from '../../../lib/is-record';
import type { ApiServer } from '../control-plane/api-server';
import { listOf } from '../harness/objects';

/** All that tenants consist of, at one moment. */
export interface Observed {
  /** What is said of each object by those who declare it, by `NAMESPACE Kind name`. */
  readonly objects: ReadonlyMap<string, unknown>;
  /** The revision that a StatefulSet brings its pods to. */
  readonly revisions: ReadonlyMap<string, string>;
  /** The UID of each pod, by `NAMESPACE/name`. */
  readonly pods: ReadonlyMap<string, string>;
}

const lists = [
  '/api/v1/services',
  '/api/v1/serviceaccounts',
  '/apis/policy/v1/poddisruptionbudgets',
  '/apis/apps/v1/statefulsets',
];

interface Stored {
  readonly metadata: { readonly name: string; readonly namespace: string; readonly uid: string };
}

export async function observe(api: ApiServer): Promise<Observed> {
  const objects = new Map<string, unknown>();
  for (const path of lists) {
    const { body } = await api.request('GET', path);
    // Items of a list do not say their kind.
    const kind = String(body.kind).replace(/List$/, '');
    const items: readonly Stored[] = Array.isArray(body.items) ? body.items : [];
    for (const item of items) objects.set(keyOf(kind, item.metadata), saidOf(item));
  }
  const sets = await listOf<StatefulSet>(api, '/apis/apps/v1/statefulsets');
  const pods = await listOf<Stored>(api, '/api/v1/pods');
  return {
    objects,
    revisions: new Map(
      sets.map((set) => [
        keyOf('StatefulSet', { name: set.metadata?.name ?? '', namespace: set.metadata?.namespace ?? '' }),
        set.status?.updateRevision ?? '',
      ]),
    ),
    pods: new Map(pods.map(({ metadata }) => [`${metadata.namespace}/${metadata.name}`, metadata.uid])),
  };
}

export function keyOf(kind: string, { name, namespace }: { name: string; namespace: string }): string {
  return `${namespace} ${kind} ${name}`;
}

/** An object without what only the server says. */
function saidOf(object: unknown): unknown {
  if (!isRecord(object) || !isRecord(object.metadata)) return object;
  const { status, metadata, ...said } = object;
  const { labels, annotations } = metadata;
  return { ...said, labels, annotations: withoutLastApplied(annotations) };
}

/** What `kubectl apply` notes for itself is no part of the object. */
function withoutLastApplied(annotations: unknown): unknown {
  if (!isRecord(annotations)) return undefined;
  const others = Object.entries(annotations).filter(
    ([name]) => name !== 'kubectl.kubernetes.io/last-applied-configuration',
  );
  return others.length === 0 ? undefined : Object.fromEntries(others);
}

/** What the API server made of an object of the new declaration. */
export type Made = 'created' | 'unchanged' | 'updated' | 'rolls' | 'refused';

/** What became of the object between two moments, where the server refused those whose names are given. */
export function madeOf(key: string, before: Observed, after: Observed, refused: ReadonlySet<string>): Made {
  const [, kind, name] = key.split(' ');
  if (refused.has(`${kind} ${name}`)) return 'refused';
  const former = before.objects.get(key);
  if (former === undefined) return 'created';
  if (kind === 'StatefulSet' && before.revisions.get(key) !== after.revisions.get(key)) return 'rolls';
  return isDeepStrictEqual(former, after.objects.get(key)) ? 'unchanged' : 'updated';
}

/** The pods of a namespace that are others now, under the same names. */
export function restartedIn(namespace: string, before: Observed, after: Observed): string[] {
  return [...before.pods]
    .filter(([name, uid]) => name.startsWith(`${namespace}/`) && after.pods.get(name) !== uid)
    .map(([name]) => name.slice(namespace.length + 1))
    .sort();
}
