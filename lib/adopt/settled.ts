import { counted } from '../counted';
import { isRecord } from '../is-record';
import type { KubernetesObject } from '../objects/object';
import { problemAt, type LiveObject, type LiveProblem } from './live-objects';
import type { LivePool, LiveTenant } from './live-tenant';
import { at, fieldsAt, listAt, textAt } from './value';

/** What of a StatefulSet is still changing, or is another's to change: what is read of it now would not hold. */
export function unsettled({ set }: LivePool, origin: 'operator' | 'chart'): LiveProblem[] {
  const metadata = fieldsAt(set.value, 'metadata');
  const status = fieldsAt(set.value, 'status');
  const { currentRevision, updateRevision, observedGeneration } = status;
  const unknown = (message: string, fix: string) => [problemAt(set, 'live-unknown', message, fix)];
  if (metadata.deletionTimestamp !== undefined && metadata.deletionTimestamp !== null) {
    return unknown(
      'It is being deleted.',
      'Find out what deletes it, and what becomes of its claims, before anything else.',
    );
  }
  const isSeen = typeof observedGeneration !== 'number' || observedGeneration === metadata.generation;
  const isRolledOut = updateRevision === undefined || currentRevision === updateRevision;
  if (!isSeen || !isRolledOut) {
    return unknown(
      'A rollout is under way: some of its pods are still of another revision.',
      'Wait for kubectl rollout status, then read the objects again.',
    );
  }
  return ownerProblems(set, origin);
}

/**
 * Objects beside the StatefulSets that the declaration takes over, and that are another's: a Service with an owner goes with
 * it, and servers and clients are cut off.
 */
export function ownedBeside(
  { objects, origin }: Pick<LiveTenant, 'objects' | 'origin'>,
  composed: readonly KubernetesObject[],
): LiveProblem[] {
  return objects
    .filter(
      ({ kind, name }) =>
        kind !== 'StatefulSet' && composed.some((ours) => ours.kind === kind && ours.metadata.name === name),
    )
    .flatMap((live) => ownerProblems(live, origin));
}

/** What the operator makes belongs to its Tenant, which the hand-over removes. */
function ownerProblems(live: LiveObject, origin: LiveTenant['origin']): LiveProblem[] {
  const owner = listAt(live.value, 'metadata', 'ownerReferences')
    .filter(isRecord)
    .find((one) => !(origin === 'operator' && one.kind === 'Tenant'));
  if (owner === undefined) return [];
  const takesBack = owner.controller === true ? ', whose controller takes back what is changed;' : ':';
  return [
    problemAt(
      live,
      'live-unknown',
      `It belongs to ${textAt(owner, 'kind') ?? ''} ${textAt(owner, 'name') ?? ''}${takesBack} Kubernetes deletes it with its owner.`,
      'Adopt it when it has no owner: stop what has made it, and remove the owner with --cascade=orphan.',
    ),
  ];
}

/** Servers that are away: a restart of others beside them may take a pool below its quorum. */
export function unreadyServers(pools: readonly LivePool[]): string[] {
  return pools.flatMap(({ set, servers }) => {
    const ready = at(set.value, 'status', 'readyReplicas') ?? (hasSeen(set.value) ? 0 : servers);
    if (typeof ready !== 'number' || ready >= servers) return [];
    return [
      `StatefulSet ${set.name} has ${counted(servers - ready, 'server')} of ${servers} that are not ready: let all be ready before anything restarts.`,
    ];
  });
}

/** A status without ready servers means none, once there is a status. */
function hasSeen(set: unknown): boolean {
  return at(set, 'status', 'observedGeneration') !== undefined;
}
