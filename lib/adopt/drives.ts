import { claimTemplate } from './stored';
import type { LivePool, LiveTenant } from './live-tenant';
import { mount as storedMount } from './stored-pod';
import { problemAt, type LiveProblem } from './live-objects';
import { logVolumeName } from '../tenant/names';
import { fieldsAt, isSame, listAt, named, saying, textAt, type Fields } from './value';

/** The drives of a live pool: where they are, and the claims that they are on. */
export interface LiveDrives {
  readonly path: string;
  /** Whether the one drive is at `path` itself. */
  readonly isExact: boolean;
  /** The claim template of every drive, in their order. */
  readonly claimNames: readonly string[];
  /** What the claim templates of the drives have alike. */
  readonly claim: LiveClaim;
  readonly log: LiveLogClaim | undefined;
}

/** A claim template without its name. */
export interface LiveClaim {
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
  readonly spec: Fields;
}

/** The log's claim template, and its place in the list. */
export interface LiveLogClaim extends LiveClaim {
  readonly position: 'first' | 'last';
}

/** The drives of the pool at this position; a problem where no declaration makes such ones. */
export function liveDrives(tenant: LiveTenant, index: number, pool: LivePool): LiveDrives | LiveProblem {
  const { path, drives } = addressed(tenant, index);
  // One more than there are mounts is enough to find the first drive that has none.
  const most = listAt(pool.container, 'volumeMounts').length + 1;
  const paths =
    drives === undefined
      ? [path]
      : Array.from({ length: Math.min(drives, most) }, (_, i) => `${path}/rustfs${i}`);
  const mounts = paths.map((drive) => driveMount(pool, drive));
  const odd = mounts.find((mount) => 'code' in mount);
  if (odd !== undefined && 'code' in odd) return odd;
  const names = mounts.flatMap((mount) => ('claim' in mount ? [mount.claim] : []));
  const templates = pool.claimTemplates.map(claimTemplate);
  const data = templates.filter((template) => nameOf(template) !== logVolumeName);
  const listed = templates.map(nameOf);
  const [first] = data;
  const isAsDeclared =
    isSame(data.map(nameOf), names) &&
    [0, -1].some((i) => listed.at(i) === logVolumeName || data.length === listed.length);
  const ownVolume = names.find((name) => !listed.includes(name));
  if (ownVolume !== undefined) return onPodVolume(pool, ownVolume);
  if (first === undefined || !isAsDeclared) return oddTemplates(pool, listed, names);
  const doubled = listed.find((name) => named(listAt(pool.pod, 'volumes'), name) !== undefined);
  if (doubled !== undefined) return doubledVolume(pool, doubled);
  if (!data.every((template) => isSame(claimOf(template), claimOf(first)))) return unequalTemplates(pool);
  const log = templates.find((template) => nameOf(template) === logVolumeName);
  return {
    path,
    isExact: drives === undefined,
    claimNames: names,
    claim: claimOf(first),
    log: log && { ...claimOf(log), position: listed[0] === logVolumeName ? 'first' : 'last' },
  };
}

/** A lone drive has no number in its address, yet the operator mounts it as the first of several. */
function addressed({ expressions }: LiveTenant, index: number): { path: string; drives: number | undefined } {
  if (expressions.kind === 'pools') return expressions.pools[index] ?? { path: '', drives: undefined };
  const parent = /^(.*)\/rustfs0$/.exec(expressions.path)?.[1];
  return parent === undefined ? { path: expressions.path, drives: undefined } : { path: parent, drives: 1 };
}

/**
 * The volume of a drive, mounted whole and to be written. A directory of it (`subPath`) or another kind of mount decides
 * which bytes the server finds, and a declaration mounts drives in one way only.
 */
