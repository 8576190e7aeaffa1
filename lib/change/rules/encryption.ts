import { error, warning, type Problem } from '../../tenant/problem';
import {
  iamMasterKey,
  iamOldKeys,
  isReference,
  keyList,
  kmsSwitch,
  literalKey,
  sseMasterKey,
  variableSources,
  type EncryptionSettings,
} from '../encryption-settings';
import type { EncryptionIdentity, PoolIdentity } from '../identity';
import type { ObservedTenant } from '../observed';

/**
 * RustFS keeps with an object which key it was encrypted with, not where that key is: with other settings it asks
 * another place. The names of the settings are told, never what they say: it may be secret.
 */
export function encryptionProblems(before: ObservedTenant, now: ObservedTenant): Problem[] {
  const pairs = pairsOf(before.pools, now.pools);
  const added = pairs.some(({ old, current }) => {
    const [was, is] = [old.keySettings.get(variableSources), current.keySettings.get(variableSources)];
    return was !== is && is !== undefined;
  });
  const lost = problemsOf(
    pairs.flatMap(({ old, current }) => lostSettings(old.keySettings, current.keySettings)),
  );
  return [...lost, ...(added && !lost.some(({ path }) => path === 'env') ? [unseen()] : [])];
}

/** The same, by what the lock has of the pools. Where it knows nothing, nothing was told of encryption yet. */
export function encryptionLosses(known: readonly PoolIdentity[], now: readonly PoolIdentity[]): Problem[] {
  return problemsOf(
    pairsOf(known, now).flatMap(({ old, current }) =>
      lostSettings(settingsOf(old.encryption), settingsOf(current.encryption)),
    ),
  );
}

/** Whether servers are told of keys that they had none of before. */
export function isEncryptionNew(before: ObservedTenant, now: ObservedTenant): boolean {
  const names = (tenant: ObservedTenant) =>
    new Set(tenant.pools.flatMap(({ keySettings }) => [...keySettings.keys()]));
  const former = names(before);
  return [kmsSwitch, sseMasterKey, iamMasterKey].some((name) => names(now).has(name) && !former.has(name));
}

function pairsOf<P extends PoolIdentity>(before: readonly P[], now: readonly P[]) {
  return now.flatMap((current) => {
    const old = before.find(({ statefulSet }) => statefulSet === current.statefulSet);
    return old === undefined ? [] : [{ old, current }];
  });
}

function settingsOf(told: EncryptionIdentity = {}): EncryptionSettings {
  return new Map(Object.entries(told));
}

function problemsOf(lost: readonly string[]): Problem[] {
  const names = [...new Set(lost)];
  const kms = names.filter((name) => name.startsWith('RUSTFS_KMS_'));
  const keys = names.filter((name) => !name.startsWith('RUSTFS_KMS_'));
  return [
    ...(kms.length > 0 ? [unreadable('encryption', kms)] : []),
    ...(keys.length > 0 ? [unreadable('env', keys)] : []),
  ];
}

function lostSettings(before: EncryptionSettings, now: EncryptionSettings): string[] {
  const changed = [...new Set([...before.keys(), ...now.keys()])].filter(
    (name) => before.get(name) !== now.get(name),
  );
  const lost = changed.filter((name) => {
    switch (name) {
      case iamMasterKey:
      case iamOldKeys:
        return false;
      case sseMasterKey:
        return before.has(name);
      case variableSources:
        return !isWithin(before.get(name), now.get(name));
      case kmsSwitch:
        // What is switched on by a reference stays so by no other.
        return before.has(name) && now.get(name) !== 'true';
      default:
        return before.has(kmsSwitch);
    }
  });
  return [...lost, ...lostKeyring(before, now)];
}

/** Whether every source is still there, in its order: of two that say the same the later wins. */
function isWithin(before = '', now = ''): boolean {
  const sources = now.split(', ');
  const places = before.split(', ').map((source) => sources.indexOf(source));
  return before === '' || places.every((place, i) => place !== -1 && place > (places[i - 1] ?? -1));
}

/**
 * IAM tries its key and then every old one (crates/iam/src/keyring.rs): none may be gone that was there. What a reference
 * says nobody sees; with a new key, the list of the old ones may be a new one and is believed to have the former.
 */
function lostKeyring(before: EncryptionSettings, now: EncryptionSettings): string[] {
  const keys = keysOf(now.get(iamMasterKey)).concat(keysOf(now.get(iamOldKeys)));
  const isLost = (name: string) => keysOf(before.get(name)).some((key) => !keys.includes(key));
  const lost = [iamMasterKey, iamOldKeys].filter(isLost);
  const list = now.get(iamOldKeys) ?? '';
  const isBelieved = isReference(list) || list === literalKey;
  const isRotated = now.has(iamMasterKey) && now.get(iamMasterKey) !== before.get(iamMasterKey);
  if (isRotated && isBelieved) return [];
  // Without a key of its own IAM writes in plain text from then on.
  return before.has(iamMasterKey) && !now.has(iamMasterKey) ? [...new Set([iamMasterKey, ...lost])] : lost;
}

function keysOf(text = ''): string[] {
  if (isReference(text)) return [text];
  return keyList(text);
}

/** The settings of the AWS SDK count where RustFS's own say nothing. */
const others: Readonly<Record<string, string>> = {
  RUSTFS_KMS_AWS_REGION: ' (or AWS_REGION, AWS_DEFAULT_REGION, AWS_PROFILE, AWS_CONFIG_FILE)',
  RUSTFS_KMS_AWS_ENDPOINT_URL: ' (or AWS_ENDPOINT_URL_KMS, AWS_ENDPOINT_URL)',
};

function unreadable(path: string, names: readonly string[]): Problem {
  const isOff = names.includes(kmsSwitch);
  const isIam = names.every((name) => name === iamMasterKey || name === iamOldKeys);
  const what = isIam
    ? 'The users and policies that were encrypted so far'
    : 'What was encrypted so far, objects and settings,';
  const by = names.map((name) => `${name}${others[name] ?? ''}`).join(', ');
  return error(
    path,
    'encryption-changed',
    `${isOff ? 'Encryption would be turned off' : `The encryption would change by ${by}`}. ${what} would become unreadable: RustFS would no longer find the keys.`,
    isIam
      ? `Put it back. To rotate the key, set the new one as ${iamMasterKey} and name the old one in ${iamOldKeys}, beside those that are there.`
      : names.includes(variableSources)
        ? 'Put it back: what the source carries, only the cluster knows. What is no longer wanted of it, take out of the Secret or ConfigMap.'
        : 'Put the old settings back. For others, declare a new tenant with them and copy the objects over S3.',
  );
}

function unseen(): Problem {
  return warning(
    'env',
    'encryption-changed',
    'The servers would take variables from another Secret or ConfigMap as a whole (envFrom). What it carries, only the cluster knows: it may say where keys are, or how large erasure sets are.',
    'See that it carries nothing of RUSTFS_KMS_, RUSTFS_IAM_MASTER_KEY, RUSTFS_SSE_S3_MASTER_KEY or RUSTFS_ERASURE_SET_DRIVE_COUNT, or name its variables under env.',
  );
}
