import type { EnvVar } from 'kubernetes-types/core/v1';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import {
  checkTenant,
  composeTenant,
  parseTenants,
  toTenantManifest,
  toYaml,
  type EncryptionSpec,
  type VaultAuth,
} from 'rustfs-constructs';
import { finding } from '../support/breaches';
import { container, environment, podSpec } from '../support/composed';
import { acme, asOperator, singleDrive } from '../support/specs';

const endpoint = 'https://vault.example.com:8200';
const masterKeySecretRef = { name: 'kms', key: 'master' };
const vault = { enabled: true, backend: 'vault', vault: { endpoint }, kmsSecret: { name: 'vault' } } as const;

function fromSecret(variable: string, name: string, key: string): EnvVar {
  return { name: variable, valueFrom: { secretKeyRef: { name, key, optional: false } } };
}

/** The variables about keys, as `NAME=VALUE`, in order. */
function variablesOf(encryption: EncryptionSpec): (string | EnvVar)[] {
  return environment({ ...acme, encryption })
    .filter(({ name }) => name.startsWith('RUSTFS_KMS_'))
    .map((variable) => (variable.value === undefined ? variable : `${variable.name}=${variable.value}`));
}

/** The variables that one way to prove oneself to Vault adds. */
function variablesOfAuth(auth: VaultAuth): (string | EnvVar)[] {
  return variablesOf({ enabled: true, backend: 'vault', vault: { endpoint, auth } }).slice(3);
}

/** What is mounted for encryption, and from where. */
function filesOf(encryption: EncryptionSpec) {
  const spec = { ...acme, encryption };
  return {
    volumes: podSpec(spec).volumes?.filter(({ name }) => name === 'rustfs-kms'),
    mounts: container(spec).volumeMounts?.filter(({ name }) => name === 'rustfs-kms'),
  };
}

describe('Encryption as the operator has it', () => {
  const env = [{ name: 'RUST_LOG', value: 'info' }];

  test("with Vault has the operator's variables in its order, after the user's", () => {
    const spec = asOperator({ ...acme, env, encryption: { ...vault, defaultKeyId: 'main' } });
    expect(environment(spec).slice(-6)).toEqual([
      { name: 'RUST_LOG', value: 'info' },
      { name: 'RUSTFS_KMS_ENABLE', value: 'true' },
      { name: 'RUSTFS_KMS_BACKEND', value: 'vault' },
      { name: 'RUSTFS_KMS_VAULT_ADDRESS', value: endpoint },
      fromSecret('RUSTFS_KMS_VAULT_TOKEN', 'vault', 'vault-token'),
      { name: 'RUSTFS_KMS_DEFAULT_KEY_ID', value: 'main' },
    ]);
  });

  test("with local keys has the operator's variables in its order, after the user's", () => {
    const local = { masterKeySecretRef, allowInsecureDevDefaults: true };
    const spec = asOperator({
      ...singleDrive,
      env,
      encryption: { enabled: true, local, defaultKeyId: 'main' },
    });
    expect(environment(spec).slice(-7)).toEqual([
      { name: 'RUST_LOG', value: 'info' },
      { name: 'RUSTFS_KMS_ENABLE', value: 'true' },
      { name: 'RUSTFS_KMS_BACKEND', value: 'local' },
      { name: 'RUSTFS_KMS_KEY_DIR', value: '/data/rustfs0/.kms-keys' },
      fromSecret('RUSTFS_KMS_LOCAL_MASTER_KEY', 'kms', 'master'),
      { name: 'RUSTFS_KMS_ALLOW_INSECURE_DEV_DEFAULTS', value: 'true' },
      { name: 'RUSTFS_KMS_DEFAULT_KEY_ID', value: 'main' },
    ]);
  });

  test('keeps local keys below the path of the pool, or where the declaration says', () => {
    const [pool] = singleDrive.pools;
    const persistence = { volumesPerServer: 1, path: '/srv/' };
    const keysOf = (local: Extract<EncryptionSpec, { backend?: 'local' }>['local']) =>
      environment({
        ...singleDrive,
        pools: [{ ...pool, name: 'pool-0', servers: 1, persistence }],
        encryption: { enabled: true, local: { masterKeySecretRef, ...local } },
      }).find(({ name }) => name === 'RUSTFS_KMS_KEY_DIR')?.value;
    expect(keysOf({})).toBe('/srv/rustfs0/.kms-keys');
    expect(keysOf({ keyDirectory: '/srv/rustfs0/keys' })).toBe('/srv/rustfs0/keys');
  });

  test('leaves an empty key id out, as the operator does', () => {
    expect(variablesOf({ ...vault, defaultKeyId: '' })).toEqual(variablesOf(vault));
  });

  test('adds no volume', () => {
    expect(filesOf(vault)).toEqual({ volumes: [], mounts: [] });
  });

  test.each<[string, EncryptionSpec]>([
    ['nothing', {}],
    ['enabled: false', { enabled: false }],
    ['a backend that is not enabled', { backend: 'aws' }],
  ])('that says %s is the same as none', (_, encryption) => {
    expect(composeTenant({ ...acme, encryption })).toEqual(composeTenant(acme));
  });

  test.each<[path: string, encryption: EncryptionSpec]>([
    ['encryption.backend', { backend: 'aws' }],
    ['encryption.backend', { ...vault, backend: 'vault-transit' }],
    ['encryption.backend', { backend: 'static', static: { secret: masterKeySecretRef } }],
    ['encryption.vault.namespace', { ...vault, vault: { endpoint, namespace: 'team' } }],
    ['encryption.vault.kvMount', { ...vault, vault: { endpoint, kvMount: 'kv' } }],
    ['encryption.vault.keyPrefix', { ...vault, vault: { endpoint, keyPrefix: 'keys' } }],
    [
      'encryption.vault.auth',
      { enabled: true, backend: 'vault', vault: { endpoint, auth: { method: 'kubernetes', role: 'r' } } },
    ],
  ])('has no %s, which compatibility mode refuses and a Tenant manifest loses', (path, encryption) => {
    expect(checkTenant(asOperator({ ...acme, encryption })).map(finding)).toEqual([
      `error ${path} [compatibility]`,
    ]);
    const { manifest, warnings } = toTenantManifest({ ...acme, encryption });
    expect(warnings.map(finding)).toEqual([`warning ${path} [manifest-loss]`]);
    expect(manifest.spec).not.toHaveProperty('encryption');
  });

  test('is carried by the Tenant manifest and read back from it', () => {
    const spec = { ...acme, encryption: vault };
    const { manifest, warnings } = toTenantManifest(spec);
    expect(warnings).toEqual([]);
    expect(manifest.spec.encryption).toEqual(vault);
    const [read] = parseTenants(toYaml([manifest])).tenants;
    expect(read?.spec.encryption).toEqual(vault);
  });

  test('in a Tenant manifest has no field that the operator would drop', () => {
    const encryption = { backend: 'aws', vault: { endpoint, kvMount: 'kv' } };
    const manifest = {
      apiVersion: 'rustfs.com/v1alpha1',
      kind: 'Tenant',
      metadata: { name: 'acme', namespace: 'storage' },
      spec: { ...acme, name: undefined, namespace: undefined, placement: undefined, encryption },
    };
    const { problems } = parseTenants(JSON.stringify(manifest));
    expect(problems.filter(({ severity }) => severity === 'error').map(({ message }) => message)).toEqual([
      `"backend: aws" is not a field of the Tenant custom resource's spec; the operator would drop it.`,
      '"encryption" has no field "vault" where backend is "aws".',
      `"kvMount" is not a field of the Tenant custom resource's spec; the operator would drop it.`,
    ]);
  });
});

