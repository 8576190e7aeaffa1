import { defaultKeyDirectory } from '../tenant/encryption/wiring';
import type { LiveDrives } from './drives';
import { fieldsAt, named, saying, textAt, type Fields } from './value';

/** Whether a variable is one of encryption: the operator lets nobody set such a one by `env`. */
export function isEncryptionVariable(value: unknown): boolean {
  return textAt(value, 'name')?.startsWith('RUSTFS_KMS_') ?? false;
}

/** The `encryption` from which the operator made these variables (contract 6); empty where there is none. */
export function operatorEncryption(
  variables: readonly unknown[],
  { path }: Pick<LiveDrives, 'path'>,
): Fields {
  const own = variables.filter(isEncryptionVariable);
  const text = (name: string) => textAt(named(own, `RUSTFS_KMS_${name}`), 'value');
  const secret = (name: string) => fieldsAt(named(own, `RUSTFS_KMS_${name}`), 'valueFrom', 'secretKeyRef');
  if (own.length === 0) return {};
  const backend = text('BACKEND');
  const key = saying({ defaultKeyId: text('DEFAULT_KEY_ID') });
  if (backend === 'vault') {
    const token = textAt(secret('VAULT_TOKEN'), 'name');
    return {
      enabled: true,
      backend,
      vault: { endpoint: text('VAULT_ADDRESS') ?? '' },
      ...saying({ kmsSecret: token === undefined ? undefined : { name: token } }),
      ...key,
    };
  }
  const directory = text('KEY_DIR');
  const { name, key: secretKey } = secret('LOCAL_MASTER_KEY');
  const local = saying({
    keyDirectory: directory === defaultKeyDirectory({ path }) ? undefined : directory,
    masterKeySecretRef: name === undefined ? undefined : { name, key: secretKey },
    allowInsecureDevDefaults: text('ALLOW_INSECURE_DEV_DEFAULTS') === 'true' || undefined,
  });
  return { enabled: true, ...saying({ backend: backend === 'local' ? undefined : backend, local }), ...key };
}
