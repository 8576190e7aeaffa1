import type { EncryptionDraft, TenantDraft } from '../draft';
import { environmentTexts } from '../variables';
import { isSilent, isSwitchedOn, localKeys, type Told, type ToldVariable } from './local-keys';

/** Something that servers are told of their keys. */
export interface Said {
  /** The field of the declaration that says it. */
  readonly path: string;
  /** Undefined where only the cluster knows. */
  readonly text: string | undefined;
}

/** Something without which RustFS does not start. */
export interface Needed {
  /** The field of the declaration that says it, or would. */
  readonly path: string;
  readonly isThere: boolean;
  /** How to say it. */
  readonly fix: string;
}

/** The switch that lets keys be in plain text, on their way or where they lie. */
export interface InsecureSwitch {
  readonly path: string;
  readonly isOn: boolean;
  /** How to switch it on. */
  readonly words: string;
}

/** What servers are told of their keys, whichever way the declaration says it. */
export type KmsSettings = LocalSettings | VaultSettings | StaticSettings | AwsSettings;

/** What every backend has. */
interface AllSettings {
  /** The field that says the backend, or switches it on. */
  readonly path: string;
}

/** What backends have that are safe only with some other setting. */
interface GuardedSettings extends AllSettings {
  readonly insecure: InsecureSwitch;
}

/** Keys as files of one server. */
export interface LocalSettings extends GuardedSettings {
  readonly backend: 'local';
  /** Undefined for the one on the first drive. */
  readonly directory: Said | undefined;
  readonly masterKey: Needed;
}

/** Keys in Vault. */
export interface VaultSettings extends GuardedSettings {
  readonly backend: 'vault';
  /** Where Vault is. */
  readonly address: Said | undefined;
  /** What says to Vault who RustFS is. */
  readonly proof: Needed;
  /** Two that say it, of which RustFS takes one only; undefined where there are no such two. */
  readonly conflict: readonly [one: string, other: string] | undefined;
}

/** One key that all servers have. */
export interface StaticSettings extends AllSettings {
  readonly backend: 'static';
  readonly key: Needed;
}

/** Keys in AWS KMS. */
export interface AwsSettings extends GuardedSettings {
  readonly backend: 'aws';
  readonly address: Said | undefined;
}

/**
 * What the servers of a declaration are told of their keys, by `encryption` or by variables of `env`; undefined where they have none,
 * or nobody here can tell which. The operator turns a Tenant away whose `env` says anything of it (contract 1.1).
 */
export function kmsSettings(spec: TenantDraft): KmsSettings | undefined {
  if (spec.encryption?.enabled === true) return fromEncryption(spec.encryption);
  return spec.compatibility === 'operator' ? undefined : fromEnvironment(spec);
}

function fromEncryption(encryption: EncryptionDraft): KmsSettings {
  const path = 'encryption.backend';
  const insecure = (of: string, isOn: boolean | undefined) => {
    const name = `encryption.${of}.allowInsecureDevDefaults`;
    return { path: name, words: `${name}: true`, isOn: isOn === true };
  };
  switch (encryption.backend) {
    case 'vault':
    case 'vault-transit': {
      const { vault = {}, kmsSecret } = encryption;
      return {
        backend: 'vault',
        path,
        address: said('encryption.vault.endpoint', vault.endpoint),
        insecure: insecure('vault', vault.allowInsecureDevDefaults),
        conflict:
          vault.auth === undefined || kmsSecret === undefined ? undefined : ['kmsSecret', 'vault.auth'],
        proof: {
          path: 'encryption.kmsSecret',
          isThere: vault.auth !== undefined || kmsSecret !== undefined,
          fix: 'Name the Secret with the key vault-token in kmsSecret; or, in the default profile, say vault.auth.',
        },
      };
    }
    case 'static':
      // What the shape asks for is told by it.
      return { backend: 'static', path, key: { path, isThere: true, fix: '' } };
    case 'aws':
      return {
        backend: 'aws',
        path,
        address: said('encryption.aws.endpointUrl', encryption.aws?.endpointUrl),
        insecure: insecure('aws', encryption.aws?.allowInsecureDevDefaults),
      };
    default: {
      const { local = {} } = encryption;
      const key = 'encryption.local.masterKeySecretRef';
      return {
        backend: 'local',
        path,
        directory: said('encryption.local.keyDirectory', local.keyDirectory),
        masterKey: {
          path: key,
          fix: 'Make a Secret with a random key and name it { name, key }; in development, say allowInsecureDevDefaults: true.',
          isThere: local.masterKeySecretRef !== undefined,
        },
        insecure: insecure('local', local.allowInsecureDevDefaults),
      };
    }
  }
}

