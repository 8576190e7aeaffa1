import { localKeys } from '../tenant/encryption/local-keys';
import type { Lifetime } from '../tenant/lifetime';
import { drivePlaces, lifetimeAt, mountedFile } from './drive-places';
import { itemsAt, textAt, type Fields } from './fields';
import { effectiveVariables, variableTexts } from './server';

/** Where a server keeps what must not be lost: a drive, or the keys of encrypted data as files. */
export interface WrittenPlace {
  readonly of: 'drive' | 'keys';
  readonly path: string;
  /** What lies there, as `drivePlaces` has it. */
  readonly place: string;
  readonly lifetime: Lifetime;
}

/**
 * The places of a server that must not be lost.
 *
 * @param paths of the drives.
 * @param drives what lies there, as far as these are drives of its own; undefined where nobody here can tell.
 */
export function writtenPlaces(
  set: Fields,
  server: Fields,
  paths: readonly string[],
  drives: readonly string[] | undefined,
): WrittenPlace[] {
  const at = (of: WrittenPlace['of'], path: string): WrittenPlace => ({
    of,
    path,
    place: drivePlaces(set, server, [path]).join(''),
    lifetime: lifetimeAt(set, server, path),
  });
  const directory = keyDirectory(server);
  return [
    ...paths.map((path) => at('drive', path)).filter(({ place }) => drives?.includes(place) === true),
    ...(directory === undefined ? [] : [at('keys', directory)]),
  ];
}

/** Where a server keeps the keys of encrypted data as files; undefined where it does not. */
export function serverKeys(server: Fields) {
  const [texts, variables] = [variableTexts(server), effectiveVariables(server)];
  return localKeys((name) => (variables.has(name) ? { text: texts.get(name) } : undefined));
}

/** The directory of the keys; undefined where there is none, or only the cluster or the image knows. */
function keyDirectory(server: Fields): string | undefined {
  const { directory = '' } = serverKeys(server) ?? {};
  if (directory === '' || directory.startsWith('/')) return directory || undefined;
  // A relative one begins where the container starts. RustFS 1.0.0-rc.3 takes none (kms config.rs), and does not start.
  const folder = textAt(server, 'workingDir');
  return folder === undefined ? undefined : `${folder}/${directory}`;
}

/** Whether a server keeps keys as files where only the cluster or the image knows. */
export function areKeysElsewhere(server: Fields): boolean {
  const keys = serverKeys(server);
  return keys?.variable !== undefined && keyDirectory(server) === undefined;
}

/** Containers beside the server that mount a volume with such places, of any part of it, and may write to it. */
export function otherWriters(set: Fields, server: Fields, written: readonly WrittenPlace[]): string[] {
  const volumes = written.flatMap(({ path }) => mountedFile(server, path)?.volume ?? []);
  return ['initContainers', 'containers', 'ephemeralContainers']
    .flatMap((field) => itemsAt(set, 'spec', 'template', 'spec', field))
    .filter((container) => container !== server)
    .filter((container) =>
      [...itemsAt(container, 'volumeMounts'), ...itemsAt(container, 'volumeDevices')].some(
        ({ name, readOnly }) => volumes.includes(String(name)) && readOnly !== true,
      ),
    )
    .map((container) => textAt(container, 'name') ?? '');
}

/** Every place that a server mounts and that outlives its pod: where nobody here knows its drives, any of them may be one. */
export function mountedPlaces(set: Fields, server: Fields): WrittenPlace[] {
  const paths = itemsAt(server, 'volumeMounts').map((mount) => textAt(mount, 'mountPath') ?? '');
  return writtenPlaces(set, server, paths, drivePlaces(set, server, paths)).filter(
    ({ lifetime }) => lifetime !== 'of its pod',
  );
}
