import { isRecord } from '../tenant/shape';
import { textAt, type Fields } from './fields';

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

/** Every field in which two normal objects differ, by path. */
export function differencesOf(before: Fields, after: Fields, comparison: Comparison): Difference[] {
  return fieldDifferences(before, after, '', comparison);
}

function differences(before: unknown, after: unknown, path: string, comparison: Comparison): Difference[] {
  if (isRecord(before) && isRecord(after)) return fieldDifferences(before, after, path, comparison);
  if (Array.isArray(before) && Array.isArray(after)) return listDifferences(before, after, path, comparison);
  return isEqual(before, after) ? [] : [{ path, before, after }];
}

function fieldDifferences(before: Fields, after: Fields, path: string, comparison: Comparison): Difference[] {
  const added = Object.keys(after).filter((key) => !(key in before));
  const keys = [...Object.keys(before).filter((key) => comparison.isWhole || key in after), ...added];
  return keys.sort().flatMap((key) => {
    const at = path === '' ? key : /^[\w-]+$/.test(key) ? `${path}.${key}` : `${path}[${key}]`;
    return differences(before[key], after[key], at, comparison);
  });
}

/** A list belongs to who wrote it, so items that only one side has always count; and their order does. */
function listDifferences(
  before: readonly unknown[],
  after: readonly unknown[],
  path: string,
  comparison: Comparison,
): Difference[] {
  const [old, now] = [named(before), named(after)];
  if (old === undefined || now === undefined) {
    if (before.length !== after.length) return [{ path, before, after }];
    return before.flatMap((item, i) => differences(item, after[i], `${path}[${i}]`, comparison));
  }
  const names = [...new Set([...old.keys(), ...now.keys()])];
  const found = names.flatMap((name) => {
    const at = `${path}[${name}]`;
    if (!old.has(name) || !now.has(name)) return [{ path: at, before: old.get(name), after: now.get(name) }];
    return differences(old.get(name), now.get(name), at, comparison);
  });
  const common = (of: ReadonlyMap<string, unknown>, other: ReadonlyMap<string, unknown>) =>
    [...of.keys()].filter((name) => other.has(name)).join('\n');
  if (common(old, now) === common(now, old)) return found;
  return [{ path, before: [...old.keys()], after: [...now.keys()] }, ...found];
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
