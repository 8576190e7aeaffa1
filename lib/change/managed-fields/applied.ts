import { isRecord } from '../../is-record';
import type { Fields } from '../fields';
import { below, belowField, isAtomic, partsOf, stepOfItems, type Parts } from './below';
import type { Owned } from './owners';

/**
 * The object that a forced server-side apply makes of a live one: all that is declared, and of the rest what somebody else
 * owns or nobody does. What only the next apply owns and is not declared goes, with all defaults below it
 * (sigs.k8s.io/structured-merge-diff, merge/update.go, `prune`). Defaults are not filled in.
 */
export function appliedOver(live: Fields, declared: Fields, owned: Owned): Fields {
  return mergedFields(live, declared, partsOf(owned));
}

function merged(live: unknown, declared: unknown, parts: Parts): unknown {
  if (isRecord(live) && isRecord(declared)) {
    return isAtomic(parts) ? declared : unlessEmptied(live, mergedFields(live, declared, parts));
  }
  if (Array.isArray(live) && Array.isArray(declared)) {
    return unlessEmptied(live, mergedItems(live, declared, parts));
  }
  return declared;
}

function mergedFields(live: Fields, declared: Fields, parts: Parts): Fields {
  const names = [...new Set([...Object.keys(live), ...Object.keys(declared)])];
  return present(
    names.map((name) => {
      const at = belowField(parts, name);
      if (declared[name] === undefined) return [name, left(live[name], at, true)];
      return [name, live[name] === undefined ? declared[name] : merged(live[name], declared[name], at)];
    }),
  );
}

/** The items in the server's order (typed/merge.go, `visitListItems`). */
function mergedItems(
  live: readonly unknown[],
  declared: readonly unknown[],
  parts: Parts,
): readonly unknown[] {
  const stepOf = stepOfItems(parts);
  if (stepOf === undefined) return declared;
  const [old, now] = [live.map(stepOf), declared.map(stepOf)];
  const items: unknown[] = [];
  const [kept, said] = [new Set(old), new Set(now)];
  const taken = new Set<string>();
  const shared = now.filter((step) => kept.has(step));
  const take = (step: string, at: number) => {
    taken.add(step);
    const former = live[old.indexOf(step)];
    items.push(former === undefined ? declared[at] : merged(former, declared[at], below(parts, step)));
    if (shared[0] === step) shared.shift();
  };
  for (let l = 0, r = 0; l < old.length || r < now.length;) {
    const [one, other] = [old[l], now[r]];
    if (one !== undefined && one === other) {
      take(other, r++);
      l++;
    } else if (one !== undefined && !said.has(one)) {
      const item = left(live[l++], below(parts, one), false);
      if (item !== undefined) items.push(item);
    } else if (one !== undefined && (other === undefined || taken.has(one) || one !== shared[0])) {
      l++;
    } else if (other !== undefined) {
      take(other, r++);
    }
  }
  return items;
}

/**
 * What is left of a value that is not declared.
 *
 * @param isField whether it is a field, which somebody owns who owns a part of it. An item of a list is owned by itself.
 */
function left(value: unknown, parts: Parts, isField: boolean): unknown {
  const { mine, others } = parts;
  if (mine === undefined) return value;
  const isHeld = isField ? others !== undefined : others?.isMember === true;
  if (!isHeld && (isField || mine.isMember)) return undefined;
  if (isRecord(value)) {
    const fields = Object.entries(value).map(
      ([name, each]) => [name, left(each, belowField(parts, name), true)] as const,
    );
    return unlessEmptied(value, present(fields));
  }
  const stepOf = Array.isArray(value) ? stepOfItems(parts) : undefined;
  if (!Array.isArray(value) || stepOf === undefined) return value;
  const items = value
    .map((item: unknown) => left(item, below(parts, stepOf(item)), false))
    .filter((item) => item !== undefined);
  return unlessEmptied(value, items);
}

/**
 * What loses its last part is null, whoever owns it or declares it empty (typed/remove.go): the next apply of an empty one then
 * changes the object again.
 */
function unlessEmptied(live: object, after: object): object | null {
  return Object.keys(live).length > 0 && Object.keys(after).length === 0 ? null : after;
}

function present(entries: readonly (readonly [string, unknown])[]): Fields {
  return Object.fromEntries(entries.filter(([, value]) => value !== undefined));
}
