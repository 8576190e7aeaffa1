import type { VolumeMount } from 'kubernetes-types/core/v1';
import type { TenantDraft } from '../draft';
import type { InsecureSwitch, LocalSettings, Needed, Said } from '../encryption/settings';
import { shortest, textLifetime, volumeLifetime, type Lifetime } from '../lifetime';
import { contains } from '../mounted-paths';
import { error, warning, type Problem } from '../problem';
import { poolPath } from '../resolve';
import { drivePath } from '../volumes';

/** Keys as files: on one server, where they outlive its pods. */
export function* localRules(spec: TenantDraft, settings: LocalSettings): Iterable<Problem> {
  const { path, directory, masterKey, insecure } = settings;
  const servers = (spec.pools ?? []).reduce((sum, pool) => sum + (pool.servers ?? 1), 0);
  if (servers > 1) {
    yield error(
      path,
      'encryption-servers',
      `Local keys lie on one server, and this tenant has ${servers}: the others could not decrypt.`,
      'Use Vault or AWS; or the static backend, whose key all servers have.',
    );
  }
  yield* keyDirectory(spec, directory);
  if (insecure.isOn) {
    yield insecureDefaults(insecure, 'the keys may lie in plain text beside the data');
  } else if (!masterKey.isThere) {
    yield missing(
      masterKey,
      'Without a master key the keys would lie in plain text beside the data that they encrypt; RustFS does not start.',
    );
  }
}

function* keyDirectory(spec: TenantDraft, directory: Said | undefined): Iterable<Problem> {
  if (directory === undefined) return;
  const { path, text } = directory;
  const drives = drivePathsOf(spec);
  const where = `a directory below a drive, such as ${drives[0] ?? ''}/.kms-keys`;
  if (text === undefined) {
    yield error(
      path,
      'encryption-directory',
      'Where the keys are comes from somewhere else than the environment, so whether they outlive a pod is not known.',
      `Say the directory as a value: ${where}.`,
    );
    return;
  }
  const finding = directoryFinding(spec, text, drives);
  if (finding === undefined) return;
  yield error(
    path,
    'encryption-directory',
    `${JSON.stringify(text)} ${finding}. Without the keys no encrypted object can be read again.`,
    `${path.startsWith('env') ? 'Give' : 'Leave it out, or give'} ${where}.`,
  );
}

function drivePathsOf({ pools = [] }: TenantDraft): string[] {
  return pools.flatMap(({ persistence = {}, adopted }) =>
    Array.from({ length: persistence.volumesPerServer ?? 1 }, (_, drive) =>
      drivePath({ path: poolPath(persistence), adopted }, drive),
    ),
  );
}

/** What keeps the keys from outliving the pod in a directory; undefined when nothing does. */
function directoryFinding(
  spec: TenantDraft,
  directory: string,
  drives: readonly string[],
): string | undefined {
  if (directory === '') return 'is no directory, and RustFS does not start without';
  if (!directory.startsWith('/')) return 'is not absolute';
  const path = normalized(directory);
  if (drives.includes(path)) return 'is a drive itself';
  if (drives.some((drive) => path.startsWith(`${drive}/`))) return undefined;
  // The operator has them below a drive only (contract 6).
  const mount = spec.compatibility === 'operator' ? undefined : mountAround(spec, path);
  if (mount === undefined && directory === '/data/kms-keys') {
    return 'is where old versions of the operator kept keys: in the container, not on a drive. Move them to a drive first';
  }
  if (mount === undefined) return 'lies on no drive, and would be gone with the pod';
  return mountLifetime(spec, mount) === 'of its pod'
    ? `lies on the volume "${mount.name ?? ''}", which goes with the pod`
    : undefined;
}

/** The additional mount that a path lies on: the deepest of those around it. */
function mountAround({ additionalVolumeMounts = [] }: TenantDraft, path: string) {
  return additionalVolumeMounts
    .filter(({ mountPath }) => mountPath !== undefined && contains(mountPath, path))
    .toSorted((a, b) => (a.mountPath ?? '').length - (b.mountPath ?? '').length)
    .at(-1);
}

function mountLifetime(
  { additionalVolumes = [], env = [] }: TenantDraft,
  { name, subPathExpr = '' }: Partial<VolumeMount>,
): Lifetime {
  const variables = new Map(env.map((variable) => [variable.name ?? '', variable]));
  return shortest([
    volumeLifetime(additionalVolumes.find((volume) => volume.name === name)),
    textLifetime(subPathExpr, variables, { kind: 'StatefulSet', hostNetwork: false }),
  ]);
}

/** The path without `.`, `..`, empty parts and a slash at its end. */
function normalized(path: string): string {
  const parts: string[] = [];
  for (const part of path.split('/')) {
    if (part === '..') parts.pop();
    else if (part !== '' && part !== '.') parts.push(part);
  }
  return `/${parts.join('/')}`;
}

/** Keys that somebody else may read. */
export function insecureDefaults({ path }: InsecureSwitch, what: string): Problem {
  return warning(
    path,
    'encryption-insecure',
    `Insecure defaults are allowed: ${what}.`,
    'Leave it out for anything that matters.',
  );
}

/** What RustFS does not start without. */
export function missing({ path, fix }: Needed, message: string): Problem {
  return error(path, 'encryption-key', message, fix);
}
