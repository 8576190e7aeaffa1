import { itemsAt, textAt, valueAt, type Fields } from '../fields';
import type { ComparedObject } from '../object-change';
import { maybeSame, nameOf } from '../objects';
import { secretsOf } from '../secret-makers';
import { comparedName, note, type Effect, type EffectContext } from './effect';
import { wordsOf } from './sources';
import { usersOf } from './users';

/** Kinds by which what makes Secrets finds where their values are (External Secrets, Vault Secrets Operator). */
const stores = new Set(['SecretStore', 'ClusterSecretStore', 'VaultAuth', 'VaultConnection']);

/**
 * What of a store says how often it looks, whom it trusts and how it logs in. With a cloud the login is also whose secrets
 * these are.
 */
const idle =
  /^(metadata\.|status|spec\.(refreshInterval|retrySettings|conditions|controller)\b|spec\.provider\.(?!aws\b|gcpsm\b|azurekv\b)\w+\.(auth|caBundle|caProvider|tls)\b|spec\.(caCertSecretRef|skipTLSVerify|tlsServerName|timeout)\b)/;

/** Where the values of Secrets come from, which changes for all that are made of them. */
export function* storeEffects(object: ComparedObject, context: EffectContext): Iterable<Effect> {
  const { key, before, after, differences } = object;
  if (before === undefined || after === undefined || !stores.has(comparedName(object).kind)) return;
  if (differences.every(({ path }) => idle.test(path))) return;
  for (const maker of makersOf(after, context.now)) {
    const { namespace } = nameOf(maker);
    for (const secret of secretsOf(maker)) {
      for (const { staying } of usersOf(context, 'Secret', namespace, secret)) {
        yield note(key, wordsOf(staying, namespace, secret), 'procedure');
      }
    }
  }
}

/** What asks a store for the values of Secrets, also by way of another. */
function makersOf(store: Fields, objects: readonly Fields[]): Fields[] {
  const asking = objects.filter((object) => object !== store && asks(object, store));
  return asking.flatMap((object) => (stores.has(nameOf(object).kind) ? makersOf(object, objects) : [object]));
}

function asks(object: Fields, store: Fields): boolean {
  const { kind, namespace, name } = nameOf(store);
  if (kind === 'SecretStore' || kind === 'ClusterSecretStore') {
    const isBeside = kind === 'ClusterSecretStore' || maybeSame(nameOf(object).namespace, namespace);
    return isBeside && storesOf(object).some((each) => each.kind === kind && each.name === name);
  }
  const [asker, field] =
    kind === 'VaultAuth'
      ? [/^Vault(Static|Dynamic|PKI)Secret$/, 'vaultAuthRef']
      : [/^VaultAuth$/, 'vaultConnectionRef'];
  // Without a word it is the one called default; one of another namespace stands as NAMESPACE/NAME.
  const said = textAt(object, 'spec', field) ?? 'default';
  return (
    asker.test(nameOf(object).kind) && (said.includes('/') ? said === `${namespace}/${name}` : said === name)
  );
}

/** The stores that an ExternalSecret names, as a whole or for one of its values. */
function storesOf(object: Fields): { kind: string; name: string | undefined }[] {
  const spec = valueAt(object, 'spec', 'externalSecretSpec') ?? valueAt(object, 'spec');
  const refs = [
    valueAt(spec, 'secretStoreRef'),
    ...['data', 'dataFrom'].flatMap((field) =>
      itemsAt(spec, field).map((item) => valueAt(item, 'sourceRef', 'storeRef')),
    ),
  ];
  return refs.map((ref) => ({ kind: textAt(ref, 'kind') ?? 'SecretStore', name: textAt(ref, 'name') }));
}
