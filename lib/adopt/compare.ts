import { compareQuantities } from '../tenant/quantity';
import { isRecord } from '../is-record';
import { isSame, type Fields } from './value';

/** A place at which two values differ. */
export interface Difference {
  /** The way there: fields, and the names of list items. */
  readonly steps: readonly string[];
  readonly live: unknown;
  readonly composed: unknown;
}

/** Every place at which two stored objects differ. Items of lists go by their names; another order is a difference. */
export function differences(live: unknown, composed: unknown, steps: readonly string[] = []): Difference[] {
  if (isSame(live, composed) || isSameAmount(live, composed, steps)) return [];
  if (isRecord(live) && isRecord(composed)) return differingFields(live, composed, steps);
  if (Array.isArray(live) && Array.isArray(composed)) {
    const byKey = [byName(live), byName(composed)] as const;
    if (byKey[0] !== undefined && byKey[1] !== undefined) return differingItems(byKey[0], byKey[1], steps);
  }
  return [{ steps, live, composed }];
}

function differingFields(live: Fields, composed: Fields, steps: readonly string[]): Difference[] {
  const keys = [...new Set([...Object.keys(live), ...Object.keys(composed)])].sort();
  return keys.flatMap((key) => differences(live[key], composed[key], [...steps, key]));
}

function differingItems(
  live: ReadonlyMap<string, unknown>,
  composed: ReadonlyMap<string, unknown>,
  steps: readonly string[],
): Difference[] {
  const keys = [...new Set([...live.keys(), ...composed.keys()])];
  const found = keys.flatMap((key) => differences(live.get(key), composed.get(key), [...steps, key]));
  const isSameOrder = isSame([...live.keys()], [...composed.keys()]);
  if (found.length > 0 || isSameOrder) return found;
  return [{ steps: [...steps, 'order'], live: [...live.keys()], composed: [...composed.keys()] }];
}

/** Items by what Kubernetes tells them by; undefined when one has no such name, or two have the same. */
export function byName(list: readonly unknown[]): ReadonlyMap<string, unknown> | undefined {
  const entries = list.map((item): [string, unknown] => [nameOf(item) ?? '', item]);
  const map = new Map(entries);
  return map.has('') || map.size < list.length ? undefined : map;
}

function nameOf(item: unknown): string | undefined {
  if (!isRecord(item)) return undefined;
  const { metadata, mountPath, containerPort, port, name } = item;
  const named = isRecord(metadata) ? metadata.name : undefined;
  const key = mountPath ?? containerPort ?? port ?? named ?? name;
  return key === undefined ? undefined : String(key);
}

/** The server writes an amount its own way: 1.5Ti becomes 1536Gi. */
function isSameAmount(live: unknown, composed: unknown, steps: readonly string[]): boolean {
  if (!steps.some((step) => ['requests', 'limits', 'sizeLimit'].includes(step))) return false;
  const [left, right] = [live, composed].map((amount) =>
    typeof amount === 'string' || typeof amount === 'number' ? String(amount) : '',
  );
  return compareQuantities(left ?? '', right ?? '') === 0;
}
