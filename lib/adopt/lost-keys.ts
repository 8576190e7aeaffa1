import { lifetimeAt } from '../change/drive-places';
import { localKeys } from '../tenant/encryption/local-keys';
import { environmentTexts } from '../tenant/variables';
import { problemAt, type LiveProblem } from './live-objects';
import type { LivePool } from './live-tenant';
import type { Fields } from './value';

/**
 * Keys of encrypted objects that lie in a directory which goes with the pod: the restarts of a hand-over would take them,
 * and the objects with them. RustFS keeps local keys where RUSTFS_KMS_KEY_DIR says.
 */
export function lostKeys({ set, container }: LivePool, variables: readonly Fields[]): LiveProblem[] {
  const texts = environmentTexts(variables);
  const keys = localKeys((name) => (texts.has(name) ? { text: texts.get(name) } : undefined));
  if (keys?.variable === undefined) return [];
  const { variable, directory } = keys;
  if (directory === undefined) {
    return [
      problemAt(
        set,
        'live-unknown',
        `Where the keys of its encrypted objects are (${variable}) comes from somewhere else than its environment, so whether ` +
          'they outlive a pod is not known.',
        'Say the directory as a value, after you have looked that it lies on a drive, and try again.',
      ),
    ];
  }
  if (lifetimeAt(set.value, { ...container, env: variables }, directory) !== 'of its pod') return [];
  return [
    problemAt(
      set,
      'live-unknown',
      `The keys of its encrypted objects are in "${directory}", which lies on no volume that outlives a pod. The first restart ` +
        'takes them, and no encrypted object can be read again.',
      'Before any pod restarts, copy them with kubectl cp to a directory on a drive, of every server, and to a safe place.',
    ),
  ];
}
