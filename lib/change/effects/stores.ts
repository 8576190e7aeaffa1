import { itemsAt, textAt, valueAt, type Fields } from '../fields';
import type { ComparedObject } from '../object-change';
import { maybeSame, nameOf, objectKey } from '../objects';
import { secretsOf } from '../secret-makers';
import { note, type Effect, type EffectContext } from './effect';
import { wordsOf } from './sources';
import { usersOf } from './users';

/** Kinds by which what makes Secrets finds where their values are (External Secrets, Vault Secrets Operator). */
const stores = new Set([
  'SecretStore',
  'ClusterSecretStore',
  'VaultAuth',
  'VaultAuthGlobal',
  'VaultConnection',
]);

/**
 * What of a store is known to leave the values as they are: how often it looks, whom it trusts, who may ask, and the login
 * to a store that is named beside it. Where nothing else names it, the login is also whose secrets these are.
 */
const idle =
  /^(metadata\.|status|spec\.(refreshInterval|retrySettings|conditions|controller)\b|spec\.provider\.vault\.(auth|caBundle|caProvider|tls|readYourWrites|forwardInconsistent|checkAndSet)\b|spec\.provider\.kubernetes\.(auth|server\.ca\w+)\b|spec\.(caCertSecretRef|skipTLSVerify|tlsServerName|timeout)\b)/;

/** Whether objects of a kind are known to say where the values of Secrets are. */
export function holdsStores(kind: string): boolean {
  return stores.has(kind);
}

/** Where the values of Secrets come from, which changes for all that are made of them. */
export function* storeEffects(object: ComparedObject, context: EffectContext): Iterable<Effect> {
  const { key, before, after, differences } = object;
  if (after === undefined) return;
  if (before !== undefined && differences.every(({ path }) => idle.test(path))) return;
  for (const maker of makersOf(after, context.now)) {
    // What asks a store that is new was there: the store is in the cluster, and may say something else.
    if (before === undefined && !context.before.some((each) => objectKey(each) === objectKey(maker)))
      continue;
    const { namespace } = nameOf(maker);
    for (const secret of secretsOf(maker)) {
      for (const { staying } of usersOf(context, 'Secret', namespace, secret)) {
        yield note(key, wordsOf(staying, namespace, secret), 'procedure');
      }
    }
  }
}

/** What asks a store for the values of Secrets, or has a generator make them, also by way of another. */
function makersOf(store: Fields, objects: readonly Fields[]): Fields[] {
  const asking = objects.filter((object) => object !== store && asks(object, store));
  return asking.flatMap((object) => (stores.has(nameOf(object).kind) ? makersOf(object, objects) : [object]));
}

function asks(object: Fields, store: Fields): boolean {
  const { kind, namespace, name } = nameOf(store);
  if (!stores.has(kind)) return generatorsOf(object).some((each) => each.kind === kind && each.name === name);
  if (kind === 'SecretStore' || kind === 'ClusterSecretStore') {
    const isBeside = kind === 'ClusterSecretStore' || maybeSame(nameOf(object).namespace, namespace);
    return isBeside && storesOf(object).some((each) => each.kind === kind && each.name === name);
  }
  return asker[kind]?.test(nameOf(object).kind) === true && asksVault(object, store);
}

/** Who asks those of the Vault Secrets Operator. */
const asker: Readonly<Record<string, RegExp>> = {
  VaultAuth: /^Vault(Static|Dynamic|PKI)Secret$/,
  VaultAuthGlobal: /^VaultAuth$/,
  VaultConnection: /^VaultAuth(Global)?$/,
};

function asksVault(object: Fields, store: Fields): boolean {
  const { kind, namespace, name } = nameOf(store);
  if (kind === 'VaultAuthGlobal') {
    const ref = valueAt(object, 'spec', 'vaultAuthGlobalRef');
    // Without a name it may be the default one of its namespace or of the operator's.
    const isIt = [undefined, name].includes(textAt(ref, 'name'));
    return ref !== undefined && isIt && [undefined, namespace].includes(textAt(ref, 'namespace'));
  }
  const field = kind === 'VaultAuth' ? 'vaultAuthRef' : 'vaultConnectionRef';
  // Without a word it is the one called default; one of another namespace stands as NAMESPACE/NAME.
  const said = textAt(object, 'spec', field) ?? 'default';
  return said.includes('/') ? said === `${namespace}/${name}` : said === name;
}

/** The spec of an ExternalSecret, also of one that is made in several namespaces. */
function specOf(object: Fields): unknown {
  return valueAt(object, 'spec', 'externalSecretSpec') ?? valueAt(object, 'spec');
}

/** The stores that an ExternalSecret names, as a whole or for one of its values. */
function storesOf(object: Fields): { kind: string; name: string | undefined }[] {
  const refs = [valueAt(specOf(object), 'secretStoreRef'), ...sourcesOf(object, 'storeRef')];
  return refs.map((ref) => ({ kind: textAt(ref, 'kind') ?? 'SecretStore', name: textAt(ref, 'name') }));
}

/** The generators that an ExternalSecret names, which make values rather than find them. */
function generatorsOf(object: Fields): { kind: string | undefined; name: string | undefined }[] {
  return sourcesOf(object, 'generatorRef').map((ref) => ({
    kind: textAt(ref, 'kind'),
    name: textAt(ref, 'name'),
  }));
}

function sourcesOf(object: Fields, field: string): unknown[] {
  return ['data', 'dataFrom'].flatMap((list) =>
    itemsAt(specOf(object), list).map((item) => valueAt(item, 'sourceRef', field)),
  );
}
