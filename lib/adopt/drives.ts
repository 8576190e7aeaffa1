import { claimTemplate } from './stored';
import { problemAt, type LivePool, type LiveTenant } from './live-tenant';
import type { LiveProblem } from './live-objects';
import { logVolumeName } from '../tenant/names';
import { fieldsAt, isSame, listAt, saying, textAt, type Fields } from './value';

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
  const paths =
    drives === undefined ? [path] : Array.from({ length: drives }, (_, i) => `${path}/rustfs${i}`);
  const claimNames = paths.map((drive) => claimMountedAt(pool, drive));
  const lost = claimNames.indexOf(undefined);
  if (lost >= 0) return unclaimed(pool, paths[lost] ?? path);
  const names = claimNames.filter((name) => name !== undefined);
  const templates = pool.claimTemplates.map(claimTemplate);
  const data = templates.filter((template) => nameOf(template) !== logVolumeName);
  const listed = templates.map(nameOf);
  const [first] = data;
  const isAsDeclared =
    isSame(data.map(nameOf), names) &&
    [0, -1].some((i) => listed.at(i) === logVolumeName || data.length === listed.length);
  if (first === undefined || !isAsDeclared) return oddTemplates(pool, listed, names);
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

function claimMountedAt({ container }: LivePool, path: string): string | undefined {
  const mount = listAt(container, 'volumeMounts').find((one) => textAt(one, 'mountPath') === path);
  return textAt(mount, 'name');
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

function unclaimed({ set }: LivePool, path: string): LiveProblem {
  return problemAt(
    set,
    'live-unknown',
    `RUSTFS_VOLUMES has a drive at "${path}", and no volume is mounted there.`,
    'Only drives that are mounted at their own address can be adopted.',
  );
}

function oddTemplates({ set }: LivePool, listed: readonly string[], drives: readonly string[]): LiveProblem {
  return problemAt(
    set,
    'live-unknown',
    `Its claim templates are ${listed.join(', ') || 'none'}, its drives are on ${drives.join(', ')}. A declaration makes one ` +
      'claim template per drive, in their order, and one called "logs" before or after them.',
    'Such a StatefulSet can only go on as it is: add a new pool beside it, or a new tenant, and move the objects there.',
  );
}

function unequalTemplates({ set }: LivePool): LiveProblem {
  return problemAt(
    set,
    'live-unknown',
    'The claim templates of its drives differ from each other; a declaration makes all drives of a pool alike.',
    'Such a StatefulSet can only go on as it is: add a new pool beside it, or a new tenant, and move the objects there.',
  );
}