describe('The custom resource definition of encryption', () => {
  const crd: unknown = parse(readFileSync(join(__dirname, '../../crds/tenants.rustfs.com.yaml'), 'utf8'));

  test('has the fields of the operator, and no other', () => {
    const { properties, 'x-kubernetes-validations': rules } = encryptionSchema(crd);
    expect(Object.keys(properties)).toEqual([
      'enabled',
      'backend',
      'defaultKeyId',
      'local',
      'vault',
      'kmsSecret',
    ]);
    expect(properties.backend).toMatchObject({ enum: ['local', 'vault'], default: 'local' });
    expect(properties.enabled).toMatchObject({ type: 'boolean', default: false });
    expect(properties.vault).toMatchObject({ properties: { endpoint: { type: 'string' } } });
    expect(Object.keys(Object(properties.vault).properties)).toEqual(['endpoint']);
    expect(rules).toEqual([
      { rule: expect.stringContaining('masterKeySecretRef'), message: expect.any(String) },
    ]);
  });
});

describe('Encryption beyond the operator', () => {
  test("in Vault's KV engine says namespace, mount and path", () => {
    const more = { namespace: 'team', kvMount: 'kv', keyPrefix: 'rustfs/keys' };
    expect(variablesOf({ ...vault, vault: { endpoint, ...more } }).slice(2)).toEqual([
      `RUSTFS_KMS_VAULT_ADDRESS=${endpoint}`,
      fromSecret('RUSTFS_KMS_VAULT_TOKEN', 'vault', 'vault-token'),
      'RUSTFS_KMS_VAULT_NAMESPACE=team',
      'RUSTFS_KMS_VAULT_KV_MOUNT=kv',
      'RUSTFS_KMS_VAULT_KEY_PREFIX=rustfs/keys',
    ]);
  });

  test("in Vault's transit engine says its mount and where its notes lie", () => {
    const more = { mountPath: 'keys', metadataKvMount: 'kv', metadataPrefix: 'notes' };
    expect(variablesOf({ ...vault, backend: 'vault-transit', vault: { endpoint, ...more } })).toEqual([
      'RUSTFS_KMS_ENABLE=true',
      'RUSTFS_KMS_BACKEND=vault-transit',
      `RUSTFS_KMS_VAULT_ADDRESS=${endpoint}`,
      fromSecret('RUSTFS_KMS_VAULT_TOKEN', 'vault', 'vault-token'),
      'RUSTFS_KMS_VAULT_MOUNT_PATH=keys',
      'RUSTFS_KMS_VAULT_TRANSIT_METADATA_KV_MOUNT=kv',
      'RUSTFS_KMS_VAULT_TRANSIT_METADATA_PREFIX=notes',
    ]);
  });

  test('proves itself to Vault by one method', () => {
    const secret = { name: 'vault', key: 'k' };
    expect(variablesOfAuth({ method: 'token', secret })).toEqual([
      fromSecret('RUSTFS_KMS_VAULT_TOKEN', 'vault', 'k'),
    ]);
    expect(variablesOfAuth({ method: 'tokenFile', path: '/vault/secrets/token' })).toEqual([
      'RUSTFS_KMS_VAULT_TOKEN_FILE=/vault/secrets/token',
    ]);
    expect(variablesOfAuth({ method: 'appRole', roleId: 'r', secretId: secret, mount: 'm' })).toEqual([
      'RUSTFS_KMS_VAULT_APPROLE_ROLE_ID=r',
      'RUSTFS_KMS_VAULT_APPROLE_SECRET_ID_FILE=/etc/rustfs/kms/approle-secret-id',
      'RUSTFS_KMS_VAULT_APPROLE_MOUNT=m',
    ]);
    expect(variablesOfAuth({ method: 'kubernetes', role: 'r', mount: 'm' })).toEqual([
      'RUSTFS_KMS_VAULT_KUBERNETES_ROLE=r',
      'RUSTFS_KMS_VAULT_KUBERNETES_MOUNT=m',
      'RUSTFS_KMS_VAULT_KUBERNETES_JWT_PATH=/etc/rustfs/kms/token',
    ]);
  });

  test("mounts a token of the ServiceAccount for Vault alone, and not the account's own", () => {
    const auth: VaultAuth = { method: 'kubernetes', role: 'r', audience: 'vault', expirationSeconds: 900 };
    const encryption: EncryptionSpec = { enabled: true, backend: 'vault', vault: { endpoint, auth } };
    expect(filesOf(encryption)).toEqual({
      volumes: [
        {
          name: 'rustfs-kms',
          projected: {
            sources: [{ serviceAccountToken: { path: 'token', audience: 'vault', expirationSeconds: 900 } }],
          },
        },
      ],
      mounts: [{ name: 'rustfs-kms', mountPath: '/etc/rustfs/kms', readOnly: true }],
    });
    expect(podSpec({ ...acme, encryption }).automountServiceAccountToken).toBe(false);
  });

  test('mounts what RustFS reads from files as a directory, which follows the Secret', () => {
    const secret = { name: 'kms', key: 'k' };
    const sources = (path: string) => [{ secret: { name: 'kms', items: [{ key: 'k', path }] } }];
    const mounts = [{ name: 'rustfs-kms', mountPath: '/etc/rustfs/kms', readOnly: true }];
    const auth: VaultAuth = { method: 'appRole', roleId: 'r', secretId: secret };
    expect(filesOf({ enabled: true, backend: 'vault', vault: { endpoint, auth } })).toEqual({
      volumes: [{ name: 'rustfs-kms', projected: { sources: sources('approle-secret-id') } }],
      mounts,
    });
    expect(filesOf({ enabled: true, backend: 'static', static: { secret } })).toEqual({
      volumes: [{ name: 'rustfs-kms', projected: { sources: sources('key') } }],
      mounts,
    });
  });

  test('by a key of the tenant leaves its id to the key', () => {
    expect(variablesOf({ enabled: true, backend: 'static', static: { secret: masterKeySecretRef } })).toEqual(
      [
        'RUSTFS_KMS_ENABLE=true',
        'RUSTFS_KMS_BACKEND=static',
        'RUSTFS_KMS_STATIC_SECRET_KEY_FILE=/etc/rustfs/kms/key',
      ],
    );
  });

  test('by AWS says region and endpoint', () => {
    const aws = { region: 'eu-west-1', endpointUrl: 'https://kms.example.com' };
    expect(variablesOf({ enabled: true, backend: 'aws', aws, defaultKeyId: 'main' })).toEqual([
      'RUSTFS_KMS_ENABLE=true',
      'RUSTFS_KMS_BACKEND=aws',
      'RUSTFS_KMS_AWS_REGION=eu-west-1',
      'RUSTFS_KMS_AWS_ENDPOINT_URL=https://kms.example.com',
      'RUSTFS_KMS_DEFAULT_KEY_ID=main',
    ]);
  });
});

/** The schema of `spec.encryption` in a custom resource definition. */
function encryptionSchema(crd: unknown): {
  readonly properties: Readonly<Record<string, unknown>>;
  readonly 'x-kubernetes-validations': unknown;
} {
  const [version] = Object(crd).spec.versions;
  return version.schema.openAPIV3Schema.properties.spec.properties.encryption;
}
