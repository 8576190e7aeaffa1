import type { PoolDraft, TenantDraft } from '../draft';
import { error, warning, type Problem } from '../problem';
import { profileOf } from '../profile';
import { logDirectory } from '../log';
import { contains, mountFinding, pathFinding } from '../mounted-paths';
import { poolPath } from '../resolve';
import { eventFields, hasOwnQueue, queueDirectory } from '../targets/wiring';
import { isTlsEnabled } from '../tls/certificates';
import { defaultTlsPath } from '../tls/wiring';
import { refusal } from './ownership';

/** Where drives and logs are mounted. */
export function* mountRules(spec: TenantDraft): Iterable<Problem> {
  const pools = spec.pools ?? [];
  for (const [i, pool] of pools.entries()) yield* drivePathSyntax(spec, i, pool);
  yield* nestedPaths(spec, pools);
  yield* occupiedPaths(spec, pools);
  yield* differingPaths(spec, pools);
  yield* otherMounts(spec, pools);
}

function* drivePathSyntax(spec: TenantDraft, i: number, { persistence }: PoolDraft): Iterable<Problem> {
  const path = persistence?.path;
  if (path === undefined) return;
  const finding = pathFinding(path);
  if (finding === undefined) return;
  // RustFS takes several slashes for one (ecstore layout/endpoint.rs), and the operator hands them on.
  const refuse = pathFinding(path.replace(/\/+/g, '/')) === undefined ? refusal(spec) : error;
  yield refuse(
    `pools[${i}].persistence.path`,
    'drive-path',
    `${JSON.stringify(path)} ${finding}. The path is part of every drive's address in RUSTFS_VOLUMES.`,
    'Give an absolute path of letters, digits, "-", "_" and ".", such as /data.',
  );
}

/** RustFS refuses a drive inside another (ecstore layout/endpoints.rs). */
function* nestedPaths(spec: TenantDraft, pools: readonly PoolDraft[]): Iterable<Problem> {
  const paths = pools.map(({ persistence }) => poolPath(persistence ?? {}));
  for (const [i, path] of paths.entries()) {
    const outer = paths.findIndex((other) => other !== path && contains(other, path));
    if (outer < 0) continue;
    const isInDrive = /^\/rustfs\d/.test(path.slice((paths[outer] ?? '').length));
    const severity = isInDrive ? error : refusal(spec);
    yield severity(
      `pools[${i}].persistence.path`,
      'drive-path',
      `"${path}" lies inside "${paths[outer] ?? ''}", where pools[${outer}] has its drives` +
        (isInDrive ? '; RustFS refuses a drive inside another.' : ', too easily taken for one of them.'),
      'Use the same path for all pools.',
    );
  }
}

/** The image's entrypoint runs as an ordinary user and makes a directory for each path of RUSTFS_VOLUMES. */
function* differingPaths(spec: TenantDraft, pools: readonly PoolDraft[]): Iterable<Problem> {
  const entrypoint = spec.pod?.entrypoint ?? profileOf(spec).entrypoint;
  const [first = '', ...others] = pools.map(({ persistence }) => poolPath(persistence ?? {}));
  if (entrypoint !== 'image') return;
  for (const [i, path] of others.entries()) {
    if (path === first) continue;
    yield warning(
      `pools[${i + 1}].persistence.path`,
      'drive-path-differs',
      `The image's entrypoint makes directories for every pool's path on every server, and may not make "${path}" ` +
        `on servers whose drives are below "${first}".`,
      'Use one path for all pools of a new tenant; for a running one, check that its pods start.',
    );
  }
}

/** Directories that a container cannot do without, or that are mounted over already. */
function occupied(spec: TenantDraft): string[] {
  const scratch = profileOf(spec).writablePaths.map(({ mountPath }) => mountPath);
  const queues = eventFields.filter((field) => hasOwnQueue(spec[field])).map(queueDirectory);
  return ['/bin', '/dev', '/etc', '/lib', '/proc', '/sbin', '/sys', '/usr', ...scratch, ...queues];
}