function driveMount(pool: LivePool, path: string): { readonly claim: string } | LiveProblem {
  const [mount, ...others] = listAt(pool.container, 'volumeMounts').filter(
    (one) => textAt(one, 'mountPath')?.replace(/\/+$/, '') === path,
  );
  if (mount === undefined || others.length > 0) return unmounted(pool, path, others.length > 0);
  const { name, mountPath, ...rest } = fieldsAt([storedMount(mount)], 0);
  const [odd] = Object.keys(rest);
  if (odd !== undefined) return oddMount(pool, path, odd);
  if (mountPath !== path) return oddMount(pool, path, 'a slash at the end');
  return { claim: typeof name === 'string' ? name : '' };
}

function nameOf(template: Fields): string {
  return textAt(template, 'metadata', 'name') ?? '';
}

function claimOf(template: Fields): LiveClaim {
  const { volumeMode, ...spec } = fieldsAt(template, 'spec');
  return {
    labels: pairs(template, 'labels'),
    annotations: pairs(template, 'annotations'),
    spec: saying({ ...spec, ...(volumeMode !== 'Filesystem' && { volumeMode }) }),
  };
}

function pairs(template: Fields, key: 'labels' | 'annotations'): Record<string, string> {
  const entries = Object.entries(fieldsAt(template, 'metadata', key));
  return Object.fromEntries(entries.map(([name, value]) => [name, String(value)]));
}

function unmounted({ set }: LivePool, path: string, isTwice: boolean): LiveProblem {
  return problemAt(
    set,
    'live-unknown',
    `RUSTFS_VOLUMES has a drive at "${path}", and ${isTwice ? 'two volumes are' : 'no volume is'} mounted there.`,
    'Only drives that are mounted at their own address can be adopted.',
  );
}

function oddMount({ set }: LivePool, path: string, field: string): LiveProblem {
  const isDirectory = field === 'subPath' || field === 'subPathExpr';
  return problemAt(
    set,
    'live-unknown',
    isDirectory
      ? `Its drive at "${path}" is a directory of its volume (${field}). A declaration mounts the volume itself, where the ` +
          'server would find no object.'
      : `Its drive at "${path}" is mounted with ${field}, which decides what the server finds there, and a declaration cannot say it.`,
    isDirectory
      ? asItIs
      : 'Take it out where the StatefulSet comes from, if nothing needs it; that restarts the pods once. Then adopt.',
  );
}

/** A volume of the pod template is the same for all pods; what it is decides how one could go on. */
function onPodVolume({ set, pod }: LivePool, name: string): LiveProblem {
  const volume = named(listAt(pod, 'volumes'), name);
  const claim = textAt(volume, 'persistentVolumeClaim', 'claimName');
  const kind = Object.keys(volume ?? {}).find((key) => key !== 'name');
  const what = claim === undefined ? `is ${kind ?? 'nowhere declared'}` : `is the claim "${claim}"`;
  return problemAt(
    set,
    'live-unknown',
    `A drive is on the pod's own volume "${name}", which ${what}. The drives of a declaration are on claim templates, whose ` +
      'claims have names of their own, so its objects would be left behind.',
    'Leave it as it is, or make a new tenant and copy the objects over, for example with rc mirror or rclone.',
  );
}

/** Kubernetes puts the claim in the volume's place: what the author meant is unclear. */
function doubledVolume({ set }: LivePool, name: string): LiveProblem {
  return problemAt(
    set,
    'live-unknown',
    `The pod has a volume "${name}" beside the claim template of that name, whose claim takes its place.`,
    'Take the volume out where the StatefulSet comes from; that restarts the pods once. Then adopt.',
  );
}

const asItIs =
  'Such a StatefulSet can only go on as it is: add a new pool beside it, or a new tenant, and move the objects there.';

function oddTemplates({ set }: LivePool, listed: readonly string[], drives: readonly string[]): LiveProblem {
  return problemAt(
    set,
    'live-unknown',
    `Its claim templates are ${listed.join(', ') || 'none'}, its drives are on ${drives.join(', ')}. A declaration makes one ` +
      'claim template per drive, in their order, and one called "logs" before or after them.',
    asItIs,
  );
}

function unequalTemplates({ set }: LivePool): LiveProblem {
  return problemAt(
    set,
    'live-unknown',
    'The claim templates of its drives differ from each other; a declaration makes all drives of a pool alike.',
    asItIs,
  );
}
