import { awsPlacesIn, variablesOf } from '../aws-settings';
import { iamMasterKey, iamOldKeys, keyList, type EncryptionSettings } from '../encryption-settings';
import type { Fields } from '../fields';
import type { KeyFile } from '../key-files';
import { variablesFrom, variableSources } from '../pod-references';
import { settingValue } from '../referred-value';
import type { StayingTenant } from './effect';

/** A Secret or ConfigMap, and the keys whose values are not the same. */
export interface Changed {
  readonly kind: string;
  readonly name: string;
  readonly old: ReadonlyMap<string, unknown>;
  readonly now: ReadonlyMap<string, unknown>;
  readonly keys: readonly string[];
}

/** A variable that takes its value from a key that changes. */
export interface TakenVariable {
  readonly variable: string;
  readonly from: string;
  readonly isOptional: boolean;
}

/** The variables of a tenant's servers that take their values from keys that change. */
export function takenVariables({ sets }: StayingTenant, { kind, name, keys }: Changed): TakenVariable[] {
  return sets.flatMap(({ object }) => [
    ...variableSources(object)
      .filter((source) => source.kind === kind && source.name === name && keys.includes(source.key))
      .map(({ variable, key: from, isOptional }) => ({ variable, from, isOptional })),
    ...keys.flatMap((from) =>
      variablesFrom(object, kind, name, from).map((variable) => ({ variable, from, isOptional: true })),
    ),
  ]);
}

/**
 * The settings by which encrypted data would no longer be read. What ConfigMaps say in variables is compared with what the
 * servers are told, and their files here.
 */
export function encryptionLoss(
  { tenant, sets }: StayingTenant,
  changed: Changed,
  variables: readonly TakenVariable[],
  objects: readonly Fields[],
): readonly string[] {
  const { kind, name, keys } = changed;
  const isTaken = (setting: string) =>
    kind === 'Secret' && variables.some(({ variable }) => variablesOf(setting).includes(variable));
  const found = sets.flatMap(({ pool: { keySettings, keyFiles } }) => {
    const files = keyFiles.filter(
      (file) =>
        file.kind === kind && file.name === name && (file.key === undefined || keys.includes(file.key)),
    );
    return [...keySettings.keys()].filter((setting) => {
      if (files.some((file) => file.setting === setting && isOther(file, changed))) return true;
      if (!isTaken(setting)) return false;
      if (setting === iamMasterKey && keySettings.has(iamOldKeys) && !isTaken(iamOldKeys)) {
        const list = listOf(keySettings, tenant.namespace, objects);
        return list !== undefined && !formerKeys(changed, variables).every((key) => list.includes(key));
      }
      return (setting !== iamMasterKey && setting !== iamOldKeys) || !keepsKeyring(changed, variables);
    });
  });
  return [...new Set(found)];
}

/** Whether a file says something else of where keys are. One of profiles of AWS says much beside. */
function isOther({ setting, key }: KeyFile, { old, now, keys }: Changed): boolean {
  if (!setting.startsWith('RUSTFS_KMS_AWS_')) return true;
  const placesIn = (values: ReadonlyMap<string, unknown>) =>
    (key === undefined ? keys : [key]).map((each) => awsPlacesIn(String(values.get(each) ?? '')));
  return placesIn(old).join('\n') !== placesIn(now).join('\n');
}

/** The old keys of IAM, which may come from elsewhere; undefined where nobody here sees them. */
function listOf(
  settings: EncryptionSettings,
  namespace: string,
  objects: readonly Fields[],
): string[] | undefined {
  const value = settingValue(settings.get(iamOldKeys) ?? '', namespace, objects);
  return value === undefined ? undefined : keyList(value);
}

function formerKeys({ old }: Changed, variables: readonly TakenVariable[]): string[] {
  return variables
    .filter(({ variable }) => variable === iamMasterKey)
    .flatMap(({ from }) => keyList(String(old.get(from) ?? '')));
}

/** IAM tries its key and every old one, so a rotation only adds to them (crates/iam/src/keyring.rs). */
function keepsKeyring({ old, now }: Changed, variables: readonly TakenVariable[]): boolean {
  const keyring = (values: ReadonlyMap<string, unknown>) =>
    variables
      .filter(({ variable }) => variable === iamMasterKey || variable === iamOldKeys)
      .flatMap(({ from }) => keyList(String(values.get(from) ?? '')));
  return keyring(old).every((part) => keyring(now).includes(part));
}
