import { isRecord } from '../is-record';
import { profileOf } from '../tenant/profile';
import { logVolumeName } from '../tenant/names';
import { tlsVolumeName } from '../tenant/tls/wiring';
import type { LivePool } from './live-tenant';
import { withoutDefaultMode } from './stored-pod';
import { listAt, named, saying, textAt, type Fields } from './value';

/** The volumes that are none of the tenant's own, and where the server mounts them. */
export function additionalVolumes(
  { pod, container, claimTemplates }: LivePool,
  own: readonly string[] = [logVolumeName, tlsVolumeName],
  taken: readonly unknown[] = [],
): Fields {
  const claims = claimTemplates.map((template) => textAt(template, 'metadata', 'name'));
  const mounts = listAt(container, 'volumeMounts').filter((mount) => !taken.includes(mount));
  const others = [...claims, ...own, ...taken.map((mount) => textAt(mount, 'name'))];
  const volumes = listAt(pod, 'volumes').filter((volume) => !others.includes(textAt(volume, 'name')));
  const names = volumes.map((volume) => textAt(volume, 'name'));
  return saying({
    additionalVolumes: volumes.map(withoutDefaultMode),
    additionalVolumeMounts: mounts.filter((mount) => names.includes(textAt(mount, 'name'))),
  });
}

/** The same of a chart's pool, without the scratch space and the log that the default profile mounts itself. */
export function chartVolumes(pool: LivePool): Fields {
  const log = logMount(pool);
  return additionalVolumes(pool, [], [...scratchMounts(pool), ...(log === undefined ? [] : [log])]);
}

/**
 * The mounts of an emptyDir where the default profile has one of its own, such as /tmp: it is taken for that one. Nothing
 * in it outlives a pod. One that is mounted elsewhere too is another's, and so is one that other containers know by a
 * name which the profile does not give.
 */
export function scratchMounts(pool: LivePool): unknown[] {
  return profileOf({}).writablePaths.flatMap(({ name, mountPath }) =>
    listAt(pool.container, 'volumeMounts').filter(
      (mount) =>
        textAt(mount, 'mountPath') === mountPath &&
        isEmptyDir(pool, textAt(mount, 'name')) &&
        mountsOf(pool, textAt(mount, 'name')).length === 1 &&
        (textAt(mount, 'name') === name || !isShared(pool, textAt(mount, 'name'))),
    ),
  );
}

/** The mount of a log directory in the pod, which `logging.mode: emptydir` makes as well. */
export function logMount(pool: LivePool): unknown {
  const mount = named(listAt(pool.container, 'volumeMounts'), logVolumeName);
  const isPlain = mount !== undefined && mountsOf(pool, logVolumeName).length === 1;
  return isPlain && isEmptyDir(pool, logVolumeName) ? mount : undefined;
}

function isEmptyDir({ pod }: LivePool, name: string | undefined): boolean {
  return isRecord(named(listAt(pod, 'volumes'), name ?? '')?.emptyDir);
}

function mountsOf({ container }: LivePool, name: string | undefined): unknown[] {
  return listAt(container, 'volumeMounts').filter((mount) => textAt(mount, 'name') === name);
}

/** Whether a container beside the server mounts it. */
function isShared({ pod, container }: LivePool, name: string | undefined): boolean {
  return [...listAt(pod, 'initContainers'), ...listAt(pod, 'containers')]
    .filter((one) => textAt(one, 'name') !== textAt(container, 'name'))
    .some((one) => listAt(one, 'volumeMounts').some((mount) => textAt(mount, 'name') === name));
}
