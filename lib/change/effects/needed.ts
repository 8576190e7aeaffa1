import { error } from '../../tenant/problem';
import { variablesOf } from '../aws-settings';
import { fieldsAt, type Fields } from '../fields';
import type { ComparedObject } from '../object-change';
import { nameOf, objectTitle, type ObjectName } from '../objects';
import { variablesFrom, variableSources, type Reference } from '../pod-references';
import { keysOf, ownsSecrets, saysAllKeys, secretsOf } from '../secret-makers';
import {
  comparedName,
  noneStartsAgain,
  note,
  told,
  type Effect,
  type EffectContext,
  type StayingTenant,
} from './effect';
import { keysLost, keysTaken } from './sources';
import { clusterKinds, usersOf } from './users';

/** Kinds that a pod names; claims are told as data. */
const namedKinds = new Set(['ConfigMap', 'ServiceAccount', 'SecretProviderClass', ...clusterKinds]);

/** What goes although pods of a tenant that stays name it. */
export function* neededEffects(object: ComparedObject, context: EffectContext): Iterable<Effect> {
  const { key, before, after } = object;
  if (before === undefined) return;
  const { kind, namespace, name } = comparedName(object);
  const secrets = secretsOf(before);
  // Both sides, as an ExternalSecret may name another target.
  const lost = secrets.filter((secret) => !isMade(secret, namespace, context.now));
  for (const secret of lost) yield* secretLoss(key, before, secret, context);
  for (const secret of secrets.filter((each) => after === undefined && !lost.includes(each))) {
    yield* otherMaker(key, namespace, secret, context);
  }
  if (after === undefined && namedKinds.has(kind)) {
    for (const { staying, reference } of usersOf(context, kind, namespace, name)) {
      yield* loss(key, staying, { kind, namespace, name }, reference, before);
    }
  }
}

/** A Secret that another object makes from now on, with the keys that pods take or without. */
function* otherMaker(
  key: string,
  namespace: string,
  secret: string,
  context: EffectContext,
): Iterable<Effect> {
  const makers = context.now.filter((object) => makes(object, secret, namespace));
  const made = makers.every(saysAllKeys) ? makers.flatMap(keysOf) : undefined;
  for (const { staying } of usersOf(context, 'Secret', namespace, secret)) {
    const gone = keysTaken(staying, namespace, secret).filter((each) => made?.includes(each) === false);
    if (gone.length > 0) {
      yield keysLost(key, staying, 'What makes it now does not make', [...new Set(gone)], secret);
      continue;
    }
    yield note(
      key,
      `The Secret ${secret} is made by another object now; whether its values stay, only the cluster knows.`,
    );
  }
}

function* secretLoss(key: string, maker: Fields, secret: string, context: EffectContext): Iterable<Effect> {
  const { namespace } = nameOf(maker);
  for (const { staying, reference } of usersOf(context, 'Secret', namespace, secret)) {
    if (ownsSecrets(maker))
      yield* loss(key, staying, { kind: 'Secret', namespace, name: secret }, reference, maker);
    else {
      yield note(
        key,
        `The Secret ${secret} stays, and nothing renews it from now on; servers of ${staying.title} use it.`,
      );
    }
  }
}

function* loss(
  key: string,
  staying: StayingTenant,
  name: ObjectName,
  { isOptional }: Reference,
  before: Fields,
): Iterable<Effect> {
  const what = objectTitle(name);
  const vital = isOptional ? vitalVariables(staying, name, before) : [];
  if (isOptional && vital.length === 0) {
    yield note(key, `Servers of ${staying.title} that start from now on do without it.`);
    return;
  }
  if (vital.length > 0) {
    yield told(
      key,
      staying,
      error(
        '',
        'object-needed',
        `The ${what} is gone, and servers of ${staying.title} that start from now on would do without ${vital.join(', ')}.${keysWord(staying, name)}`,
        'Put it back, or let another object that is applied with these make it.',
      ),
    );
    return;
  }
  yield told(
    key,
    staying,
    error(
      '',
      'object-needed',
      `The ${what} is gone, and the pods of ${staying.title} name it: ${noneStartsAgain}.${keysWord(staying, name)}`,
      'Put it back, or let another object that is applied with these make it. Where it is no longer needed, first apply servers that do not name it.',
    ),
  );
}

/** The variables without which a server is another: who may log in, whom it trusts, how its sets are laid out, its keys. */
function vitalVariables({ sets }: StayingTenant, { kind, name }: ObjectName, before: Fields): string[] {
  const vital =
    /^(RUSTFS|MINIO)_(ACCESS_KEY|SECRET_KEY|ROOT_USER|ROOT_PASSWORD|RPC_SECRET|ERASURE_SET_DRIVE_COUNT)$/;
  const whole = ['data', 'stringData'].flatMap((field) => Object.keys(fieldsAt(before, field)));
  const found = sets.flatMap(({ object, pool }) => {
    const settings = [...pool.keySettings.keys()].flatMap(variablesOf);
    const named = variableSources(object)
      .filter((source) => source.kind === kind && source.name === name)
      .map(({ variable }) => variable)
      .filter((variable) => vital.test(variable) || settings.includes(variable));
    // Of what came as a whole, nobody knows any more which variables were settings of keys.
    const taken = whole
      .flatMap((key) => variablesFrom(object, kind, name, key))
      .filter((variable) => vital.test(variable) || keyVariable.test(variable));
    const files = pool.keyFiles
      .filter((file) => file.kind === kind && file.name === name)
      .map(({ setting }) => setting);
    return [...named, ...taken, ...files];
  });
  return [...new Set(found)];
}

const keyVariable = /^(RUSTFS|MINIO)_(KMS_|SSE_|IAM_)/;

function keysWord({ sets }: StayingTenant, { kind, name }: ObjectName): string {
  const isKey = sets.some(({ object, pool }) =>
    variableSources(object).some(
      (source) => source.kind === kind && source.name === name && pool.keySettings.has(source.variable),
    ),
  );
  return isKey ? ' It holds keys of encrypted data, which nobody can read without them.' : '';
}

function isMade(secret: string, namespace: string, objects: readonly Fields[]): boolean {
  return objects.some((object) => makes(object, secret, namespace));
}

function makes(object: Fields, secret: string, namespace: string): boolean {
  return (
    (isEverywhere(object) || isThere(nameOf(object).namespace, namespace)) &&
    secretsOf(object).includes(secret)
  );
}

/** What is made in every namespace that a selector finds has none of its own. */
function isEverywhere(object: Fields): boolean {
  return nameOf(object).kind.startsWith('Cluster');
}

/** One that loses its namespace goes where it is applied to, which need not be where it was. */
function isThere(namespace: string, former: string): boolean {
  return namespace === former || former === '';
}
