import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Volume } from 'kubernetes-types/core/v1';
import type { RenderedPod } from './rendered';

/** Where the image's file system is put together, and from what. */
export interface RootPlaces {
  /** An empty folder. */
  readonly root: string;
  /** The tenant's folder: `hosts` and `claims` are in it. */
  readonly folder: string;
  readonly binary: string;
}

/**
 * Where a program finds its libraries here, and certificate authorities, without which RustFS makes no client for other
 * servers, not even for plain http: so they are in the image.
 */
const taken = [
  ...['/lib', '/lib64', '/usr/lib', '/usr/lib64', '/nix'],
  ...['/etc/ssl', '/etc/pki', '/usr/share/ca-certificates'],
].filter((path) => existsSync(path));

/** Where the image has the program. */
const program = '/usr/bin/rustfs';

/**
 * The script that makes the container's file system and becomes its program: an image with nothing but RustFS and
 * what it needs, the pod's volumes where its spec mounts them, its user, groups and capabilities.
 */
export function ownRoot(pod: RenderedPod, { root, folder, binary }: RootPlaces): string {
  const { container, spec } = pod;
  const at = (path: string) => quoted(join(root, path));
  const bind = (from: string, to: string) => `mount --rbind ${quoted(from)} ${at(to)}`;
  const bindFile = (from: string, to: string) => [`touch ${at(to)}`, bind(from, to)];
  const mounts = (container.volumeMounts ?? []).flatMap(({ name, mountPath, subPath = '' }) => [
    `mkdir -p ${at(mountPath)}`,
    pod.claims.includes(name)
      ? bind(join(folder, 'claims', `${name}-${pod.name}`, subPath), mountPath)
      : emptyVolume(pod, name, at(mountPath)),
  ]);
  return [
    'set -e',
    `hostname ${pod.name}`,
    `mount -t tmpfs -o mode=0755 tmpfs ${quoted(root)}`,
    `mkdir -p ${['usr/bin', 'proc', 'dev', 'etc', 'tmp'].map(at).join(' ')}`,
    `chmod 1777 ${at('tmp')}`,
    ...taken.flatMap((path) => [`mkdir -p ${at(path)}`, bind(path, path)]),
    ...bindFile(binary, program),
    ...bindFile('"$(command -v setpriv)"', 'usr/bin/setpriv'),
    ...bindFile(join(folder, 'hosts'), 'etc/hosts'),
    // Names come from the hosts file alone.
    `echo 'hosts: files' > ${at('etc/nsswitch.conf')}`,
    bind('/proc', 'proc'),
    bind('/dev', 'dev'),
    ...mounts,
    ...(container.securityContext?.readOnlyRootFilesystem === true
      ? [`mount -o remount,bind,ro ${quoted(root)}`]
      : []),
    `exec chroot ${quoted(root)} /usr/bin/setpriv ${privileges(pod).join(' ')} ${[
      ...(container.command ?? [program]),
      ...(container.args ?? []),
    ]
      .map(quoted)
      .join(' ')}`,
  ].join('\n');

  function emptyVolume({ name: podName }: RenderedPod, name: string, path: string): string {
    const volume = (spec.volumes ?? []).find((each: Volume) => each.name === name);
    if (volume?.emptyDir === undefined) throw new Error(`${podName}: the volume ${name} is not played here.`);
    const group = spec.securityContext?.fsGroup ?? 0;
    return `mount -t tmpfs -o size=512m,mode=2777,gid=${group} tmpfs ${path}`;
  }
}

/** What a container runtime makes of the security contexts. */
function privileges({ spec, container }: RenderedPod): string[] {
  const {
    runAsUser = 0,
    runAsGroup = 0,
    ...own
  } = {
    ...spec.securityContext,
    ...container.securityContext,
  };
  const groups = [...(spec.securityContext?.supplementalGroups ?? []), spec.securityContext?.fsGroup].filter(
    (group) => group !== undefined,
  );
  return [
    `--reuid=${runAsUser}`,
    `--regid=${runAsGroup}`,
    groups.length === 0 ? '--clear-groups' : `--groups=${groups.join(',')}`,
    ...(own.capabilities?.drop?.includes('ALL') === true ? ['--bounding-set=-all', '--inh-caps=-all'] : []),
    ...(own.allowPrivilegeEscalation === false ? ['--no-new-privs'] : []),
    '--',
  ];
}

/** For a shell, as it is; but for a command whose output is meant. */
function quoted(text: string): string {
  return text.startsWith('"$(') ? text : `'${text.replaceAll("'", `'\\''`)}'`;
}
