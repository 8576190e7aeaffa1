import { setField } from '../set-field';
import { isRecord } from '../tenant/shape';

/** An object as cdk8s orders it, without absent fields: the shape of both YAML and JSON output. */
export function ordered(object: object): Record<string, unknown> {
  const { apiVersion, kind, metadata, ...rest } = Object.fromEntries(Object.entries(object));
  const copy: Record<string, unknown> = {};
  keep(copy, 'apiVersion', apiVersion);
  keep(copy, 'kind', kind);
  keep(copy, 'metadata', cleaned(metadata, true));
  for (const key of Object.keys(rest).sort()) keep(copy, key, cleaned(rest[key], false));
  return copy;
}

/** Sorted, without absent fields; in metadata, cdk8s leaves out what is empty as well. A copy, so YAML needs no anchors. */
function cleaned(value: unknown, withoutEmpty: boolean): unknown {
  if (value === null || value === undefined) return undefined;
  if (typeof value !== 'object') return value;
  if (Array.isArray(value)) {
    return withoutEmpty && value.length === 0
      ? undefined
      : value.map((item: unknown) => cleaned(item, withoutEmpty));
  }
  if (!isRecord(value)) return value;
  const copy: Record<string, unknown> = {};
  let isEmpty = true;
  for (const key of Object.keys(value).sort()) {
    const item = cleaned(value[key], withoutEmpty);
    if (item === undefined) continue;
    keep(copy, key, item);
    isEmpty = false;
  }
  return withoutEmpty && isEmpty ? undefined : copy;
}

function keep(copy: Record<string, unknown>, key: string, value: unknown): void {
  if (value !== undefined && value !== null) setField(copy, key, value);
}
