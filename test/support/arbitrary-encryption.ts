import fc from 'fast-check';
import type { EncryptionSpec, PoolSpec, VaultAuth } from 'rustfs-constructs';

const kmsSecret = { name: 'vault' };
const endpoint = 'https://vault.example.com:8200';

/** Encryption as the operator has it, as far as these pools can have it; undefined for none. */
export const operatorEncryption: fc.Arbitrary<(pools: readonly PoolSpec[]) => EncryptionSpec | undefined> = fc
  .record({
    kind: fc.constantFrom('none', 'empty', 'vault', 'local'),
    common: fc.record(
      { enabled: fc.boolean(), defaultKeyId: fc.constantFrom('', 'main') },
      { requiredKeys: [] },
    ),
    namesDirectory: fc.boolean(),
  })
  .map(({ kind, common, namesDirectory }) => (pools): EncryptionSpec | undefined => {
    const isLone = pools.reduce((sum, { servers }) => sum + servers, 0) === 1;
    if (kind === 'none') return undefined;
    if (kind === 'vault') return { ...common, backend: 'vault', vault: { endpoint }, kmsSecret };
    if (kind === 'empty' || !isLone) return { enabled: false };
    const path = (pools[0]?.persistence.path ?? '/data').replace(/\/+$/, '');
    const masterKeySecretRef = { name: 'kms', key: 'master.key' };
    const directory = namesDirectory ? { keyDirectory: `${path}/rustfs0/keys` } : {};
    return { ...common, local: { masterKeySecretRef, ...directory } };
  });

const auth = fc.constantFrom<VaultAuth[]>(
  { method: 'token', secret: { name: 'vault', key: 'token' } },
  { method: 'tokenFile', path: '/vault/secrets/token' },
  { method: 'appRole', roleId: 'rustfs', secretId: { name: 'vault', key: 'secret-id' } },
  { method: 'appRole', roleId: 'rustfs', secretId: { name: 'vault', key: 'id' }, mount: 'apps' },
  { method: 'kubernetes', role: 'rustfs' },
  { method: 'kubernetes', role: 'rustfs', mount: 'k8s', audience: 'vault', expirationSeconds: 600 },
);

const address = fc.record(
  { endpoint: fc.constant(endpoint), auth, namespace: fc.constant('team') },
  { requiredKeys: ['endpoint', 'auth'] },
);

/** Encryption that only the default profile has. */
export const furtherEncryption: fc.Arbitrary<EncryptionSpec> = fc.oneof(
  fc.tuple(address, fc.constantFrom({}, { kvMount: 'kv', keyPrefix: 'rustfs' })).map(([vault, kv]) => ({
    enabled: true,
    backend: 'vault' as const,
    vault: { ...vault, ...kv },
  })),
  fc
    .tuple(address, fc.constantFrom({}, { mountPath: 'keys', metadataKvMount: 'kv', metadataPrefix: 'p' }))
    .map(([vault, transit]) => ({
      enabled: true,
      backend: 'vault-transit' as const,
      vault: { ...vault, ...transit },
      defaultKeyId: 'main',
    })),
  fc.constantFrom<EncryptionSpec[]>(
    { enabled: true, backend: 'vault-transit', vault: { endpoint }, kmsSecret },
    { enabled: true, backend: 'static', static: { secret: { name: 'kms', key: 'key' } } },
    { enabled: true, backend: 'aws' },
    { enabled: true, backend: 'aws', aws: { region: 'eu-west-1', endpointUrl: 'https://kms.example.com' } },
    { enabled: false, backend: 'aws' },
  ),
);
