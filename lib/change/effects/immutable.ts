import { error } from '../../tenant/problem';
import { nameOf, objectTitle } from '../objects';
import { immutableFieldsIn, type ComparedObject } from '../object-change';
import { isUsedBy } from './users';
import { comparedName, note, told, type Effect, type EffectContext } from './effect';

/** Kinds that hold data or an address: made anew they are empty, or somewhere else. */
const irreplaceable = new Set(['Service', 'PersistentVolumeClaim', 'PersistentVolume']);

/** Fields of other objects than StatefulSets that Kubernetes lets nobody change. */
export function* immutableEffects(object: ComparedObject, context: EffectContext): Iterable<Effect> {
  const name = comparedName(object);
  const { key, before, after } = object;
  if (before === undefined || after === undefined || name.kind === 'StatefulSet') return;
  const fields = immutableFieldsIn(object);
  if (fields.length === 0) return;
  const what = `${fields.join(', ')} of the ${objectTitle(name)} would change; Kubernetes refuses it.`;
  const owner = context.staying.find((staying) => isUsedBy(staying, after, context.now));
  if (owner !== undefined && irreplaceable.has(nameOf(after).kind)) {
    yield told(key, owner, error('', 'immutable-field', what, 'Put it back as it was.'));
    return;
  }
  const meanwhile = owner === undefined ? '' : ' Meanwhile no server starts that needs it.';
  yield note(
    key,
    `Kubernetes refuses the change of ${fields.join(', ')}: applying fails until the object is deleted and made anew.${meanwhile}`,
    'procedure',
  );
}
