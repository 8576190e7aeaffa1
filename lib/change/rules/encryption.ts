import { error, type Problem } from '../../tenant/problem';
import { iamMasterKey, iamOldKeys, sseMasterKey, type EncryptionSettings } from '../encryption-settings';
import type { ObservedTenant } from '../observed';

/**
 * RustFS keeps with an object which key it was encrypted with, not where that key is: with other settings it asks
 * another place. The names of the settings are told, never what they say: it may be secret.
 */
export function encryptionProblems(before: ObservedTenant, now: ObservedTenant): Problem[] {
  const lost = new Set(
    now.pools.flatMap((pool) => {
      const former = before.pools.find(({ statefulSet }) => statefulSet === pool.statefulSet);
      return former === undefined ? [] : lostSettings(former.keySettings, pool.keySettings);
    }),
  );
  const kms = [...lost].filter((name) => name.startsWith('RUSTFS_KMS_'));
  const keys = [...lost].filter((name) => !name.startsWith('RUSTFS_KMS_'));
  return [
    ...(kms.length > 0 ? [unreadable('encryption', kms)] : []),
    ...(keys.length > 0 ? [unreadable('env', keys)] : []),
  ];
}

/** Whether servers are told of keys that they had none of before. */
export function isEncryptionNew(before: ObservedTenant, now: ObservedTenant): boolean {
  const names = (tenant: ObservedTenant) =>
    new Set(tenant.pools.flatMap(({ keySettings }) => [...keySettings.keys()]));
  const former = names(before);
  return ['RUSTFS_KMS_ENABLE', sseMasterKey, iamMasterKey].some(
    (name) => names(now).has(name) && !former.has(name),
  );
}

function lostSettings(before: EncryptionSettings, now: EncryptionSettings): string[] {
  const changed = [...new Set([...before.keys(), ...now.keys()])].filter(
    (name) => before.get(name) !== now.get(name),
  );
  return changed.filter((name) => {
    if (name === iamOldKeys) return false;
    if (name === sseMasterKey) return before.has(name);
    // IAM tries the old keys as well (crates/iam/src/keyring.rs).
    if (name === iamMasterKey) return before.has(name) && !(now.has(name) && now.has(iamOldKeys));
    return before.has('RUSTFS_KMS_ENABLE');
  });
}

function unreadable(path: string, names: readonly string[]): Problem {
  const isOff = names.includes('RUSTFS_KMS_ENABLE');
  const isIam = names.every((name) => name === iamMasterKey);
  const what = isIam
    ? 'The users and policies that were encrypted so far'
    : 'What was encrypted so far, objects and settings,';
  return error(
    path,
    'encryption-changed',
    `${isOff ? 'Encryption would be turned off' : `The encryption would change by ${names.join(', ')}`}. ${what} would become unreadable: RustFS would no longer find the keys.`,
    isIam
      ? `Put it back. To rotate the key, set the new one as ${iamMasterKey} and name the old one in ${iamOldKeys}.`
      : 'Put the old settings back. For others, declare a new tenant with them and copy the objects over S3.',
  );
}
