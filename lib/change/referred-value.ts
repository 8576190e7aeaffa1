import { isReference } from './encryption-settings';
import { textAt, type Fields } from './fields';
import { normalObject } from './normal';
import { maybeSame, nameOf } from './objects';

const kinds: Readonly<Record<string, string>> = { secretKeyRef: 'Secret', configMapKeyRef: 'ConfigMap' };

/** What a setting says, by itself or by a reference; undefined where nobody here can see it. */
export function settingValue(
  setting: string,
  namespace: string,
  objects: readonly Fields[],
): string | undefined {
  return isReference(setting) ? referredValue(setting, namespace, objects) : setting;
}

/**
 * What a reference (`secretKeyRef NAME KEY`) says among some objects; undefined where they do not have it, or something
 * else than a Secret or ConfigMap makes it. It is compared, and never told.
 */
function referredValue(reference: string, namespace: string, objects: readonly Fields[]): string | undefined {
  const [source = '', name, key = ''] = reference.split(' ');
  const kind = kinds[source];
  const found = objects.find((object) => {
    const of = nameOf(object);
    return of.kind === kind && of.name === name && maybeSame(of.namespace, namespace);
  });
  return found === undefined ? undefined : textAt(normalObject(found), 'data', key);
}
