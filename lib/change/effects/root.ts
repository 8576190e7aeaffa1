import { warning } from '../../tenant/problem';
import { variableSources } from '../encryption-settings';
import type { ComparedObject } from '../object-change';
import { nameOf, objectTitle } from '../objects';
import { rootSettings } from '../shared-settings';
import { serversAt, told, type Effect, type EffectContext } from './effect';

/** Where nothing tells servers who root is, root is `rustfsadmin` with that for a password (server contract 1.3). */
export function* rootEffects({ key, after }: ComparedObject, context: EffectContext): Iterable<Effect> {
  const [former, now] = [serversAt(key, context.former), serversAt(key, context.staying)];
  if (after === undefined || former === undefined || now === undefined) return;
  const isTold = ({ pool }: Pick<typeof now, 'pool'>) =>
    rootSettings(pool.shared).size > 0 || pool.keySettings.has(variableSources);
  if (!isTold(former) || isTold(now)) return;
  yield told(
    key,
    now.of,
    warning(
      '',
      'credentials-missing',
      `The ${objectTitle(nameOf(after))} would be told no root credentials: root is rustfsadmin then, with a password that everybody knows, what the ` +
        'former root made is denied, and several servers without an RPC secret do not start.',
      'Put them back.',
    ),
    'procedure',
  );
}
