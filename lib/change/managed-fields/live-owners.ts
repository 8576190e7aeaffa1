import type { Fields } from '../fields';
import { objectKey } from '../objects';
import { appliedOver } from './applied';
import { doubledChoices, type DoubledChoice } from './choices';
import { ownersAtFirst, ownersOf } from './owners';
import { stayingFields, type StayingField } from './staying';

/** What the objects of a cluster say of who owns their fields. */
export interface LiveOwners {
  /** Whether the object of this key says it. */
  readonly isKnown: (key: string) => boolean;
  /** The object as an apply makes it of the live one, as far as that is known. */
  readonly applied: (declared: Fields) => Fields;
  /** What stays of the live one beside what is declared. */
  readonly staying: (declared: Fields) => StayingField[];
  /** The choices of which an apply would leave a part of somebody else beside what is declared: it is refused. */
  readonly doubled: (declared: Fields) => DoubledChoice[];
}

/**
 * Reads the managed fields of live objects.
 *
 * @param manager the field manager of the next apply.
 */
export function liveOwners(objects: readonly Fields[], manager: string): LiveOwners {
  const known = new Map(
    objects.flatMap((live) => {
      const owned = ownersOf(live, manager);
      const atFirst = ownersAtFirst(live, manager);
      return owned === undefined || atFirst === undefined
        ? []
        : [[objectKey(live), { live, owned, atFirst }] as const];
    }),
  );
  return {
    isKnown: (key) => known.has(key),
    applied: (declared) => {
      const former = known.get(objectKey(declared));
      return former === undefined ? declared : appliedOver(former.live, declared, former.owned);
    },
    staying: (declared) => {
      const former = known.get(objectKey(declared));
      return former === undefined ? [] : stayingFields(former.live, declared, former.owned);
    },
    doubled: (declared) => {
      const former = known.get(objectKey(declared));
      return former === undefined ? [] : doubledChoices(appliedOver(former.live, declared, former.atFirst));
    },
  };
}
