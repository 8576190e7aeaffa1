import { warning } from '../../tenant/problem';
import { fieldsAt, type Fields } from '../fields';
import type { ComparedObject } from '../object-change';
import { serversAt, told, type Effect, type EffectContext } from './effect';

/**
 * Pods that ask other name servers than those of the cluster (`dnsPolicy: None`, where `dnsConfig` names them all). Whether
 * these know the servers' names, only the cluster knows.
 */
export function* nameServerEffects(object: ComparedObject, context: EffectContext): Iterable<Effect> {
  const { key, before, differences } = object;
  if (before === undefined || differences.length === 0) return;
  const [former, now] = [serversAt(key, context.former), serversAt(key, context.staying)];
  if (former === undefined || now === undefined) return;
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

function askedBy(set: Fields): string | undefined {
  const { dnsPolicy, dnsConfig } = fieldsAt(set, 'spec', 'template', 'spec');
  return dnsPolicy === 'None' ? JSON.stringify(dnsConfig ?? {}) : undefined;
}

function isLone({ volumes }: { readonly volumes: string }): boolean {
  return volumes.startsWith('/');
}
