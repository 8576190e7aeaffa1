import { isRecord } from '../is-record';
import { problemAt, type LiveProblem } from './live-objects';
import type { LivePool } from './live-tenant';
import { listAt, named, textAt, type Fields } from './value';

/**
 * Keys of encrypted objects that lie in a directory which goes with the pod: the restarts of a hand-over would take them,
 * and the objects with them. RustFS keeps local keys where RUSTFS_KMS_KEY_DIR says.
 */
export function lostKeys(pool: LivePool, variables: readonly Fields[]): LiveProblem[] {
  const said = (name: string) => textAt(named(variables, name), 'value') ?? '';
  const directory = said('RUSTFS_KMS_KEY_DIR');
  const isLocal = ['', 'local'].includes(said('RUSTFS_KMS_BACKEND').toLowerCase());
  const isOff = named(variables, 'RUSTFS_KMS_ENABLE') === undefined || isNo(said('RUSTFS_KMS_ENABLE'));
  if (isOff || !isLocal || directory === '' || outlivesPod(pool, directory)) return [];
  return [
    problemAt(
      pool.set,
      'live-unknown',
      `The keys of its encrypted objects are in "${directory}", which lies on no volume that outlives a pod. The first restart ` +
        'takes them, and no encrypted object can be read again.',
      'Before any pod restarts, copy them with kubectl cp to a directory on a drive, of every server, and to a safe place.',
    ),
  ];
}

function isNo(text: string): boolean {
  return /^(false|0|off|no)$/i.test(text);
}

/** Whether the nearest mount around a path is of something else than an emptyDir. */
function outlivesPod({ pod, container }: LivePool, path: string): boolean {
  const around = listAt(container, 'volumeMounts')
    .map((mount) => ({
      name: textAt(mount, 'name') ?? '',
      at: (textAt(mount, 'mountPath') ?? '').replace(/\/+$/, ''),
    }))
    .filter(({ at }) => `${path}/`.startsWith(`${at}/`))
    .sort((a, b) => b.at.length - a.at.length);
  const [nearest] = around;
  if (nearest === undefined) return false;
  return !isRecord(named(listAt(pod, 'volumes'), nearest.name)?.emptyDir);
}
