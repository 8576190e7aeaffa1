import type { EncryptionSpec, TenantSpec, VaultAuth } from 'rustfs-constructs';
import { refused, warned, type Breaches } from '../../support/breaches';
import { acme, asOperator, singleDrive } from '../../support/specs';

const endpoint = 'https://vault.example.com:8200';
const kmsSecret = { name: 'vault' };
const masterKeySecretRef = { name: 'kms', key: 'master' };
const plainVault = { backend: 'vault', vault: { endpoint: 'http://vault:8200' }, kmsSecret } as const;

function encrypted(encryption: EncryptionSpec): TenantSpec {
  return { ...acme, encryption: { ...encryption, enabled: true } };
}

/** A single server, whose keys may be local. */
function local(local: Extract<EncryptionSpec, { backend?: 'local' }>['local']): TenantSpec {
  return { ...singleDrive, encryption: { enabled: true, ...(local !== undefined && { local }) } };
}

function authenticated(auth: VaultAuth): TenantSpec {
  return encrypted({ backend: 'vault', vault: { endpoint, auth } });
}

/** Breaches of the rules about encryption. */
export const encryptionBreaches: Breaches = {
  'encryption-directory': [
    ...['keys', '/data/kms-keys', '/data/rustfs0', '/data/rustfs0/../keys', '/data/rustfs1/keys', '/tmp'].map(
      (keyDirectory) =>
        refused(keyDirectory, 'encryption.local.keyDirectory', local({ masterKeySecretRef, keyDirectory })),
    ),
    refused(
      'the same where the operator runs it',
      'encryption.local.keyDirectory',
      asOperator(local({ masterKeySecretRef, keyDirectory: '/keys' })),
    ),
    refused(
      "a relative path of Vault's token",
      'encryption.vault.auth.path',
      authenticated({ method: 'tokenFile', path: 'token' }),
    ),
  ],
  'encryption-servers': [
    refused('local keys of four servers', 'encryption.backend', encrypted({ local: { masterKeySecretRef } })),
    refused(
      'the same where the operator runs it',
      'encryption.backend',
      asOperator(encrypted({ local: { masterKeySecretRef } })),
    ),
  ],
  'encryption-key': [
    refused('no master key', 'encryption.local.masterKeySecretRef', local({})),
    refused('nothing but enabled', 'encryption.local.masterKeySecretRef', asOperator(local(undefined))),
    refused(
      'no token for Vault',
      'encryption.kmsSecret',
      encrypted({ backend: 'vault', vault: { endpoint } }),
    ),
    refused(
      'two ways to Vault',
      'encryption.kmsSecret',
      encrypted({
        backend: 'vault-transit',
        vault: { endpoint, auth: { method: 'kubernetes', role: 'rustfs' } },
        kmsSecret,
      }),
    ),
  ],
  url: [
    refused(
      'Vault by name only',
      'encryption.vault.endpoint',
      encrypted({ backend: 'vault', vault: { endpoint: 'vault.example.com' }, kmsSecret }),
    ),
    refused(
      'Vault by another protocol',
      'encryption.vault.endpoint',
      encrypted({ backend: 'vault', vault: { endpoint: 'tcp://vault:8200' }, kmsSecret }),
    ),
    refused(
      'a password in the address of AWS',
      'encryption.aws.endpointUrl',
      encrypted({ backend: 'aws', aws: { endpointUrl: 'https://user:word@kms.example.com' } }),
    ),
  ],
  'encryption-insecure': [
    refused('Vault by http', 'encryption.vault.endpoint', encrypted(plainVault)),
    warned(
      'the same where the operator runs it',
      'encryption.vault.endpoint',
      asOperator(encrypted(plainVault)),
    ),
    warned(
      'Vault by http in development',
      'encryption.vault.allowInsecureDevDefaults',
      encrypted({
        backend: 'vault',
        vault: { endpoint: 'http://vault:8200', allowInsecureDevDefaults: true },
        kmsSecret,
      }),
    ),
    refused(
      'AWS by http',
      'encryption.aws.endpointUrl',
      encrypted({ backend: 'aws', aws: { endpointUrl: 'http://emulator:4566' } }),
    ),
    warned(
      'AWS by http in development',
      'encryption.aws.allowInsecureDevDefaults',
      encrypted({
        backend: 'aws',
        aws: { endpointUrl: 'http://emulator:4566', allowInsecureDevDefaults: true },
      }),
    ),
    warned(
      'local keys in plain text',
      'encryption.local.allowInsecureDevDefaults',
      local({ allowInsecureDevDefaults: true }),
    ),
  ],
};

/** Declarations about which there is nothing to say. */
export const harmless: readonly [title: string, spec: TenantSpec][] = [
  ['encryption that is off', { ...acme, encryption: { backend: 'vault', vault: { endpoint: 'none' } } }],
  ['local keys', local({ masterKeySecretRef })],
  ['local keys in a directory', local({ masterKeySecretRef, keyDirectory: '/data/rustfs0/./a/../keys/' })],
  ['a token in a file', authenticated({ method: 'tokenFile', path: '/vault/secrets/token' })],
  [
    'a policy of keys beside encryption',
    {
      ...encrypted({ backend: 'aws' }),
      env: [{ name: 'RUSTFS_KMS_ENFORCE_SSE_KEY_POLICY', value: 'true' }],
    },
  ],
];
