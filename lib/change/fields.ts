import { isRecord } from '../is-record';

/** An object of which nothing is known yet: read from YAML, or as kubectl printed it. */
export type Fields = Readonly<Record<string, unknown>>;

/** What lies at the end of the steps; undefined when one of them leads nowhere. */
export function valueAt(value: unknown, ...steps: readonly string[]): unknown {
  return steps.reduce<unknown>((at, step) => (isRecord(at) ? at[step] : undefined), value);
}

/** The text there; undefined for anything else. */
export function textAt(value: unknown, ...steps: readonly string[]): string | undefined {
  const found = valueAt(value, ...steps);
  return typeof found === 'string' ? found : undefined;
}

/** The number there; undefined for anything else. */
export function numberAt(value: unknown, ...steps: readonly string[]): number | undefined {
  const found = valueAt(value, ...steps);
  return typeof found === 'number' ? found : undefined;
}

/** The fields there; none for anything else. */
export function fieldsAt(value: unknown, ...steps: readonly string[]): Fields {
  const found = valueAt(value, ...steps);
  return isRecord(found) ? found : {};
}

/** The items of the list there that have fields; none for anything else. */
export function itemsAt(value: unknown, ...steps: readonly string[]): Fields[] {
  const found = valueAt(value, ...steps);
  return Array.isArray(found) ? found.filter((item) => isRecord(item)) : [];
}

/** The texts of a map there: labels, selectors, annotations. */
export function textsAt(value: unknown, ...steps: readonly string[]): Readonly<Record<string, string>> {
  const entries = Object.entries(fieldsAt(value, ...steps));
  return Object.fromEntries(entries.map(([key, text]) => [key, String(text)]));
}