function said(path: string, text: string | undefined): Said | undefined {
  return text === undefined ? undefined : { path, text };
}

/** The same by the variables that RustFS reads (rustfs/src/init.rs, kms config.rs). */
function fromEnvironment({ env = [] }: TenantDraft): KmsSettings | undefined {
  const texts = environmentTexts(env);
  const told: Told = (name) => (texts.has(name) ? { text: texts.get(name) } : undefined);
  if (!isSwitchedOn(told('RUSTFS_KMS_ENABLE'))) return undefined;
  const pathOf = (name: string) => `env[${env.findLastIndex((variable) => variable.name === name)}]`;
  const path = pathOf(texts.has('RUSTFS_KMS_BACKEND') ? 'RUSTFS_KMS_BACKEND' : 'RUSTFS_KMS_ENABLE');
  const isThere = (name: string) => !isSilent(told(name));
  const value = (name: string): Said | undefined =>
    isThere(name) ? { path: pathOf(name), text: texts.get(name) } : undefined;
  const allowed = told('RUSTFS_KMS_ALLOW_INSECURE_DEV_DEFAULTS');
  const insecure = {
    path: allowed === undefined ? path : pathOf('RUSTFS_KMS_ALLOW_INSECURE_DEV_DEFAULTS'),
    words: 'RUSTFS_KMS_ALLOW_INSECURE_DEV_DEFAULTS=true',
    isOn: isSwitchedOn(allowed),
  };
  const local = localKeys(told);
  if (local !== undefined) {
    return {
      backend: 'local',
      path,
      insecure,
      directory:
        local.variable === undefined
          ? { path, text: '' }
          : { path: pathOf(local.variable), text: local.directory },
      masterKey: {
        path,
        fix: 'Take RUSTFS_KMS_LOCAL_MASTER_KEY from a Secret with a random key; in development, set RUSTFS_KMS_ALLOW_INSECURE_DEV_DEFAULTS.',
        isThere: isThere('RUSTFS_KMS_LOCAL_MASTER_KEY'),
      },
    };
  }
  switch (backendOf(told('RUSTFS_KMS_BACKEND'))) {
    case 'vault':
      return {
        backend: 'vault',
        path,
        insecure,
        address: value('RUSTFS_KMS_VAULT_ADDRESS'),
        conflict: conflicts.find((names) => names.every(isThere)),
        proof: {
          path,
          isThere: proofs.some(isThere),
          fix: 'Set RUSTFS_KMS_VAULT_KUBERNETES_ROLE, or take RUSTFS_KMS_VAULT_TOKEN from a Secret.',
        },
      };
    case 'static':
      return {
        backend: 'static',
        path,
        key: {
          path,
          fix: 'Take RUSTFS_KMS_STATIC_SECRET_KEY from a Secret, or name a file of one in RUSTFS_KMS_STATIC_SECRET_KEY_FILE.',
          isThere: ['RUSTFS_KMS_STATIC_SECRET_KEY', 'RUSTFS_KMS_STATIC_SECRET_KEY_FILE'].some(isThere),
        },
      };
    case 'aws':
      return { backend: 'aws', path, insecure, address: value('RUSTFS_KMS_AWS_ENDPOINT_URL') };
    default:
      return undefined;
  }
}

const tokenFile = 'RUSTFS_KMS_VAULT_TOKEN_FILE';

const proofs = [
  'RUSTFS_KMS_VAULT_TOKEN',
  tokenFile,
  'RUSTFS_KMS_VAULT_APPROLE_ROLE_ID',
  'RUSTFS_KMS_VAULT_KUBERNETES_ROLE',
];

/** Pairs that RustFS refuses; of others it takes one (kms config.rs, vault_auth_method_from_env). */
const conflicts = [
  ...proofs.filter((name) => name !== tokenFile).map((name): readonly [string, string] => [tokenFile, name]),
  ['RUSTFS_KMS_VAULT_KUBERNETES_ROLE', 'RUSTFS_KMS_VAULT_APPROLE_ROLE_ID'] as const,
];

/** Under every name that RustFS takes for it. */
function backendOf(told: ToldVariable | undefined): string {
  const text = (told?.text ?? '').toLowerCase().replaceAll('_', '-');
  return text.replace(/^vault-(kv2|transit)$/, 'vault').replace(/^aws-kms$/, 'aws');
}
