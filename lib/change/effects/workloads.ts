import { defined } from '../../defined';
import { isRecord } from '../../is-record';
import { error } from '../../tenant/problem';
import { fieldsAt, itemsAt, textAt, textsAt, valueAt, type Fields } from '../fields';
import { fingerprint } from '../fingerprint';
import type { ComparedObject } from '../object-change';
import { maybeSame, nameOf, objectKey, objectTitle } from '../objects';
import { podLabelsOf, podOf, selectorTakes } from '../selectors';
import {
  comparedName,
  told,
  type Effect,
  type EffectContext,
  type ServerSet,
  type StayingTenant,
} from './effect';
import { hasClaim, isClaimName } from './users';

/** What a workload has of a tenant's, as a sentence goes on; the same text is the same thing. */
interface Found {
  readonly code: 'drive-claimed' | 'pods-taken';
  readonly what: string;
}

/** Other workloads that take what belongs to servers: their drives' claims, or the servers themselves. */
export function* workloadEffects(object: ComparedObject, context: EffectContext): Iterable<Effect> {
  const { key, before, after } = object;
  if (after === undefined) return;
  for (const staying of context.staying) {
    const found = taken(after, staying);
    if (found.length === 0) continue;
    const former = context.former.find(({ title }) => title === staying.title);
    const known = before === undefined || former === undefined ? [] : taken(before, former);
    for (const { code, what } of found.filter((each) => !known.some((other) => other.what === each.what))) {
      yield told(
        key,
        staying,
        error('', code, `The ${objectTitle(comparedName(object))} ${what}. ${because[code]}`, wayOut[code]),
      );
    }
  }
}

const because: Readonly<Record<Found['code'], string>> = {
  'drive-claimed':
    'What it writes there, RustFS finds damaged, and on several servers it is lost in more shards than parity covers.',
  'pods-taken':
    'Kubernetes gives one that is without an owner to whoever selects it first, and counts the others for budgets and spreads.',
};

const wayOut: Readonly<Record<Found['code'], string>> = {
  'drive-claimed': 'Take it out, or mount it with readOnly: true. What needs the objects reads them over S3.',
  'pods-taken': 'Give it labels and a selector of its own.',
};

function taken(object: Fields, tenant: StayingTenant): Found[] {
  if (!maybeSame(nameOf(object).namespace, tenant.tenant.namespace)) return [];
  const isOwn = tenant.sets.some(({ pool }) => pool.key === objectKey(object));
  return [
    ...claimsTaken(object, tenant, isOwn),
    ...(isOwn ? [] : [...directoriesTaken(object, tenant), ...podsTaken(object, tenant)]),
  ];
}

function claimsTaken(object: Fields, tenant: StayingTenant, isOwn: boolean): Found[] {
  const { kind, namespace, name } = nameOf(object);
  // Servers may mount claims that somebody has made for them, but none that is made for another one.
  const isDrive = (claim: string) =>
    isOwn ? isClaimName(tenant.tenant, claim) : hasClaim(tenant, namespace, claim);
  const mounted = writtenClaims(object).filter(isDrive);
  // Its own are made for it; those of another StatefulSet are not, whichever tenant that is of.
  const others = {
    ...tenant.tenant,
    pools: tenant.tenant.pools.filter((pool) => pool.key !== objectKey(object)),
  };
  const isTaken = (claim: string) => (isOwn ? isClaimName(others, claim) : isDrive(claim));
  const made =
    kind === 'StatefulSet'
      ? itemsAt(object, 'spec', 'volumeClaimTemplates')
          .map((template) => `${nameOf(template).name}-${name}-`)
          .filter((start) => isTaken(`${start}0`))
      : [];
  return [
    ...(mounted.length > 0
      ? [`mounts ${mounted.join(', ')} for writing, which servers of ${tenant.title} mount`]
      : []),
    ...(made.length > 0
      ? [`asks for claims by the names ${made.join('…, ')}…, which are those of ${tenant.title}`]
      : []),
  ].map((what): Found => ({ code: 'drive-claimed', what }));
}

/** Directories of a node that are drives, where both may run on one node. */
function directoriesTaken(object: Fields, { title, sets }: StayingTenant): Found[] {
  const pod = fieldsAt(podOf(object), 'spec');
  const written = directoriesIn(writtenVolumes(pod));
  const shared = sets
    .filter((set) => mayMeet(pod, fieldsAt(podOf(set.object), 'spec')))
    .flatMap(driveDirectories)
    .filter((drive) => written.some((path) => `${path}/`.startsWith(`${drive}/`)));
  return shared.length === 0
    ? []
    : [
        {
          code: 'drive-claimed',
          what: `mounts ${[...new Set(shared)].join(', ')} of its node for writing, where servers of ${title} have drives`,
        },
      ];
}

