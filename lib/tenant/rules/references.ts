import type { TenantDraft } from '../draft';
import { pathTo } from '../path';
import type { Problem } from '../problem';
import { dataKey, objectName } from './object-names';

/** The names of the Secrets and ConfigMaps, and of the keys in them, that features refer to. */
export function* referenceRules(spec: TenantDraft): Iterable<Problem> {
  const { encryption, identity, notifications, audit, extraCa } = spec;
  yield* references('', { encryption, identity, notifications, audit, extraCa });
}

/** In these fields `name` is always that of an object, and the others are keys of one. */
const keyFields: readonly string[] = ['key', 'certificate', 'privateKey'];

function* references(path: string, value: unknown): Iterable<Problem> {
  if (typeof value !== 'object' || value === null) return;
  for (const [field, item] of Object.entries(value)) {
    const at = Array.isArray(value) ? pathTo(path, Number(field)) : pathTo(path, field);
    if (typeof item !== 'string') yield* references(at, item);
    else if (field === 'name') yield* objectName(at, item);
    else if (keyFields.includes(field)) yield* dataKey(at, item);
  }
}
