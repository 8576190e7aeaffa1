import { isRecord } from '../is-record';
import { textAt, valueAt, type Fields } from './fields';

/** A field that is not the same on both sides. A side that has none is undefined. */
export interface Difference {
  /** `spec.template.spec.containers[rustfs].env[RUSTFS_VOLUMES].value`: items of a list go by their name. */
  readonly path: string;
  readonly before: unknown;
  readonly after: unknown;
}

/** How two objects are compared. */
export interface Comparison {
  /** Whether fields that only `before` has count: no, when it comes from a cluster, where others write as well. */
  readonly isWhole: boolean;
}

/** A comparison, and what stands at the place that is compared in the objects that say which fields are ours. */
interface Place extends Comparison {
  readonly ours: readonly unknown[];
}

/**
 * Every field in which two normal objects differ, by path.
 *
 * @param ours the objects as they were written, for a comparison that is not whole: a field that one of them has counts,
 * even where `after` lost it as a default.
 */
export function differencesOf(
  before: Fields,
  after: Fields,
  comparison: Comparison,
  ours: readonly unknown[] = [],
): Difference[] {
  return fieldDifferences(before, after, '', { ...comparison, ours });
}

/** A field that one side lacks, with all that lies below it, field by field. */
export function leavesOf({ path, before, after }: Difference): Difference[] {
  const isOneSided = before === undefined || after === undefined;
  const below = before ?? after;
  if (!isOneSided || !isRecord(below) || Object.keys(below).length === 0) return [{ path, before, after }];
  const sides = [before, after].map((side) => (isRecord(side) ? side : {}));
  return fieldDifferences(sides[0] ?? {}, sides[1] ?? {}, path, { isWhole: true, ours: [] }).flatMap(
    leavesOf,
  );
}

function differences(before: unknown, after: unknown, path: string, place: Place): Difference[] {
  if (isRecord(before) && isRecord(after)) return fieldDifferences(before, after, path, place);
  if (Array.isArray(before) && Array.isArray(after)) return listDifferences(before, after, path, place);
  // All that we say below it is a default; what others have written beside it stays theirs.
  if (!place.isWhole && isRecord(before) && after === undefined) {
    return fieldDifferences(before, {}, path, place);
  }
  return isEqual(before, after) ? [] : [{ path, before, after }];
}

function fieldDifferences(before: Fields, after: Fields, path: string, place: Place): Difference[] {
  const added = Object.keys(after).filter((key) => !(key in before));
  const kept = Object.keys(before).filter((key) => place.isWhole || key in after || isOurs(key, place));
  return [...kept, ...added].sort().flatMap((key) => {
    const ours = place.ours.map((said) => valueAt(said, key));
    return differences(before[key], after[key], fieldPath(path, key), { ...place, ours });
  });
}

/** The path of a field of what is at a path. */
export function fieldPath(path: string, key: string): string {
  if (path === '') return key;
  return /^[\w-]+$/.test(key) ? `${path}.${key}` : `${path}[${key}]`;
}

/** Whether somebody who writes for us says something there; null and an empty list say nothing. */
function isOurs(key: string, { ours }: Place): boolean {
  return ours.some((said) => {
    const value = valueAt(said, key);
    return value !== undefined && value !== null && !(Array.isArray(value) && value.length === 0);
  });
}

/** A list belongs to who wrote it, so items that only one side has always count; and their order does. */
function listDifferences(
  before: readonly unknown[],
  after: readonly unknown[],
  path: string,
  place: Place,
): Difference[] {
  const [old, now] = [named(before), named(after)];
  if (old === undefined || now === undefined) {
    if (before.length !== after.length) return [{ path, before, after }];
    return before.flatMap((item, i) =>
      differences(item, after[i], `${path}[${i}]`, {
        ...place,
        ours: place.ours.map((said) => itemAt(said, i)),
      }),
    );
  }
  const names = [...new Set([...old.keys(), ...now.keys()])];
  const found = names.flatMap((name) => {
    const at = `${path}[${name}]`;
    if (!old.has(name) || !now.has(name)) return [{ path: at, before: old.get(name), after: now.get(name) }];
    const ours = place.ours.map((said) => (Array.isArray(said) ? named(said)?.get(name) : undefined));
    return differences(old.get(name), now.get(name), at, { ...place, ours });
  });
  const common = (of: ReadonlyMap<string, unknown>, other: ReadonlyMap<string, unknown>) =>
    [...of.keys()].filter((name) => other.has(name)).join('\n');
  if (common(old, now) === common(now, old)) return found;
  return [{ path, before: [...old.keys()], after: [...now.keys()] }, ...found];
}

/** The item at a place of a list; undefined for anything else. */
export function itemAt(list: unknown, index: number): unknown {
  return Array.isArray(list) ? list[index] : undefined;
}

/** The items by their name; undefined when one has none, or two have the same. */
function named(items: readonly unknown[]): ReadonlyMap<string, unknown> | undefined {
  const names = items.map((item) => textAt(item, 'name') ?? textAt(item, 'metadata', 'name'));
  const byName = new Map(names.flatMap((name, i) => (name === undefined ? [] : [[name, items[i]] as const])));
  return byName.size === items.length ? byName : undefined;
}

function isEqual(before: unknown, after: unknown): boolean {
  return before === after;
}
