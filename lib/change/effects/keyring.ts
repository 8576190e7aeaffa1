import { error } from '../../tenant/problem';
import {
  iamMasterKey,
  iamOldKeys,
  isReference,
  keyList,
  type EncryptionSettings,
} from '../encryption-settings';
import type { Fields } from '../fields';
import type { ComparedObject } from '../object-change';
import { settingValue } from '../referred-value';
import { podOf } from '../selectors';
import { serversAt, told, type Effect, type EffectContext } from './effect';

/**
 * A rotation of IAM's key whose old keys come by a reference: nobody sees them in the settings, so it is believed that the
 * former key is among them (rules/encryption). Where both sides have the objects that are referred to, it is compared.
 */
export function* keyringEffects({ key, after }: ComparedObject, context: EffectContext): Iterable<Effect> {
  if (podOf(after ?? {}) === undefined) return;
  const [former, staying] = [serversAt(key, context.former), serversAt(key, context.staying)];
  if (former === undefined || staying === undefined) return;
  const [old, now] = [former.pool.keySettings, staying.pool.keySettings];
  const list = now.get(iamOldKeys);
  const isRotated = now.has(iamMasterKey) && now.get(iamMasterKey) !== old.get(iamMasterKey);
  if (!isRotated || list === undefined || !isReference(list)) return;
  const { namespace } = staying.of.tenant;
  const had = keyringOf(old, namespace, context.before);
  const has = keyringOf(now, namespace, context.now);
  if (had === undefined || has === undefined || had.every((each) => has.includes(each))) return;
  yield told(
    key,
    staying.of,
    error(
      'env',
      'encryption-changed',
      `What ${iamMasterKey} and ${iamOldKeys} refer to has no longer all keys that it had: the users and policies that were encrypted with these would become unreadable.`,
      `Name the former key in ${iamOldKeys}, beside those that are there.`,
    ),
  );
}

/** Every key that IAM tries; undefined where one is not among the objects. */
function keyringOf(settings: EncryptionSettings, namespace: string, objects: readonly Fields[]) {
  const texts = [iamMasterKey, iamOldKeys].flatMap((name) => settings.get(name) ?? []);
  const values = texts.map((text) => settingValue(text, namespace, objects));
  const known = values.filter((value) => value !== undefined);
  return known.length < values.length ? undefined : known.flatMap(keyList);
}