/** The directories of nodes that drives lie on. */
function driveDirectories({ pool: { drives = [] }, object }: ServerSet): string[] {
  const volumes = itemsAt(fieldsAt(podOf(object), 'spec'), 'volumes');
  return directoriesIn(
    volumes.filter(({ name: _name, ...source }) =>
      drives.some((place) => place.startsWith(`hostPath ${fingerprint(source)}`)),
    ),
  );
}

function directoriesIn(volumes: readonly Fields[]): string[] {
  return volumes.flatMap((volume) => textAt(volume, 'hostPath', 'path')?.replace(/\/+$/, '') ?? []);
}

/** Whether pods may run on one node: nothing that both ask of it differs. */
function mayMeet(pod: Fields, other: Fields): boolean {
  const others = nodesOf(other);
  return Object.entries(nodesOf(pod)).every(([label, value]) => [undefined, value].includes(others[label]));
}

function nodesOf(pod: Fields): Readonly<Record<string, string>> {
  return { ...textsAt(pod, 'nodeSelector'), ...defined({ nodeName: textAt(pod, 'nodeName') }) };
}

/** The claims that pods mount and may write to; of kinds of other systems, all that they name. */
function writtenClaims(object: Fields): string[] {
  const pod = fieldsAt(podOf(object), 'spec');
  if (containersOf(pod).length === 0) return claimsNamed(object.spec);
  return writtenVolumes(pod)
    .map((volume) => textAt(volume, 'persistentVolumeClaim', 'claimName'))
    .filter((claim) => claim !== undefined);
}

/** The volumes that a container of a pod mounts for writing. */
function writtenVolumes(pod: Fields): Fields[] {
  const mounts = containersOf(pod).flatMap((container) => [
    ...itemsAt(container, 'volumeMounts'),
    ...itemsAt(container, 'volumeDevices'),
  ]);
  return itemsAt(pod, 'volumes').filter(
    (volume) =>
      valueAt(volume, 'persistentVolumeClaim', 'readOnly') !== true &&
      mounts.some(({ name, readOnly }) => name === volume.name && readOnly !== true),
  );
}

function containersOf(pod: Fields): Fields[] {
  return ['initContainers', 'containers', 'ephemeralContainers'].flatMap((field) => itemsAt(pod, field));
}

/**
 * Wherever an object names a claim to mount, as virtual machines (KubeVirt) and workflows (Argo, Tekton) do, or one to
 * restore to (VolSync).
 */
function claimsNamed(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap(claimsNamed);
  if (!isRecord(value)) return [];
  const own = [textAt(value, 'claimName'), textAt(value, 'destinationPVC')].filter(
    (claim) => claim !== undefined,
  );
  return [...(value.readOnly === true ? [] : own), ...Object.values(value).flatMap(claimsNamed)];
}

function podsTaken(object: Fields, { title, sets }: StayingTenant): Found[] {
  const { kind, name } = nameOf(object);
  const selector = valueAt(object, 'spec', 'selector');
  // A ReplicationController has its labels without more.
  const own = kind === 'ReplicationController' ? { matchLabels: selector } : selector;
  return sets
    .flatMap(({ object: set, pool: { statefulSet } }) => [
      ...(controllers.has(kind) && selectorTakes(own, podLabelsOf(set))
        ? [`selects the pods of ${statefulSet}, servers of ${title}`]
        : []),
      ...(selectorTakes(valueAt(set, 'spec', 'selector'), podLabelsOf(object))
        ? [`has pods with all labels by which ${statefulSet} selects servers of ${title}`]
        : []),
      ...(kind === 'Pod' &&
      name.startsWith(`${statefulSet}-`) &&
      /^\d+$/.test(name.slice(statefulSet.length + 1))
        ? [`has the name of a server of ${title}`]
        : []),
    ])
    .map((what): Found => ({ code: 'pods-taken', what }));
}

/** Kinds that take pods by a selector, and start or delete some until there are as many as they want. */
const controllers = new Set([
  'StatefulSet',
  'Deployment',
  'ReplicaSet',
  'ReplicationController',
  'DaemonSet',
  'Job',
]);
