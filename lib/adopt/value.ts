import { isRecord } from '../is-record';

/** A mapping of whatever a cluster has stored. */
export type Fields = Readonly<Record<string, unknown>>;

/** What stands at these steps; undefined where they lead nowhere. */
export function at(value: unknown, ...steps: readonly (string | number)[]): unknown {
  return steps.reduce<unknown>((parent, step) => {
    if (Array.isArray(parent)) return parent[Number(step)];
    return isRecord(parent) && Object.hasOwn(parent, step) ? parent[step] : undefined;
  }, value);
}

/** The text that stands there. */
export function textAt(value: unknown, ...steps: readonly (string | number)[]): string | undefined {
  const found = at(value, ...steps);
  return typeof found === 'string' ? found : undefined;
}

/** The mapping that stands there; an empty one where there is none. */
export function fieldsAt(value: unknown, ...steps: readonly (string | number)[]): Fields {
  const found = at(value, ...steps);
  return isRecord(found) ? found : {};
}

/** The list that stands there; an empty one where there is none. */
export function listAt(value: unknown, ...steps: readonly (string | number)[]): readonly unknown[] {
  const found = at(value, ...steps);
  return Array.isArray(found) ? found : [];
}

/** Labels or annotations: the pairs of texts that stand there, sorted. */
export function pairsAt(value: unknown, ...steps: readonly (string | number)[]): Record<string, string> {
  const pairs = Object.entries(fieldsAt(value, ...steps)).flatMap(([key, text]) =>
    typeof text === 'string' ? [[key, text]] : [],
  );
  return Object.fromEntries(pairs.sort(([a = ''], [b = '']) => (a < b ? -1 : 1)));
}

/** The item of a list that has this name. */
export function named(list: readonly unknown[], name: string): Fields | undefined {
  return list.filter(isRecord).find((item) => item.name === name);
}

/** Whether two values say the same; the order of keys says nothing. */
export function isSame(left: unknown, right: unknown): boolean {
  if (Array.isArray(left) && Array.isArray(right)) {
    return left.length === right.length && left.every((item, i) => isSame(item, right[i]));
  }
  if (!isRecord(left) || !isRecord(right)) return left === right;
  const keys = new Set([...Object.keys(left), ...Object.keys(right)]);
  return [...keys].every((key) => isSame(left[key], right[key]));
}

/** Whether a value is a mapping or a list without anything in it. */
export function isEmpty(value: unknown): boolean {
  if (Array.isArray(value)) return value.length === 0;
  return isRecord(value) && Object.keys(value).length === 0;
}

/** The fields that say something: neither absent nor empty. */
export function saying(fields: Fields): Fields {
  return Object.fromEntries(
    Object.entries(fields).filter(([, value]) => value !== undefined && value !== null && !isEmpty(value)),
  );
}

/** Whether every pair of `part` stands in `whole`. */
export function contains(
  whole: Readonly<Record<string, string>>,
  part: Readonly<Record<string, string>>,
): boolean {
  return Object.entries(part).every(([key, value]) => whole[key] === value);
}

/** The pairs whose keys are not in `others`. */
export function without(
  pairs: Readonly<Record<string, string>>,
  ...others: readonly Readonly<Record<string, unknown>>[]
): Record<string, string> {
  return Object.fromEntries(
    Object.entries(pairs).filter(([key]) => !others.some((other) => Object.hasOwn(other, key))),
  );
}
