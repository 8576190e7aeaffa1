import type { EnvVar } from 'kubernetes-types/core/v1';
import { defined } from '../../defined';
import { filePath, filesVolume, projectedVolume } from '../mounted-files';
import { fromSecret, switchVariable, textVariable } from '../variables';
import { drivePath, type PoolDrives } from '../volumes';
import { wiring, type Wiring } from '../wiring';
import type { EncryptionSpec, VaultEncryption, VaultTransitEncryption } from './spec';
import type { VaultAuth } from './vault-auth';

/** The name of the volume of what RustFS needs to reach its keys. */
const kmsFiles = 'kms';

/** The key of Vault's token in `kmsSecret` (operator contract 6). */
const vaultTokenKey = 'vault-token';

/**
 * What encryption adds to the pod. For what the operator has, these are its variables in its order (contract 2.6
 * and 6); they stand after the user's.
 */
export function encryptionWiring(encryption: EncryptionSpec | undefined, drives: PoolDrives): Wiring {
  if (encryption?.enabled !== true) return wiring({});
  const { env, ...storage } = backendWiring(encryption, drives);
  return wiring({
    ...storage,
    env: [
      { name: 'RUSTFS_KMS_ENABLE', value: 'true' },
      { name: 'RUSTFS_KMS_BACKEND', value: encryption.backend ?? 'local' },
      ...env,
      // The static backend's key says its own id.
      ...(encryption.backend === 'static'
        ? []
        : textVariable('RUSTFS_KMS_DEFAULT_KEY_ID', encryption.defaultKeyId)),
    ],
  });
}

/** The directory of local keys where the declaration names none: on the first drive. */
export function defaultKeyDirectory(drives: PoolDrives): string {
  return `${drivePath(drives, 0)}/.kms-keys`;
}

function backendWiring(encryption: EncryptionSpec, drives: PoolDrives): Wiring {
  switch (encryption.backend) {
    case 'vault':
    case 'vault-transit':
      return vaultWiring(encryption);
    case 'static': {
      const { secret } = encryption.static;
      const env = [{ name: 'RUSTFS_KMS_STATIC_SECRET_KEY_FILE', value: filePath(kmsFiles, 'key') }];
      return wiring({ env, ...filesVolume(kmsFiles, [{ path: 'key', from: 'Secret', ...secret }]) });
    }
    case 'aws': {
      const { region, endpointUrl, allowInsecureDevDefaults } = encryption.aws ?? {};
      return wiring({
        env: [
          ...textVariable('RUSTFS_KMS_AWS_REGION', region),
          ...textVariable('RUSTFS_KMS_AWS_ENDPOINT_URL', endpointUrl),
          ...insecure(allowInsecureDevDefaults),
        ],
      });
    }
    default: {
      const { keyDirectory, masterKeySecretRef, allowInsecureDevDefaults } = encryption.local ?? {};
      return wiring({
        env: [
          { name: 'RUSTFS_KMS_KEY_DIR', value: keyDirectory ?? defaultKeyDirectory(drives) },
          ...(masterKeySecretRef ? [fromSecret('RUSTFS_KMS_LOCAL_MASTER_KEY', masterKeySecretRef)] : []),
          ...insecure(allowInsecureDevDefaults),
        ],
      });
    }
  }
}

function vaultWiring(encryption: VaultEncryption | VaultTransitEncryption): Wiring {
  const { vault, kmsSecret } = encryption;
  const auth: VaultAuth | undefined =
    vault.auth ?? (kmsSecret && { method: 'token', secret: { name: kmsSecret.name, key: vaultTokenKey } });
  const { env, ...storage } = auth === undefined ? wiring({}) : authWiring(auth);
  return wiring({
    ...storage,
    env: [
      { name: 'RUSTFS_KMS_VAULT_ADDRESS', value: vault.endpoint },
      ...env,
      ...textVariable('RUSTFS_KMS_VAULT_NAMESPACE', vault.namespace),
      ...(encryption.backend === 'vault' ? kvVariables(encryption) : transitVariables(encryption)),
      ...insecure(vault.allowInsecureDevDefaults),
    ],
  });
}

function kvVariables({ vault }: VaultEncryption): EnvVar[] {
  return [
    ...textVariable('RUSTFS_KMS_VAULT_KV_MOUNT', vault.kvMount),
    ...textVariable('RUSTFS_KMS_VAULT_KEY_PREFIX', vault.keyPrefix),
  ];
}

function transitVariables({ vault }: VaultTransitEncryption): EnvVar[] {
  return [
    ...textVariable('RUSTFS_KMS_VAULT_MOUNT_PATH', vault.mountPath),
    ...textVariable('RUSTFS_KMS_VAULT_TRANSIT_METADATA_KV_MOUNT', vault.metadataKvMount),
    ...textVariable('RUSTFS_KMS_VAULT_TRANSIT_METADATA_PREFIX', vault.metadataPrefix),
  ];
}

function authWiring(auth: VaultAuth): Wiring {
  switch (auth.method) {
    case 'token':
      return wiring({ env: [fromSecret('RUSTFS_KMS_VAULT_TOKEN', auth.secret)] });
    case 'tokenFile':
      return wiring({ env: [{ name: 'RUSTFS_KMS_VAULT_TOKEN_FILE', value: auth.path }] });
    case 'appRole': {
      const path = 'approle-secret-id';
      return wiring({
        env: [
          { name: 'RUSTFS_KMS_VAULT_APPROLE_ROLE_ID', value: auth.roleId },
          { name: 'RUSTFS_KMS_VAULT_APPROLE_SECRET_ID_FILE', value: filePath(kmsFiles, path) },
          ...textVariable('RUSTFS_KMS_VAULT_APPROLE_MOUNT', auth.mount),
        ],
        ...filesVolume(kmsFiles, [{ path, from: 'Secret', ...auth.secretId }]),
      });
    }
    case 'kubernetes': {
      const { role, mount, audience, expirationSeconds = 3600 } = auth;
      const token = { path: 'token', expirationSeconds, ...defined({ audience }) };
      return wiring({
        env: [
          { name: 'RUSTFS_KMS_VAULT_KUBERNETES_ROLE', value: role },
          ...textVariable('RUSTFS_KMS_VAULT_KUBERNETES_MOUNT', mount),
          { name: 'RUSTFS_KMS_VAULT_KUBERNETES_JWT_PATH', value: filePath(kmsFiles, token.path) },
        ],
        // The ServiceAccount's own token stays out of the pod (operator contract 2.2).
        ...projectedVolume(kmsFiles, [{ serviceAccountToken: token }]),
      });
    }
  }
}

function insecure(isAllowed: boolean | undefined): EnvVar[] {
  return switchVariable('RUSTFS_KMS_ALLOW_INSECURE_DEV_DEFAULTS', isAllowed);
}
