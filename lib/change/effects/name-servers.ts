import { error, warning } from '../../tenant/problem';
import { poolAddress } from '../address';
import { fieldsAt, type Fields } from '../fields';
import type { ComparedObject } from '../object-change';
import { serversAt, told, type Effect, type EffectContext, type PlacedServers } from './effect';

/**
 * Pods that ask other name servers than those of the cluster (`dnsPolicy: None`, where `dnsConfig` names them all). Whether
 * these know the servers' names, only the cluster knows.
 */
export function* nameServerEffects(object: ComparedObject, context: EffectContext): Iterable<Effect> {
  const { key, before, differences } = object;
  if (before === undefined || differences.length === 0) return;
  const [former, now] = [serversAt(key, context.former), serversAt(key, context.staying)];
  if (former === undefined || now === undefined) return;
  yield* leftNodes(key, former, now);
  const asked = askedBy(now.object);
  if (asked === undefined || asked === askedBy(former.object) || isLone(now.pool)) return;
  yield told(
    key,
    now.of,
    warning(
      '',
      'servers-cut-off',
      `The pods of "${now.pool.name}" would ask the name servers of dnsConfig alone (dnsPolicy: None): unless these know the cluster's names, the servers do not find each other, and the tenant stops as they restart.`,
      "Leave dnsPolicy out, or see that these name servers answer for the servers' names (nslookup from a pod).",
    ),
    'procedure',
  );
}

/** Servers that are addressed by names of their own are reached by those of their nodes, as long as they are on the nodes' network. */
function* leftNodes(
  key: string,
  former: PlacedServers,
  { of, pool, object }: PlacedServers,
): Iterable<Effect> {
  const isOnNodes = (set: Fields) => fieldsAt(set, 'spec', 'template', 'spec').hostNetwork === true;
  const isByName = /^https?:/.test(pool.volumes) && poolAddress(pool.volumes) === undefined;
  if (!isByName || !isOnNodes(former.object) || isOnNodes(object)) return;
  yield told(
    key,
    of,
    error(
      '',
      'servers-cut-off',
      `The servers of "${pool.name}" would leave the network of their nodes (hostNetwork), by whose names they are addressed (${pool.volumes}): they would not find each other, and the tenant would stop.`,
      'Put hostNetwork back.',
    ),
  );
}

function askedBy(set: Fields): string | undefined {
  const { dnsPolicy, dnsConfig } = fieldsAt(set, 'spec', 'template', 'spec');
  return dnsPolicy === 'None' ? JSON.stringify(dnsConfig ?? {}) : undefined;
}

function isLone({ volumes }: { readonly volumes: string }): boolean {
  return volumes.startsWith('/');
}
