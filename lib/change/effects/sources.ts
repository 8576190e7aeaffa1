import { error } from '../../tenant/problem';
import { itemsAt, textAt, valueAt, type Fields } from '../fields';
import type { ComparedObject } from '../object-change';
import { maybeSame } from '../objects';
import { variableSources } from '../pod-references';
import { secretsOf } from '../secret-makers';
import { comparedName, note, told, type Effect, type EffectContext, type StayingTenant } from './effect';
import { usersOf } from './users';

/** What of a maker says only how often it looks, or what else it shows: no value is another one by it. */
const idle = /^(spec\.(refreshInterval|refreshPolicy|refreshAfter|renew|syncInterval)\b|metadata\.|status)/;

/**
 * What makes a Secret (ExternalSecret and others) and takes its values from elsewhere from now on. Whether they are the same
 * there, only the cluster knows.
 */
export function* sourceEffects(object: ComparedObject, context: EffectContext): Iterable<Effect> {
  const { key, before, after, differences } = object;
  const { kind, namespace, name } = comparedName(object);
  // cert-manager signs anew as it likes, and tells the servers that certificates are renewed.
  if (before === undefined || after === undefined || kind === 'Secret' || kind === 'Certificate') return;
  const changed = differences.filter(({ path }) => !idle.test(path));
  if (changed.length === 0) return;
  if (kind === 'SecretProviderClass') {
    for (const { staying } of usersOf(context, kind, namespace, name)) {
      yield note(
        key,
        `Servers of ${staying.title} mount what it brings; whether keys and credentials stay the same, only the cluster knows. Compare them before it is applied.`,
        'procedure',
      );
    }
  }
  for (const secret of secretsOf(after)) {
    for (const { staying } of usersOf(context, 'Secret', namespace, secret)) {
      const gone = keysGone(before, after).filter((each) => isTaken(staying, namespace, secret, each));
      if (gone.length > 0) {
        yield told(
          key,
          staying,
          error(
            '',
            'object-needed',
            `The ${kind} ${name} no longer makes ${gone.join(', ')} of the Secret ${secret}, which the pods of ${staying.title} take: those that run go on, and none that stops starts again.`,
            'Put it back. Where it is no longer needed, first apply servers that do not take it.',
          ),
        );
        continue;
      }
      yield note(key, wordsOf(staying, namespace, secret), 'procedure');
    }
  }
}

/** What the values are to the servers, as far as variables take them. */
function wordsOf(staying: StayingTenant, namespace: string, secret: string): string {
  const taken = takenFrom(staying, namespace, secret).map(({ variable }) => variable);
  const keys = staying.sets.flatMap(({ pool }) => taken.filter((variable) => pool.keySettings.has(variable)));
  const what = `Servers of ${staying.title} take values from the Secret ${secret}; whether these stay, only the cluster knows. Compare them before it is applied.`;
  if (keys.length > 0) {
    return `${what} With another value of ${[...new Set(keys)].join(', ')}, nobody reads what is encrypted.`;
  }
  return taken.includes('RUSTFS_RPC_SECRET')
    ? `${what} With another RPC secret, servers that restart do not understand the others (rustfs-tenant runbook rotate-rpc).`
    : what;
}

function takenFrom({ tenant, sets }: StayingTenant, namespace: string, secret: string) {
  if (!maybeSame(tenant.namespace, namespace)) return [];
  return sets
    .flatMap(({ object }) => variableSources(object))
    .filter((source) => source.kind === 'Secret' && source.name === secret);
}

function isTaken(staying: StayingTenant, namespace: string, secret: string, key: string): boolean {
  return takenFrom(staying, namespace, secret).some((source) => source.key === key && !source.isOptional);
}

/** The keys that a maker says by name on the old side, and on the new one neither by name nor as a whole. */
function keysGone(before: Fields, after: Fields): string[] {
  const isOpen =
    itemsAt(after, 'spec', 'dataFrom').length > 0 ||
    valueAt(after, 'spec', 'target', 'template') !== undefined;
  return isOpen ? [] : keysOf(before).filter((key) => !keysOf(after).includes(key));
}

function keysOf(maker: Fields): string[] {
  const sealed = valueAt(maker, 'spec', 'encryptedData');
  return [
    ...itemsAt(maker, 'spec', 'data').map((item) => textAt(item, 'secretKey') ?? ''),
    ...(typeof sealed === 'object' && sealed !== null ? Object.keys(sealed) : []),
  ];
}
