import { warning } from '../../tenant/problem';
import { leavesOf } from '../difference';
import type { ComparedObject } from '../object-change';
import { nameOf, objectTitle } from '../objects';
import { serversAt, told, type Effect, type EffectContext } from './effect';

/** What may put files into a pod: annotations by which others change it, and other containers. */
const filling =
  /^spec\.template\.(metadata\.annotations|spec\.(initC|c)ontainers\[([^\]]*)\]|spec\.initContainers)/;

/** Annotations by which nothing is put into a pod: how it is looked at, and that it is to be made anew. */
const idle =
  /^spec\.template\.metadata\.annotations(\.|\[)(checksum|prometheus\.io|kubectl\.kubernetes\.io)\b/;

/**
 * Files of keys that none of the objects is seen to bring: an agent (Vault's, by annotations of the pods), or another container
 * writes them. What a change of that does to them is not known.
 */
export function* filledKeyEffects(object: ComparedObject, context: EffectContext): Iterable<Effect> {
  const { key, after, differences } = object;
  const [former, now] = [serversAt(key, context.former), serversAt(key, context.staying)];
  if (after === undefined || former === undefined || now === undefined) return;
  const files = former.pool.filledFiles;
  const [server] = former.pool.ambiguous.containers;
  if (files.length === 0) return;
  const fields = differences
    .flatMap(leavesOf)
    .map(({ path }) => path)
    .filter((path) => {
      const [, , , container] = filling.exec(path) ?? [];
      return filling.test(path) && !idle.test(path) && (container === undefined || container !== server);
    });
  if (fields.length === 0) return;
  yield told(
    key,
    now.of,
    warning(
      '',
      'encryption-changed',
      `Servers of the ${objectTitle(nameOf(after))} read keys from files that none of their volumes brings (${files.join(', ')}): something else ` +
        `writes them, and ${fields.join(', ')} would change. Whether the same keys come by that is not known.`,
      'Read what it does. With other keys nobody reads what is encrypted.',
    ),
    'procedure',
  );
}
