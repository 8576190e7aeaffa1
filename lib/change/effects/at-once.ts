import { error, type Problem } from '../../tenant/problem';
import { textAt, valueAt, type Fields } from '../fields';
import type { ComparedObject } from '../object-change';
import { nameOf, objectTitle } from '../objects';
import type { ObservedPool } from '../observed-pool';

/** Kubernetes numbers no pods of a Deployment: each is told the same drives. */
export function moreServers(
  { after = {} }: ComparedObject,
  { running: old }: ObservedPool,
  { running, drives = [] }: ObservedPool,
): Problem[] {
  if (running.count <= Math.max(old.count, 1)) return [];
  return [
    error(
      '',
      'servers-unlike-address',
      `The ${objectTitle(nameOf(after))} would run ${running.count} servers on ${drives.join(', ')}: each takes that for its own alone, and damages what the others write.`,
      'Put replicas back. To grow, copy the objects over S3 to a tenant of several servers.',
    ),
  ];
}

/** A Deployment, and a DaemonSet with a surge, starts the new pod beside the old one: both have the drives then. */
export function twoAtOnce({ before = {}, after = {} }: ComparedObject): Problem[] {
  const { kind } = nameOf(after);
  const overlaps = (side: Fields) =>
    kind === 'Deployment'
      ? textAt(side, 'spec', 'strategy', 'type') !== 'Recreate' && !hasNoSurge(side)
      : kind === 'DaemonSet' && !isNone(valueAt(side, 'spec', 'updateStrategy', 'rollingUpdate', 'maxSurge'));
  if (overlaps(before) || !overlaps(after)) return [];
  return [
    error(
      '',
      'servers-unlike-address',
      `The ${objectTitle(nameOf(after))} would start a new server before the old one has stopped, both on the same drives: each ` +
        'takes them for its own alone, and damages what the other writes.',
      kind === 'Deployment' ? 'Put strategy: {type: Recreate} or maxSurge: 0 back.' : 'Take maxSurge out.',
    ),
  ];
}

/** Without a word a quarter more pods may be there meanwhile, rounded up (k8s.io/api apps/v1, RollingUpdateDeployment). */
function hasNoSurge(deployment: Fields): boolean {
  const surge = valueAt(deployment, 'spec', 'strategy', 'rollingUpdate', 'maxSurge');
  return surge !== undefined && isNone(surge);
}

function isNone(surge: unknown): boolean {
  return surge === undefined || parseInt(String(surge), 10) === 0;
}
