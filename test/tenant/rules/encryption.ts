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

/** A single server that is told of local keys by variables; more take their place by name. */
function told(variables: Readonly<Record<string, string>>, more: Partial<TenantSpec> = {}): TenantSpec {
  const local = {
    RUSTFS_KMS_ENABLE: 'true',
    RUSTFS_KMS_LOCAL_MASTER_KEY: 'from-a-secret',
    RUSTFS_KMS_KEY_DIR: '/data/rustfs0/keys',
  };
  const env = Object.entries({ ...local, ...variables }).map(([name, value]) =>
    /(KEY|TOKEN)$/.test(name) && value !== ''
      ? { name, valueFrom: { secretKeyRef: { name: 'kms', key: value } } }
      : { name, value },
  );
  return { ...singleDrive, ...more, env };
}

/** The same with keys in Vault. */
function toldVault(variables: Readonly<Record<string, string>>): TenantSpec {
  return told({ RUSTFS_KMS_BACKEND: 'vault', RUSTFS_KMS_VAULT_ADDRESS: endpoint, ...variables });
}

const inVolume = (source: object, mount: object = {}): Partial<TenantSpec> => ({
  additionalVolumes: [{ name: 'keys', ...source }],
  additionalVolumeMounts: [{ name: 'keys', mountPath: '/keys', ...mount }],
});
const onClaim = { persistentVolumeClaim: { claimName: 'keys' } };
const keyDirectory = { RUSTFS_KMS_KEY_DIR: '/keys/a' };

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
    ...['keys', '', '/tmp/keys', '/var/keys', '/data/rustfs0'].map((directory) =>
      refused(
        `the same by a variable: "${directory}"`,
        directory === '' ? 'env[0]' : 'env[2]',
        told({ RUSTFS_KMS_KEY_DIR: directory }),
      ),
    ),
    refused('keys by a variable in an emptyDir', 'env[2]', told(keyDirectory, inVolume({ emptyDir: {} }))),
    refused('keys in an emptyDir', 'encryption.local.keyDirectory', {
      ...local({ masterKeySecretRef, keyDirectory: '/keys' }),
      ...inVolume({ emptyDir: {} }),
    }),
    refused(
      'keys by a variable in a folder named after the uid of the pod',
      'env[2]',
      (() => {
        const spec = told(keyDirectory, inVolume(onClaim, { subPathExpr: '$(UID)' }));
        const uid = { name: 'UID', valueFrom: { fieldRef: { fieldPath: 'metadata.uid' } } };
        return { ...spec, env: [...(spec.env ?? []), uid] };
      })(),
    ),
    refused('keys in a place that only the cluster knows', 'env[2]', {
      ...singleDrive,
      env: [
        ...(told({}).env ?? []),
        { name: 'RUSTFS_KMS_KEY_DIR', valueFrom: { secretKeyRef: { name: 'kms', key: 'directory' } } },
      ].filter(({ name }, i) => name !== 'RUSTFS_KMS_KEY_DIR' || i > 2),
    }),
    refused(
      "a relative path of Vault's token",
      'encryption.vault.auth.path',
      authenticated({ method: 'tokenFile', path: 'token' }),
    ),
  ],
  'encryption-servers': [
    refused('local keys of four servers by variables', 'env[0]', {
      ...acme,
      env: told({}).env ?? [],
    }),
    refused('local keys of four servers', 'encryption.backend', encrypted({ local: { masterKeySecretRef } })),
    refused(
      'the same where the operator runs it',
      'encryption.backend',
      asOperator(encrypted({ local: { masterKeySecretRef } })),
    ),
  ],
  'encryption-key': [
    refused('no master key, by variables', 'env[0]', told({ RUSTFS_KMS_LOCAL_MASTER_KEY: '' })),
    refused('no token for Vault, by variables', 'env[3]', toldVault({})),
    refused(
      'two ways to Vault, by variables',
      'env[3]',
      toldVault({ RUSTFS_KMS_VAULT_KUBERNETES_ROLE: 'a', RUSTFS_KMS_VAULT_APPROLE_ROLE_ID: 'b' }),
    ),
    refused(
      'a token for Vault in a file and as a value',
      'env[3]',
      toldVault({ RUSTFS_KMS_VAULT_TOKEN_FILE: '/a', RUSTFS_KMS_VAULT_TOKEN: 'b' }),
    ),
    refused('no static key, by variables', 'env[3]', told({ RUSTFS_KMS_BACKEND: 'static' })),
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
      'a password in the address of AWS, by variables',
      'env[4]',
      told({
        RUSTFS_KMS_BACKEND: 'aws',
        RUSTFS_KMS_AWS_ENDPOINT_URL: 'https://user:word@kms.example.com',
      }),
    ),
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
    refused(
      'Vault by http, by variables',
      'env[4]',
      toldVault({ RUSTFS_KMS_VAULT_ADDRESS: 'http://vault:8200', RUSTFS_KMS_VAULT_TOKEN: 'a' }),
    ),
    warned(
      'local keys in plain text, by variables',
      'env[3]',
      told({ RUSTFS_KMS_ALLOW_INSECURE_DEV_DEFAULTS: 'true', RUSTFS_KMS_LOCAL_MASTER_KEY: '' }),
    ),
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
  ['local keys by variables', told({})],
  ['local keys by variables on a claim', told(keyDirectory, inVolume(onClaim))],
  [
    'local keys by variables in a folder named after the server',
    {
      ...singleDrive,
      env: [
        { name: 'NAME', value: 'keys' },
        ...(told({ RUSTFS_KMS_KEY_DIR: '/data/rustfs0/$(NAME)' }).env ?? []),
      ],
    },
  ],
  [
    'local keys on a claim',
    { ...local({ masterKeySecretRef, keyDirectory: '/keys' }), ...inVolume(onClaim) },
  ],
  ['keys in Vault by variables', toldVault({ RUSTFS_KMS_VAULT_TOKEN: 'a' })],
  [
    'a token of Vault beside a way to log in, which RustFS prefers',
    toldVault({ RUSTFS_KMS_VAULT_TOKEN: 'a', RUSTFS_KMS_VAULT_KUBERNETES_ROLE: 'b' }),
  ],
  [
    'a key of all servers by variables',
    {
      ...acme,
      env: [
        { name: 'RUSTFS_KMS_ENABLE', value: 'true' },
        { name: 'RUSTFS_KMS_BACKEND', value: 'static' },
        {
          name: 'RUSTFS_KMS_STATIC_SECRET_KEY',
          valueFrom: { secretKeyRef: { name: 'kms', key: 'key' } },
        },
      ],
    },
  ],
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
