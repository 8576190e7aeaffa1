import { differencesOf, type Difference } from './difference';
import { deleteCommand } from './delete-command';
import { fieldsAt, type Fields } from './fields';
import { lastAppliedTo, normalObject } from './normal';
import type { StayingField } from './managed-fields';
import { beyondAll } from './observed-pool';
import { nameOf, objectKey, type ObjectName } from './objects';
import { fieldEffect } from './stateful-set-fields';
import { isImmutable } from './immutable-fields';

/** What becomes of an object. */
export type Change =
  | 'unchanged'
  /** Changed in place: no pod restarts. */
  | 'updated'
  /** Changed in place, and its pods are replaced. */
  | 'rolls'
  /** Kubernetes refuses the change: the object is deleted, without its pods, and made anew. */
  | 'recreated'
  | 'created'
  | 'removed'
  /** Must not be applied. */
  | 'refused';

/** An object, what becomes of it, and the fields that differ. */
export interface ObjectChange extends ObjectName {
  readonly change: Change;
  /** The paths of the fields that differ; empty for objects that only one side has. */
  readonly fields: readonly string[];
  /** What that does, where more is to be said than that. */
  readonly notes?: readonly string[];
  /** What deletes an object that is removed, where nothing prunes: no apply does. */
  readonly command?: string;
  /** Of a live object what is not declared and goes by no apply, as others own it. */
  readonly stays?: readonly StayingField[];
}

/** An object on both sides, or on one. */
export interface ComparedObject {
  readonly key: string;
  readonly before: Fields | undefined;
  readonly after: Fields | undefined;
  /** Empty where one side has no such object. */
  readonly differences: readonly Difference[];
}

/**
 * All objects of both sides: those of `after` in its order, then those that are gone.
 *
 * @param isWhole whether the object of this key is compared with all that `before` has of it.
 */
export function comparedObjects(
  before: readonly Fields[],
  after: readonly Fields[],
  isWhole: (key: string) => boolean,
): ComparedObject[] {
  const now = byKey(after);
  const old = byKey(placed(before, now));
  const gone = [...old].filter(([key]) => !now.has(key));
  return [
    ...[...now].map(([key, object]): ComparedObject => {
      const former = old.get(key);
      const differences =
        former === undefined
          ? []
          : differencesOf(normalObject(former), normalObject(object), { isWhole: isWhole(key) }, [
              object,
              lastAppliedTo(former),
            ]);
      return { key, before: former, after: object, differences };
    }),
    ...gone.map(([key, object]): ComparedObject => ({
      key,
      before: object,
      after: undefined,
      differences: [],
    })),
  ];
}

/**
 * What said no namespace, as being in the one that the other side says for it: it has been written out. The StatefulSets of
 * servers stay what they are, as their namespace is part of their identity.
 */
function placed(before: readonly Fields[], now: ReadonlyMap<string, Fields>): Fields[] {
  const bareKey = (object: Fields) => objectKey({ ...object, metadata: { name: nameOf(object).name } });
  const said = [...now.values()].filter((object) => nameOf(object).namespace !== '');
  const spaces = new Map(said.map((object) => [bareKey(object), nameOf(object).namespace]));
  const had = new Set(before.map(objectKey));
  return before.map((object) => {
    const { kind, namespace } = nameOf(object);
    const key = objectKey(object);
    const found = spaces.get(key);
    if (found === undefined || namespace !== '' || kind === 'StatefulSet' || now.has(key)) return object;
    const there = { ...object, metadata: { ...fieldsAt(object, 'metadata'), namespace: found } };
    return had.has(objectKey(there)) ? object : there;
  });
}

function byKey(objects: readonly Fields[]): ReadonlyMap<string, Fields> {
  return new Map(objects.map((object) => [objectKey(object), object]));
}

/** What becomes of an object by its fields alone; whether it may is another matter. */
export function objectChange({ before, after, differences }: ComparedObject): ObjectChange {
  const name = nameOf(after ?? before ?? {});
  const fields = differences.map(({ path }) => path);
  if (before === undefined) return { ...name, change: 'created', fields };
  if (after === undefined) return { ...name, change: 'removed', fields, command: deleteCommand(before) };
  if (differences.length === 0) return { ...name, change: 'unchanged', fields };
  if (differences.some((difference) => isImmutable(difference, { before, after }))) {
    return { ...name, change: 'recreated', fields };
  }
  return {
    ...name,
    change: name.kind === 'StatefulSet' ? statefulSetChange(differences) : 'updated',
    fields,
  };
}

function statefulSetChange(differences: readonly Difference[]): Change {
  const isRolled = differences.some(({ path }) => fieldEffect(path) === 'rolls');
  return isRolled || differences.some(isLoweredPartition) ? 'rolls' : 'updated';
}

/** A lower partition lets an update reach the pods that it was kept from. */
function isLoweredPartition({ path, before, after }: Difference): boolean {
  if (!path.startsWith('spec.updateStrategy')) return false;
  return partitionIn(after) < partitionIn(before);
}

/** The partition in a value that stands somewhere below `updateStrategy`. */
function partitionIn(value: unknown): number {
  if (typeof value === 'number') return value;
  // Updates reach no pod that somebody does not delete.
  if (JSON.stringify(value ?? {}).includes('"OnDelete"')) return beyondAll;
  const [found] = [...JSON.stringify(value ?? {}).matchAll(/"partition":(\d+)/g)];
  return Number(found?.[1] ?? 0);
}

/** The fields of an object that Kubernetes lets nobody change. */
export function immutableFieldsIn({ before = {}, after = {}, differences }: ComparedObject): string[] {
  return differences
    .filter((difference) => isImmutable(difference, { before, after }))
    .map(({ path }) => path);
}

/** The fields of a StatefulSet that Kubernetes would refuse, other than its claim templates. */
export function immutableFields(change: ObjectChange): string[] {
  if (change.kind !== 'StatefulSet') return [];
  return change.fields.filter(
    (path) => fieldEffect(path) === 'immutable' && !path.startsWith('spec.volumeClaimTemplates'),
  );
}
