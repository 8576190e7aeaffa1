import { awsConfigFile, isOfProfile, variablesOf } from './aws-settings';
import { drivePlaces, lifetimeAt, mountedFile } from './drive-places';
import { itemsAt, textAt, valueAt, type Fields } from './fields';
import { fileParts } from './pod-references';
import { variableText, variableTexts } from './server';

/** The object that a file of keys, or a folder of them, is made of. */
export interface KeyFile {
  /** The variable that says where it lies. */
  readonly setting: string;
  readonly kind: string;
  readonly name: string;
  /** Undefined where every key of the object may be a file of the folder, or any of them the file. */
  readonly key: string | undefined;
}

/** What the files and folders of keys are made of that settings of a server name. */
export function keyFiles(set: Fields, server: Fields, settings: Iterable<string>): KeyFile[] {
  return [...settings].flatMap((setting) => {
    const said = pathOf(setting, server);
    const found = said === '' ? undefined : mountedFile(server, said);
    if (found === undefined) return [];
    const isFolder = setting.endsWith('_DIR');
    const volume = volumeOf(set, found.volume) ?? {};
    return fileParts(volume).flatMap(({ kind, name, part }): KeyFile[] => {
      const items = itemsAt(part, 'items');
      if (items.length === 0) return [{ setting, kind, name, key: isFolder ? undefined : found.path }];
      return items
        .filter(({ path }) => isFolder || plain(path) === found.path)
        .map((item) => ({ setting, kind, name, key: textAt(item, 'key') }));
    });
  });
}

/**
 * The settings of key files that something else writes: those on no volume, as an agent mounts them, and those on a volume that
 * is empty when the pod starts. What CSI brings is told of its SecretProviderClass.
 */
export function filledFiles(set: Fields, server: Fields, settings: Iterable<string>): string[] {
  return [...settings].filter((setting) => {
    const said = setting.endsWith('_DIR') ? '' : pathOf(setting, server);
    if (said === '' || lifetimeAt(set, server, said) !== 'of its pod') return false;
    return volumeOf(set, mountedFile(server, said)?.volume ?? '')?.csi === undefined;
  });
}

/** Where the file or folder lies that a setting names; empty for a setting that names none. */
function pathOf(setting: string, server: Fields): string {
  const isPath = setting.endsWith('_DIR') || setting.endsWith('_FILE');
  return (isPath ? variableText(server, setting) : configFile(setting, server)) ?? '';
}

/** The file of profiles that a setting is told by; undefined where another variable says it. */
function configFile(setting: string, server: Fields): string | undefined {
  const variables = variableTexts(server);
  const teller = variablesOf(setting).find((name) => variables.has(name) && variables.get(name) !== '');
  return isOfProfile(teller) ? variableText(server, awsConfigFile) : undefined;
}

/** The Secret and key that a mounted file comes from, or whatever else it lies on. */
export function fileSource(file: string, statefulSet: Fields, server: Fields): string {
  const found = mountedFile(server, file);
  if (found === undefined) return '';
  const volume = volumeOf(statefulSet, found.volume);
  const sources = [...itemsAt(volume, 'projected', 'sources'), ...(volume === undefined ? [] : [volume])];
  const keys = sources.flatMap((source) => secretKeys(source, found.path));
  if (keys.length === 0) return drivePlaces(statefulSet, server, [file]).join('');
  // Of two sources with one path the later wins (pkg/volume/projected, `collectData`).
  const first = sources.findIndex((source) => secretKeys(source, found.path).length > 0);
  const over = sources.slice(first + 1).flatMap((source) => otherKeys(source, found.path));
  return [...keys, ...over].join(' ');
}

function volumeOf(statefulSet: Fields, volume: string): Fields | undefined {
  return itemsAt(statefulSet, 'spec', 'template', 'spec', 'volumes').find(({ name }) => name === volume);
}

function secretKeys(source: Fields, path: string): string[] {
  const secret = valueAt(source, 'secret');
  if (secret === undefined) return [];
  const name = textAt(secret, 'secretName') ?? textAt(secret, 'name') ?? '';
  return keysAt(secret, path).map((key) => `${name} ${key}`);
}

/** What else a projected volume may put in the place of a file. */
function otherKeys(source: Fields, path: string): string[] {
  const configMap = valueAt(source, 'configMap');
  if (configMap !== undefined) {
    return keysAt(configMap, path).map((key) => `configMap ${textAt(configMap, 'name') ?? ''} ${key}`);
  }
  const isThere = [
    ...itemsAt(source, 'downwardAPI', 'items'),
    ...['serviceAccountToken', 'clusterTrustBundle'].map((kind) => valueAt(source, kind)),
  ].some((item) => plain(valueAt(item, 'path')) === path);
  return isThere ? [`${Object.keys(source).join(' ')} ${path}`] : [];
}

/** The keys that are the file of a path; mounted whole, every key is a file of its name. */
function keysAt(part: unknown, path: string): string[] {
  const items = itemsAt(part, 'items');
  if (items.length === 0) return [path];
  return items.filter((item) => plain(item.path) === path).map(({ key }) => String(key));
}

/** A path within a volume, without a dot at its beginning. */
function plain(path: unknown): string {
  return String(path ?? '').replace(/^(\.\/+)+/, '');
}
