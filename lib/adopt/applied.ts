import { isRecord } from '../is-record';
import { byName } from './compare';

/**
 * What a server-side apply makes of a live object that other managers have written: what the applied one does not say
 * stays, in fields and in lists whose items have names.
 */
export function applied(live: unknown, said: unknown, field = ''): unknown {
  if (said === undefined) return live;
  if (isRecord(live) && isRecord(said)) {
    const keys = [...new Set([...Object.keys(live), ...Object.keys(said)])];
    return Object.fromEntries(keys.map((key) => [key, applied(live[key], said[key], key)]));
  }
  if (!Array.isArray(live) || !Array.isArray(said) || atomic.includes(field)) return said;
  const items = [byName(live), byName(said)] as const;
  return items[0] === undefined || items[1] === undefined ? said : merged(items[0], items[1]);
}

/** Lists that the server takes whole although their items have names. */
const atomic: readonly string[] = ['volumeClaimTemplates', 'items', 'sources'];

/** The applied items in their order; those that only the live list has stand behind what they stood behind. */
function merged(live: ReadonlyMap<string, unknown>, said: ReadonlyMap<string, unknown>): unknown[] {
  const order = [...said.keys()];
  let last = -1;
  for (const name of live.keys()) {
    if (said.has(name)) last = order.indexOf(name);
    else order.splice((last += 1), 0, name);
  }
  return order.map((name) => applied(live.get(name), said.get(name)));
}
