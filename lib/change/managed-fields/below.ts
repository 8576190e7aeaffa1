import type { Fields } from '../fields';
import { fieldStep, isOfValues, itemStep, keyFieldsOf, united, valueStep, type FieldSet } from './field-set';
import type { Owned } from './owners';

/** What the next apply owns of a value, and what all others do. */
export interface Parts {
  readonly mine: FieldSet | undefined;
  readonly others: FieldSet | undefined;
}

/** What is owned of the object as a whole. */
export function partsOf({ mine, others }: Owned): Parts {
  return { mine, others: united(others.map(({ fields }) => fields)) };
}

/** The same of what a step leads to. */
export function below({ mine, others }: Parts, step: string): Parts {
  return { mine: mine?.parts.get(step), others: others?.parts.get(step) };
}

/** The same of a field. */
export function belowField(parts: Parts, name: string): Parts {
  return below(parts, fieldStep(name));
}

/** Whether a map or list goes as a whole: somebody owns it, and nobody a part of it. */
export function isAtomic({ mine, others }: Parts): boolean {
  const all = united([mine, others]);
  return all !== undefined && all.isMember && all.parts.size === 0;
}

/** The key fields that have a default where nothing is said (ports: k8s.io/api core/v1, `protocol`). */
const keyDefaults: Fields = { protocol: 'TCP' };

/** How the items of a list are told apart; undefined where it goes as a whole. */
export function stepOfItems({ mine, others }: Parts): ((item: unknown) => string) | undefined {
  const all = united([mine, others]);
  const names = keyFieldsOf(all);
  if (names.length > 0) {
    return (item) => {
      const said: Fields = typeof item === 'object' && item !== null ? { ...keyDefaults, ...item } : {};
      return itemStep(Object.fromEntries(names.map((name) => [name, said[name] ?? null])));
    };
  }
  return isOfValues(all) ? valueStep : undefined;
}
