import { fieldsAt, numberAt, textAt, type Fields } from './fields';
import { counted } from '../counted';
import { warning, type Problem } from '../tenant/problem';
import { nameOf, objectKey } from './objects';
import type { Rollout } from './rollout';

/** How many servers of each StatefulSet are away, by its key; those of which the cluster says so. */
export function serversAway(live: readonly Fields[]): ReadonlyMap<string, number> {
  return new Map(
    live
      .filter((object) => nameOf(object).kind === 'StatefulSet')
      .map((object) => [objectKey(object), awayFrom(object)] as const)
      .filter(([, away]) => away > 0),
  );
}

/**
 * Servers that are not ready by the status, and one more where a rollout is under way and takes the next. Kubernetes
 * leaves `readyReplicas` out when it is 0, and never `availableReplicas` (k8s.io/api apps/v1 StatefulSetStatus).
 */
function awayFrom(statefulSet: Fields): number {
  const status = fieldsAt(statefulSet, 'status');
  const isTold = numberAt(status, 'availableReplicas') !== undefined;
  const ready = numberAt(status, 'readyReplicas') ?? (isTold ? 0 : undefined);
  if (ready === undefined) return 0;
  const wanted = numberAt(statefulSet, 'spec', 'replicas') ?? 1;
  return Math.max(wanted - ready, isRolling(statefulSet) ? 1 : 0);
}

function isRolling(statefulSet: Fields): boolean {
  const strategy = fieldsAt(statefulSet, 'spec', 'updateStrategy');
  const [current, update] = [
    textAt(statefulSet, 'status', 'currentRevision'),
    textAt(statefulSet, 'status', 'updateRevision'),
  ];
  const isHeld =
    textAt(strategy, 'type') === 'OnDelete' || (numberAt(strategy, 'rollingUpdate', 'partition') ?? 0) > 0;
  return !isHeld && current !== undefined && update !== undefined && current !== update;
}

/** What it means for a rollout that servers are away before it starts. */
export function awayProblems({ away, isTogether }: Rollout): Problem[] {
  if (away.length === 0 || isTogether) return [];
  const who = away.map(({ name, count }) => `${counted(count, 'server')} of ${name}`).join(' and ');
  return [
    warning(
      '',
      'servers-away',
      `${who} ${away.length === 1 && away[0]?.count === 1 ? 'is' : 'are'} away, or in the middle of a rollout. With podManagementPolicy: Parallel, Kubernetes up to 1.36 does not wait for them: it takes healthy servers beside them, one after the other.`,
      'First let all servers be ready, then apply this.',
    ),
  ];
}
