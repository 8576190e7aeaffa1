import { error } from '../../tenant/problem';
import { fieldsAt, itemsAt, textAt, textsAt, valueAt, type Fields } from '../fields';
import type { ComparedObject } from '../object-change';
import { maybeSame, nameOf } from '../objects';
import { variableSources } from '../pod-references';
import { keysOf, saysAllKeys, secretsOf } from '../secret-makers';
import {
  comparedName,
  noneStartsAgain,
  note,
  told,
  type Effect,
  type EffectContext,
  type StayingTenant,
} from './effect';
import { usersOf } from './users';

/**
 * What of a maker is known to leave the values as they are: how often it looks, or what else it shows. How it comes to look
 * again after it has looked once is another matter.
 */
const idle = /^(spec\.(refreshInterval|refreshPolicy|refreshAfter|renew|syncInterval)\b|metadata\.|status)/;

/** Annotations by which reflector and kubernetes-replicator write into a Secret what another one has. */
const copies = ['reflector.v1.k8s.emberstack.com/reflects', 'replicator.v1.mittwald.de/replicate-from'];

/**
 * What makes a Secret (ExternalSecret and others) and takes its values from elsewhere from now on, or takes over one that
 * servers use. Whether the values are the same there, only the cluster knows.
 */
export function* sourceEffects(object: ComparedObject, context: EffectContext): Iterable<Effect> {
  const { key, before, after, differences } = object;
  const { kind, namespace, name } = comparedName(object);
  // cert-manager signs anew as it likes, and tells the servers that certificates are renewed.
  if (after === undefined || kind === 'Certificate') return;
  if (before === undefined || kind === 'Secret') {
    yield* takeovers(object, context);
    return;
  }
  const isAnew = isMadeAnew(object);
  const changed = differences.filter(({ path }) => isAnew || isAskedAgain(object) || !idle.test(path));
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
      if (gone.length > 0) yield keysLost(key, staying, `The ${kind} ${name} no longer makes`, gone, secret);
      else {
        const words = wordsOf(staying, namespace, secret);
        yield note(key, isAnew ? `Its generator makes other values. ${words}` : words, 'procedure');
      }
    }
  }
}

/**
 * Whether a generator that has made its values once makes others: External Secrets asks it again at every change of the object
 * and every `refreshInterval`, an hour where none is said, but for refreshPolicy CreatedOnce
 * (pkg/controllers/externalsecret, shouldRefresh).
 */
function isMadeAnew({ before, after, differences }: ComparedObject): boolean {
  const [old, now] = [before, after].map((side) => fieldsAt(side, 'spec', 'externalSecretSpec'));
  const [former, spec] = [
    old?.dataFrom === undefined ? fieldsAt(before, 'spec') : old,
    now?.dataFrom === undefined ? fieldsAt(after, 'spec') : now,
  ];
  const isGenerated = itemsAt(spec, 'dataFrom').some(
    (source) => valueAt(source, 'sourceRef', 'generatorRef') !== undefined,
  );
  const isChanged = differences.some(({ path }) => /^(spec|metadata\.(labels|annotations))\b/.test(path));
  return isGenerated && isChanged && spec.refreshPolicy !== 'CreatedOnce' && !isRenewed(former);
}

/** Whether values that were taken once are taken again, as they are in the store by now (refreshPolicy CreatedOnce). */
function isAskedAgain({ before, after }: ComparedObject): boolean {
  const policy = (side: Fields | undefined) =>
    textAt(side, 'spec', 'externalSecretSpec', 'refreshPolicy') ?? textAt(side, 'spec', 'refreshPolicy');
  return policy(before) === 'CreatedOnce' && policy(after) !== 'CreatedOnce';
}

/** Whether its values are others every now and then. */
function isRenewed({ refreshPolicy = 'Periodic', refreshInterval = '1h' }: Fields): boolean {
  return refreshPolicy === 'Periodic' && !/^0[a-z]*$/.test(String(refreshInterval));
}

/** Whatever makes a Secret from now on that servers took values from before. */
function* takeovers({ key, before, after = {} }: ComparedObject, context: EffectContext): Iterable<Effect> {
  const { kind, namespace } = nameOf(after);
  const [old, now] = [before ?? {}, after].map((side) => textsAt(side, 'metadata', 'annotations'));
  const isTaken =
    kind === 'Secret' ? copies.some((copy) => now?.[copy] !== undefined && now[copy] !== old?.[copy]) : true;
  if (!isTaken) return;
  for (const secret of secretsOf(after)) {
    const users = usersOf({ ...context, staying: context.former }, 'Secret', namespace, secret);
    for (const { staying } of users) yield note(key, wordsOf(staying, namespace, secret), 'procedure');
  }
}

/** A Secret that is made without keys that pods take. */
export function keysLost(
  key: string,
  staying: StayingTenant,
  who: string,
  gone: readonly string[],
  secret: string,
): Effect {
  return told(
    key,
    staying,
    error(
      '',
      'object-needed',
      `${who} ${gone.join(', ')} of the Secret ${secret}, which the pods of ${staying.title} take: ${noneStartsAgain}.`,
      'Put it back. Where it is no longer needed, first apply servers that do not take it.',
    ),
  );
}

/** What the values are to the servers, as far as variables take them. */
export function wordsOf(staying: StayingTenant, namespace: string, secret: string): string {
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
  return keysTaken(staying, namespace, secret).includes(key);
}

/** The keys of a Secret without which no pod starts, or no server finds the keys of encrypted data. */
export function keysTaken(staying: StayingTenant, namespace: string, secret: string): string[] {
  const variables = takenFrom(staying, namespace, secret).filter(({ isOptional }) => !isOptional);
  const files = maybeSame(staying.tenant.namespace, namespace)
    ? staying.sets.flatMap(({ pool }) => pool.keyFiles)
    : [];
  return [
    ...variables.map(({ key }) => key),
    ...files.filter(({ kind, name }) => kind === 'Secret' && name === secret).flatMap(({ key }) => key ?? []),
  ];
}

/** The keys that a maker says by name on the old side, and on the new one neither by name nor as a whole. */
function keysGone(before: Fields, after: Fields): string[] {
  return saysAllKeys(after) ? keysOf(before).filter((key) => !keysOf(after).includes(key)) : [];
}
