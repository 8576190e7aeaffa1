import { stringify } from 'yaml';
import { isRecord } from './tenant/shape';

/**
 * Objects as YAML documents, byte for byte what cdk8s prints for them: keys sorted, but apiVersion, kind and
 * metadata first; nothing absent; no line folding; quoted so that YAML 1.1 readers understand the same.
 */
export function toYaml(objects: readonly object[]): string {
  return joinDocuments(objects.map(documentOf));
}

/** Several documents as one text. A document with directives needs the end of the one before it. */
export function joinDocuments(texts: readonly string[]): string {
  return texts
    .map((text, i) => (i === 0 ? text : `${text.startsWith('%') ? '...' : '---'}\n${text}`))
    .join('');
}

/** An object as cdk8s orders it, without absent fields: the shape of both YAML and JSON output. */
export function ordered(object: object): Record<string, unknown> {
  const { apiVersion, kind, metadata, ...rest } = Object.fromEntries(Object.entries(object));
  return {
    ...present({ apiVersion, kind, metadata: cleaned(metadata, true) }),
    ...present(Object.fromEntries(sortedEntries(rest).map(([key, value]) => [key, cleaned(value, false)]))),
  };
}

function documentOf(object: object): string {
  return stringify(ordered(object), { keepUndefined: true, lineWidth: 0, version: '1.1' });
}

/** Sorted, without absent fields; in metadata, cdk8s leaves out what is empty as well. A copy, so YAML needs no anchors. */
function cleaned(value: unknown, withoutEmpty: boolean): unknown {
  if (value === null || value === undefined) return undefined;
  if (Array.isArray(value)) {
    return withoutEmpty && value.length === 0
      ? undefined
      : value.map((item: unknown) => cleaned(item, withoutEmpty));
  }
  if (!isRecord(value)) return value;
  const kept = present(
    Object.fromEntries(sortedEntries(value).map(([key, item]) => [key, cleaned(item, withoutEmpty)])),
  );
  return withoutEmpty && Object.keys(kept).length === 0 ? undefined : kept;
}

function sortedEntries(fields: Record<string, unknown>): [string, unknown][] {
  return Object.entries(fields).sort(([a], [b]) => (a < b ? -1 : 1));
}

function present(fields: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(fields).filter(([, value]) => value !== undefined && value !== null),
  );
}
