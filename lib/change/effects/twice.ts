import { error } from '../../tenant/problem';
import type { ComparedObject } from '../object-change';
import { maybeSame, objectTitle } from '../objects';
import { comparedName, note, told, type Effect, type EffectContext } from './effect';

/** An object that the new side has twice: which of the two there will be depends on who applies them, and in which order. */
export function* twiceEffects(object: ComparedObject, context: EffectContext): Iterable<Effect> {
  const { key } = object;
  if (!context.twice.has(key)) return;
  const name = comparedName(object);
  const what = `The ${objectTitle(name)} stands twice among the objects: kubectl applies one over the other, and kustomize refuses both.`;
  const beside = context.staying.filter(({ tenant }) => maybeSame(tenant.namespace, name.namespace));
  for (const staying of beside) {
    yield told(key, staying, error('', 'object-duplicate', what, 'Leave one of them.'));
  }
  if (beside.length === 0) yield note(key, what);
}
