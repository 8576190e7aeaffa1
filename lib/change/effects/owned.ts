import { error } from '../../tenant/problem';
import { itemsAt, textAt, type Fields } from '../fields';
import type { ComparedObject } from '../object-change';
import { objectTitle } from '../objects';
import { comparedName, note, told, type Effect, type EffectContext } from './effect';

/**
 * An object that gets an owner. Kubernetes deletes it when there is no such owner, and a written owner is known by a `uid` of
 * one cluster (garbage collection). Owners that are there already are a controller's.
 */
export function* ownedEffects(object: ComparedObject, context: EffectContext): Iterable<Effect> {
  const { key, before, after } = object;
  const former = ownersOf(before);
  const added = ownersOf(after).filter((owner) => !former.includes(owner));
  if (added.length === 0) return;
  const name = comparedName(object);
  const what =
    `The ${objectTitle(name)} gets an owner (metadata.ownerReferences). Kubernetes deletes it as soon as there is no such owner, ` +
    'and the uid of an owner belongs to one cluster.';
  const beside = context.staying.filter(({ tenant }) => ['', tenant.namespace].includes(name.namespace));
  for (const staying of beside) {
    yield told(key, staying, error('', 'object-owned', what, 'Take ownerReferences out.'));
  }
  if (beside.length === 0) yield note(key, what, 'procedure');
}

function ownersOf(object: Fields | undefined): string[] {
  return itemsAt(object, 'metadata', 'ownerReferences').map((owner) => textAt(owner, 'uid') ?? '');
}
