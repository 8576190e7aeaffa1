import { drivePlaces, mountedFile } from './drive-places';
import { itemsAt, textAt, valueAt, type Fields } from './fields';
import { fileParts } from './pod-references';
import { serverOf, variableText } from './server';

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
export function keyFiles(statefulSet: Fields, settings: Iterable<string>): KeyFile[] {
  const server = serverOf(statefulSet);
  if (server === undefined) return [];
  return [...settings].flatMap((setting) => {
    const isFolder = setting.endsWith('_DIR');
    const said = isFolder || setting.endsWith('_FILE') ? variableText(server, setting) : undefined;
    const found = said === undefined || said === '' ? undefined : mountedFile(server, said);
    if (found === undefined) return [];
    const volume = volumeOf(statefulSet, found.volume) ?? {};
    return fileParts(volume).flatMap(({ kind, name, part }): KeyFile[] => {
      const items = itemsAt(part, 'items');
      if (items.length === 0) return [{ setting, kind, name, key: isFolder ? undefined : found.path }];
      return items
        .filter(({ path }) => isFolder || plain(path) === found.path)
        .map((item) => ({ setting, kind, name, key: textAt(item, 'key') }));
    });
  });
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
