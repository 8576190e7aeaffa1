import { awsConfigFile, awsPlaces, isOfProfile } from './aws-settings';
import { drivePlaces } from './drive-places';
import { itemsAt, textAt, type Fields } from './fields';
import { fingerprint } from './fingerprint';
import type { EncryptionIdentity } from './identity';
import { fileSource } from './key-files';
import { effectiveVariables, openText, referenceText, variableTexts } from './server';

/** What the keys of encrypted data depend on, by the variables that say it, each as one text to compare. */
export type EncryptionSettings = ReadonlyMap<string, string>;

export const kmsSwitch = 'RUSTFS_KMS_ENABLE';
export const sseMasterKey = 'RUSTFS_SSE_S3_MASTER_KEY';
export const iamMasterKey = 'RUSTFS_IAM_MASTER_KEY';
export const iamOldKeys = 'RUSTFS_IAM_MASTER_KEY_OLD_KEYS';

/** The objects of which a container takes every entry as a variable. What those are, only the cluster knows. */
export const variableSources = 'envFrom';

/** How RustFS logs in, how it goes about it, what it allows, and the key of new objects: no key is lost by another. */
const harmless =
  /^RUSTFS_KMS_(ENABLE$|DEFAULT_KEY_ID$|VAULT_(TOKEN|APPROLE|KUBERNETES|SKIP_TLS_VERIFY)|AWS_|ALLOW_|ENFORCE_|PROBE_|ROTATION_|BACKUP_DIR$|ENABLE_CACHE$|TIMEOUT_SECS$|RETRY_ATTEMPTS$)/;

/** What RustFS takes where nothing is said (server contract 1.5); saying it is no change. */
const defaults: Readonly<Record<string, string>> = {
  RUSTFS_KMS_BACKEND: 'local',
  RUSTFS_KMS_VAULT_KV_MOUNT: 'secret',
  RUSTFS_KMS_VAULT_KEY_PREFIX: 'rustfs/kms/keys',
  RUSTFS_KMS_VAULT_MOUNT_PATH: 'transit',
  RUSTFS_KMS_VAULT_TRANSIT_METADATA_KV_MOUNT: 'secret',
  RUSTFS_KMS_VAULT_TRANSIT_METADATA_PREFIX: 'rustfs/kms/transit-metadata',
};

const backends: readonly string[] = ['local', 'vault-kv2', 'vault-transit', 'static', 'aws'];

/** Whose text says where keys are, and is none. Any other literal may be a secret. */
const tellable =
  /^RUSTFS_KMS_(ENABLE|BACKEND|KEY_DIR|LOCAL_KEY_DIR|AWS_REGION|AWS_ENDPOINT_URL|VAULT_(ADDRESS|NAMESPACE|KV_MOUNT|KEY_PREFIX|MOUNT_PATH|TRANSIT_METADATA_KV_MOUNT|TRANSIT_METADATA_PREFIX)|\w+_FILE)$/;

/** What the lock has for a key that stands in a variable as it is. */
export const literalKey = 'a literal value';

const reference = /^(secretKeyRef|configMapKeyRef) |^\{/;

/** The keys of a list as RustFS reads one: apart by commas. */
export function keyList(text: string): string[] {
  return text
    .split(',')
    .map((key) => key.trim())
    .filter((key) => key !== '');
}

/** Whether a setting is told by a reference, of which nobody but the cluster knows what it says. */
export function isReference(text: string): boolean {
  return reference.test(text);
}

/**
 * The settings as the lock keeps them: references as they stand, the fingerprint of where keys are, as a program may have
 * an address for a secret, and of a key that stands in a variable only that it does. No digest of such a key: what is
 * short enough to be remembered could be guessed from that.
 */
export function toldSettings(settings: EncryptionSettings): EncryptionIdentity {
  return Object.fromEntries([...settings].map(([name, text]) => [name, toldText(name, text)]));
}

function toldText(name: string, text: string): string {
  const isPlain = name === kmsSwitch || name === variableSources || backends.includes(text);
  if (isPlain || isReference(text)) return text;
  // A password in an address is none of where it leads.
  return tellable.test(name) ? fingerprint(text.replace(/\/\/[^/@\s]*@/, '//')) : literalKey;
}

/** What a StatefulSet's servers are told of their keys; nothing of a KMS that is not switched on. */
export function encryptionSettings(statefulSet: Fields, server: Fields): EncryptionSettings {
  const variables = effectiveVariables(server);
  const switched = variables.get(kmsSwitch);
  const isOn = isSwitchedOn(switched);
  const told = teller(statefulSet, server, variables);
  const isKept = (name: string) =>
    [sseMasterKey, iamMasterKey, iamOldKeys].includes(name) ||
    (isOn && name.startsWith('RUSTFS_KMS_') && !harmless.test(name));
  const said = [...variables.keys()]
    .filter(isKept)
    .map((name) => [name, told(name)] as const)
    .filter(([name, text]) => text !== '' && text !== defaults[name]);
  const sources = itemsAt(server, 'envFrom').map(sourceText).join(', ');
  return new Map([
    ...(isOn ? [[kmsSwitch, told(kmsSwitch)] as const] : []),
    ...said,
    ...(isOn ? awsSettings(told) : []),
    ...(sources === '' ? [] : [[variableSources, sources] as const]),
  ]);
}

/** For AWS, or a backend that nobody can see. */
function awsSettings(told: (name: string) => string): (readonly [name: string, text: string])[] {
  const backend = told('RUSTFS_KMS_BACKEND');
  if (backend === '' || (backend !== 'aws' && backends.includes(backend))) return [];
  return awsPlaces.flatMap((names) => {
    const [own] = names;
    const found = names.find((name) => told(name) !== '');
    if (found === undefined) return [];
    const text = isOfProfile(found)
      ? `profile ${told('AWS_PROFILE')} of ${told(awsConfigFile)}`
      : told(found);
    return [[own, text] as const];
  });
}

function sourceText(source: Fields): string {
  const kind = ['secretRef', 'configMapRef'].find((each) => source[each] !== undefined) ?? 'unknown';
  const prefix = textAt(source, 'prefix') ?? '';
  return `${kind} ${textAt(source, kind, 'name') ?? ''}${prefix === '' ? '' : ` as ${prefix}`}`;
}

/** Whether it may be on: what is no word for off is kept as it stands, so that another is seen. */
function isSwitchedOn(variable: Fields | undefined): boolean {
  if (variable === undefined) return false;
  return (
    variable.valueFrom !== undefined || !/^(|n|no|f|false|off|0)$/i.test(textAt(variable, 'value') ?? '')
  );
}

function switchText(text: string): string {
  return /^(y|yes|t|true|on|1)$/i.test(text) ? 'true' : text;
}

/** What each variable of a server says of its keys, as one text to compare. */
function teller(statefulSet: Fields, server: Fields, variables: Variables): (name: string) => string {
  const texts = variableTexts(server);
  return (name) => {
    const variable = variables.get(name);
    const from = variable && referenceText(variable);
    if (from !== undefined) return from;
    const value = texts.get(name) ?? openText(textAt(variable, 'value') ?? '', variables);
    if (value === '') return '';
    if (name === kmsSwitch) return switchText(value);
    if (name === 'RUSTFS_KMS_BACKEND') return value === 'vault' ? 'vault-kv2' : value;
    if (name.endsWith('KEY_DIR')) return `${value} in ${drivePlaces(statefulSet, server, [value]).join('')}`;
    return name.endsWith('_FILE') ? `${value} ${fileSource(value, statefulSet, server)}` : value;
  };
}

type Variables = ReturnType<typeof effectiveVariables>;
