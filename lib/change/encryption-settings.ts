import { itemsAt, textAt, valueAt, type Fields } from './fields';

/** What the keys of encrypted data depend on, by the variables that say it, each as one text to compare. */
export type EncryptionSettings = ReadonlyMap<string, string>;

export const sseMasterKey = 'RUSTFS_SSE_S3_MASTER_KEY';
export const iamMasterKey = 'RUSTFS_IAM_MASTER_KEY';
export const iamOldKeys = 'RUSTFS_IAM_MASTER_KEY_OLD_KEYS';

/** How RustFS logs in, what it allows, and the key of new objects: no key is lost by another. */
const harmless =
  /^RUSTFS_KMS_(ENABLE$|DEFAULT_KEY_ID$|VAULT_(TOKEN|APPROLE|KUBERNETES|SKIP_TLS_VERIFY)|AWS_(ACCESS|SECRET|SESSION)|ALLOW_|ENFORCE_|PROBE_|ROTATION_|BACKUP_DIR$)/;

/** What RustFS takes where nothing is said (server contract 1.5); saying it is no change. */
const defaults: Readonly<Record<string, string>> = {
  RUSTFS_KMS_BACKEND: 'local',
  RUSTFS_KMS_VAULT_KV_MOUNT: 'secret',
  RUSTFS_KMS_VAULT_KEY_PREFIX: 'rustfs/kms/keys',
  RUSTFS_KMS_VAULT_MOUNT_PATH: 'transit',
  RUSTFS_KMS_VAULT_TRANSIT_METADATA_KV_MOUNT: 'secret',
  RUSTFS_KMS_VAULT_TRANSIT_METADATA_PREFIX: 'rustfs/kms/transit-metadata',
};

/** What a StatefulSet's servers are told of their keys; nothing of a KMS that is not switched on. */
export function encryptionSettings(statefulSet: Fields, server: Fields): EncryptionSettings {
  const variables = new Map(
    itemsAt(server, 'env').map((variable) => [textAt(variable, 'name') ?? '', variable]),
  );
  const isOn = isSwitchedOn(variables.get('RUSTFS_KMS_ENABLE'));
  const isKept = (name: string) =>
    [sseMasterKey, iamMasterKey, iamOldKeys].includes(name) ||
    (isOn && name.startsWith('RUSTFS_KMS_') && !harmless.test(name));
  const said = [...variables]
    .filter(([name]) => isKept(name))
    .map(([name, variable]) => [name, textOf(name, variable, statefulSet, server)] as const)
    .filter(([name, text]) => text !== '' && text !== defaults[name]);
  return new Map([...(isOn ? [['RUSTFS_KMS_ENABLE', 'true'] as const] : []), ...said]);
}

function isSwitchedOn(variable: Fields | undefined): boolean {
  if (variable === undefined) return false;
  return variable.valueFrom !== undefined || !/^(|false|0|off|no)$/i.test(textAt(variable, 'value') ?? '');
}

function textOf(name: string, variable: Fields, statefulSet: Fields, server: Fields): string {
  const { valueFrom } = variable;
  for (const kind of ['secretKeyRef', 'configMapKeyRef']) {
    const from = valueAt(valueFrom, kind);
    if (from !== undefined) return `${kind} ${textAt(from, 'name') ?? ''} ${textAt(from, 'key') ?? ''}`;
  }
  if (valueFrom !== undefined) return JSON.stringify(valueFrom);
  const value = textAt(variable, 'value') ?? '';
  if (name === 'RUSTFS_KMS_BACKEND') return value === 'vault' ? 'vault-kv2' : value;
  return name.endsWith('_FILE') ? `${value} ${fileSource(value, statefulSet, server)}` : value;
}

/** The Secret and key that a mounted file comes from; empty where it is of no Secret. */
function fileSource(file: string, statefulSet: Fields, server: Fields): string {
  const mount = itemsAt(server, 'volumeMounts').find(({ mountPath }) =>
    file.startsWith(`${String(mountPath)}/`),
  );
  const volume = itemsAt(statefulSet, 'spec', 'template', 'spec', 'volumes').find(
    ({ name }) => name === mount?.name,
  );
  const path = file.slice(String(mount?.mountPath ?? '').length + 1);
  const secrets = [
    ...itemsAt(volume, 'projected', 'sources').map((source) => valueAt(source, 'secret')),
    valueAt(volume, 'secret'),
  ];
  return secrets
    .flatMap((secret) =>
      itemsAt(secret, 'items')
        .filter((item) => item.path === path)
        .map(({ key }) => `${textAt(secret, 'secretName') ?? textAt(secret, 'name') ?? ''} ${String(key)}`),
    )
    .join(' ');
}