function* occupiedPaths(spec: TenantDraft, pools: readonly PoolDraft[]): Iterable<Problem> {
  for (const [i, { persistence }] of pools.entries()) {
    const path = poolPath(persistence ?? {});
    const taken = occupied(spec).find((other) => contains(other, path));
    if (taken === undefined) continue;
    const message = `"${taken}" belongs to the container; drives below it would hide or be hidden by what it needs.`;
    yield refusal(spec)(
      `pools[${i}].persistence.path`,
      'drive-path',
      message,
      'Use a directory of its own, such as /data.',
    );
  }
}

/** A mount beside the drives, and the field that decides its place. */
interface Mount {
  readonly path: string;
  readonly what: string;
  readonly mountPath: string;
  /** One file or folder of its volume, which hides nothing beside it. */
  readonly isPart: boolean;
}

function featureMounts({ logging, tls, additionalVolumeMounts = [] }: TenantDraft): Mount[] {
  const log = logDirectory(logging);
  const certificates = isTlsEnabled(tls) ? (tls?.mountPath ?? defaultTlsPath) : undefined;
  const own: [path: string, what: string, mountPath: string | undefined][] = [
    ['logging.mountPath', 'the log', log],
    ['tls.mountPath', 'the certificates', certificates],
  ];
  return [
    ...own.flatMap(([path, what, mountPath]) =>
      mountPath === undefined ? [] : [{ path, what, mountPath, isPart: false }],
    ),
    ...additionalVolumeMounts.flatMap(({ name = '?', mountPath, subPath }, i) => {
      const path = `additionalVolumeMounts[${i}].mountPath`;
      const isPart = subPath !== undefined && subPath !== '';
      return mountPath === undefined ? [] : [{ path, what: `the volume "${name}"`, mountPath, isPart }];
    }),
  ];
}

/** RustFS refuses a mount below a drive, one mount hides what is below it, and no two can be at one place. */
function* otherMounts(spec: TenantDraft, pools: readonly PoolDraft[]): Iterable<Problem> {
  const drives = pools.map(({ persistence }) => poolPath(persistence ?? {}));
  const earlier: Mount[] = [];
  for (const mount of featureMounts(spec)) {
    const { path, what, mountPath, isPart } = mount;
    const finding = mountFinding(mountPath);
    if (finding !== undefined) {
      // The operator asks for no more than that it is absolute.
      const refuse = mountPath.startsWith('/') && !mountPath.includes(':') ? refusal(spec) : error;
      const message = `${JSON.stringify(mountPath)} ${finding}.`;
      yield refuse(path, 'mount-path', message, 'Give an absolute path, such as /logs.');
      continue;
    }
    const nearDrive = drives.find((drive) => overlaps(drive, mountPath));
    const system = isPart ? undefined : occupied(spec).find((folder) => overlaps(folder, mountPath));
    const same = earlier.find((other) => isSamePlace(other.mountPath, mountPath));
    const other = earlier.find((before) => overlaps(before.mountPath, mountPath));
    earlier.push(mount);
    const fix = 'Use a directory of its own.';
    if (same !== undefined) {
      const message = `At "${mountPath}" there is ${same.what} already; Kubernetes refuses two mounts at one place.`;
      yield error(path, 'mount-overlap', message, fix);
    } else if (nearDrive !== undefined) {
      const message = `"${mountPath}" and the drives at "${nearDrive}" lie within each other; RustFS then refuses to start.`;
      yield refusal(spec)(path, 'mount-overlap', message, fix);
    } else if (system !== undefined) {
      const message = `"${mountPath}" would hide what the container has at "${system}", or be hidden by it.`;
      yield refusal(spec)(path, 'mount-overlap', message, fix);
    } else if (other !== undefined) {
      const message = `${what} at "${mountPath}" and ${other.what} at "${other.mountPath}" lie within each other, and one would hide the other.`;
      yield refusal(spec)(path, 'mount-overlap', message[0]?.toUpperCase() + message.slice(1), fix);
    }
  }
}

function overlaps(one: string, other: string): boolean {
  return contains(one, other) || contains(other, one);
}

function isSamePlace(one: string, other: string): boolean {
  return contains(one, other) && contains(other, one);
}
