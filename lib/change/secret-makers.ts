import { fieldsAt, itemsAt, textAt, valueAt, type Fields } from './fields';
import { nameOf } from './objects';

/** Where an object of another system says which Secret it makes: by its own name where it says none. */
interface Maker {
  readonly named: (object: Fields) => readonly (string | undefined)[];
  /** Whether the Secret goes with the object that makes it. */
  readonly isOwner: boolean;
}

const ownName = (object: Fields) => nameOf(object).name;

/** What makes a Secret that a pod may name. By the documentation of each, as of 2026. */
const makers: Readonly<Record<string, Maker>> = {
  // External Secrets: creationPolicy Owner is the default.
  ExternalSecret: {
    named: (object) => [textAt(object, 'spec', 'target', 'name') ?? ownName(object)],
    isOwner: true,
  },
  ClusterExternalSecret: {
    named: (object) => [
      textAt(object, 'spec', 'externalSecretSpec', 'target', 'name') ??
        textAt(object, 'spec', 'externalSecretName') ??
        ownName(object),
    ],
    isOwner: true,
  },
  SealedSecret: { named: (object) => [ownName(object)], isOwner: true },
  // cert-manager: the Secret stays, unless --enable-certificate-owner-ref.
  Certificate: { named: (object) => [textAt(object, 'spec', 'secretName')], isOwner: false },
  SecretProviderClass: {
    named: (object) => itemsAt(object, 'spec', 'secretObjects').map((secret) => textAt(secret, 'secretName')),
    isOwner: true,
  },
  VaultStaticSecret: { named: destination, isOwner: true },
  VaultDynamicSecret: { named: destination, isOwner: true },
  VaultPKISecret: { named: destination, isOwner: true },
  // Of ricoberger's vault-secrets-operator.
  VaultSecret: { named: (object) => [ownName(object)], isOwner: true },
  AzureKeyVaultSecret: {
    named: (object) => [textAt(object, 'spec', 'output', 'secret', 'name')],
    isOwner: true,
  },
  OnePasswordItem: { named: (object) => [ownName(object)], isOwner: true },
  InfisicalSecret: {
    named: (object) => [
      textAt(object, 'spec', 'managedSecretReference', 'secretName'),
      ...itemsAt(object, 'spec', 'managedKubeSecretReferences').map((secret) => textAt(secret, 'secretName')),
    ],
    isOwner: true,
  },
  DopplerSecret: {
    named: (object) => [textAt(object, 'spec', 'managedSecret', 'name')],
    isOwner: false,
  },
  BitwardenSecret: { named: (object) => [textAt(object, 'spec', 'secretName')], isOwner: true },
  SopsSecret: {
    named: (object) => itemsAt(object, 'spec', 'secretTemplates').map((secret) => textAt(secret, 'name')),
    isOwner: true,
  },
};

function destination(object: Fields): (string | undefined)[] {
  return [textAt(object, 'spec', 'destination', 'name')];
}

/** The names of the Secrets that an object makes in its namespace; its own, where it is a Secret. */
export function secretsOf(object: Fields): string[] {
  const { kind, name } = nameOf(object);
  if (kind === 'Secret') return [name];
  return (makers[kind]?.named(object) ?? []).filter((each) => each !== undefined);
}

/** Whether objects of a kind are known to make Secrets. */
export function makesSecrets(kind: string): boolean {
  return makers[kind] !== undefined;
}

/** Whether the Secrets that an object makes are gone when it is. */
export function ownsSecrets(object: Fields): boolean {
  const { kind } = nameOf(object);
  return kind === 'Secret' || (makers[kind]?.isOwner ?? false);
}

/** The keys that a maker says by name, of all Secrets that it makes. */
export function keysOf(maker: Fields): string[] {
  return [
    ...itemsAt(maker, 'spec', 'data').map((item) => textAt(item, 'secretKey') ?? ''),
    ...Object.keys(fieldsAt(maker, 'spec', 'encryptedData')),
  ];
}

/** Whether a maker says all keys of its Secret by name, rather than what it finds elsewhere or a template makes. */
export function saysAllKeys(maker: Fields): boolean {
  return (
    ['ExternalSecret', 'SealedSecret'].includes(nameOf(maker).kind) &&
    itemsAt(maker, 'spec', 'dataFrom').length === 0 &&
    valueAt(maker, 'spec', 'target', 'template') === undefined
  );
}
