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
  const isHidden = isRecord(named(variables, 'RUSTFS_KMS_KEY_DIR')?.valueFrom);
  if (isOff || !isLocal || (directory === '' && !isHidden)) return [];
  if (isHidden) {
    return [
      problemAt(
        pool.set,
        'live-unknown',
        'Where the keys of its encrypted objects are (RUSTFS_KMS_KEY_DIR) comes from somewhere else than its environment, so whether ' +
          'they outlive a pod is not known.',
        'Say the directory as a value, after you have looked that it lies on a drive, and try again.',
      ),
    ];
  }
  if (outlivesPod(pool, directory)) return [];
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

/** Volumes of a pod that are there for the next one, too; what a pod makes for itself goes with it. */
const lasting = ['persistentVolumeClaim', 'hostPath', 'nfs', 'iscsi', 'fc', 'cephfs'];

/** Whether the nearest mount around a path is of a volume, and a directory in it, that the next pod has as well. */
function outlivesPod({ pod, container }: LivePool, path: string): boolean {
  const around = listAt(container, 'volumeMounts')
    .map((mount) => ({
      name: textAt(mount, 'name') ?? '',
      at: (textAt(mount, 'mountPath') ?? '').replace(/\/+$/, ''),
      isOfPod: textAt(mount, 'subPathExpr') !== undefined,
    }))
    .filter(({ at }) => `${path}/`.startsWith(`${at}/`))
    .sort((a, b) => b.at.length - a.at.length);
  const [nearest] = around;
  if (nearest === undefined || nearest.isOfPod) return false;
  const volume = named(listAt(pod, 'volumes'), nearest.name);
  // A claim template has no volume of its own in the pod.
  return volume === undefined || lasting.some((kind) => isRecord(volume[kind]));
}
