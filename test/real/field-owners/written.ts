import { isRecord } from '../../../lib/is-record';
import type { Answer, ApiServer, Manifest } from '../control-plane/api-server';

/** A way by which somebody writes an object. */
export interface Way {
  readonly manager: string;
  /** Server-side apply, or an ordinary write: as `Apply` or `Update` the server notes it. */
  readonly operation: 'Apply' | 'Update';
}

/** Writes the object as somebody does; fails with the server's reason. */
export async function write(api: ApiServer, object: Manifest, { manager, operation }: Way): Promise<void> {
  const path = await api.pathOf(object);
  const { status, body: live } = await api.get(object);
  const query = `?fieldManager=${manager}`;
  const answer =
    operation === 'Apply'
      ? await api.apply(object, { manager })
      : status === 404
        ? await api.request('POST', `${path.replace(/\/[^/]+$/, '')}${query}`, object)
        : await api.request('PUT', `${path}${query}`, replacing(object, live));
  if (answer.status > 201) throw new Error(`${manager}: ${String(answer.body.message)}`);
}

/** As `kubectl replace` sends it: over the version that it has read. */
function replacing(object: Manifest, live: Answer['body']): object {
  const { resourceVersion } = isRecord(live.metadata) ? live.metadata : {};
  return { ...object, metadata: { ...object.metadata, resourceVersion } };
}

/**
 * What Flux and Pulumi do before they apply: entries of others, by the beginnings of their names, become theirs
 * (fluxcd/pkg, ssa/jsondiff and ssa `PatchReplaceFieldsManagers`).
 */
export async function takeOver(
  api: ApiServer,
  object: Manifest,
  manager: string,
  from: readonly Way[],
): Promise<void> {
  const { body } = await api.get(object);
  const metadata = isRecord(body.metadata) ? body.metadata : {};
  const all: unknown[] = Array.isArray(metadata.managedFields) ? metadata.managedFields : [];
  const entries = all.filter(isRecord);
  const isTaken = (entry: Record<string, unknown>) =>
    entry.subresource === undefined &&
    ((entry.manager === manager && entry.operation === 'Apply') ||
      from.some((way) => String(entry.manager).startsWith(way.manager) && entry.operation === way.operation));
  const [taken, rest] = [entries.filter(isTaken), entries.filter((entry) => !isTaken(entry))];
  const [first] = taken;
  if (first === undefined) return;
  const fieldsV1 = taken.reduce<unknown>((fields, entry) => joined(fields, entry.fieldsV1), {});
  const value = [{ ...first, manager, operation: 'Apply', fieldsV1 }, ...rest];
  await api.request(
    'PATCH',
    await api.pathOf(object),
    [{ op: 'replace', path: '/metadata/managedFields', value }],
    'application/json-patch+json',
  );
}

function joined(one: unknown, other: unknown): unknown {
  if (!isRecord(one) || !isRecord(other)) return one ?? other;
  const keys = [...new Set([...Object.keys(one), ...Object.keys(other)])];
  return Object.fromEntries(keys.map((key) => [key, joined(one[key], other[key])]));
}
