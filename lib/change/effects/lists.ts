import { warning } from '../../tenant/problem';
import type { ComparedObject } from '../object-change';
import { nameOf, objectTitle } from '../objects';
import { serversAt, told, type Effect, type EffectContext } from './effect';

/**
 * Servers of a tenant whose list of pools only the cluster knows, while that of the others changes: all have to be told the
 * same (server contract 2.7), and nobody here sees whether these are.
 */
export function* listEffects(
  { key, before, after }: ComparedObject,
  context: EffectContext,
): Iterable<Effect> {
  const now = serversAt(key, context.staying);
  if (before === undefined || after === undefined || now === undefined || now.pool.volumes !== '') return;
  const former = context.former.find(({ title }) => title === now.of.title);
  const isOther = now.of.sets.some(({ pool }) => {
    const old = former?.sets.find((set) => set.pool.key === pool.key)?.pool;
    return pool.volumes !== '' && old !== undefined && old.poolList.join(' ') !== pool.poolList.join(' ');
  });
  if (!isOther) return;
  yield told(
    key,
    now.of,
    warning(
      '',
      'pool-lists-differ',
      `Other servers of ${now.of.title} would be told other pools, and what those of the ${objectTitle(nameOf(after))} are told only ` +
        'the cluster knows: until it says the same, they do not form, or do not find what lies in a pool that they do not know.',
      'Change it where they take it from, and let all of them restart together: rustfs-tenant runbook append-pool.',
    ),
    'procedure',
  );
}
