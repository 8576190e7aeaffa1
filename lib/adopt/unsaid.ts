import { rustfsContainer } from './candidates';
import { problemAt, type LiveProblem } from './live-objects';
import type { LivePool } from './live-tenant';
import { startOf } from './server-start';
import { at, fieldsAt, isEmpty, listAt, textAt } from './value';

/** What of a pod is read, or is the default profile's to decide. */
const podFields: readonly string[] = [
  'affinity',
  'automountServiceAccountToken',
  'containers',
  'dnsConfig',
  'dnsPolicy',
  'enableServiceLinks',
  'hostUsers',
  'imagePullSecrets',
  'initContainers',
  'nodeSelector',
  'priorityClassName',
  'restartPolicy',
  'runtimeClassName',
  'schedulerName',
  'securityContext',
  'serviceAccount',
  'serviceAccountName',
  'terminationGracePeriodSeconds',
  'tolerations',
  'topologySpreadConstraints',
  'volumes',
];

/** The same of the server's container. What is left out decides what the server reads, such as `workingDir`. */
const containerFields: readonly string[] = [
  'args',
  'command',
  'env',
  'envFrom',
  'image',
  'imagePullPolicy',
  'lifecycle',
  'livenessProbe',
  'name',
  'ports',
  'readinessProbe',
  'resizePolicy',
  'resources',
  'securityContext',
  'startupProbe',
  'stdin',
  'stdinOnce',
  'terminationMessagePath',
  'terminationMessagePolicy',
  'tty',
  'volumeMounts',
];

/** What the operator makes neither of, so that somebody else has put it there. */
const foreignToOperator: readonly string[] = ['initContainers', 'hostUsers', 'runtimeClassName', 'dnsConfig'];

/** Groups and labels by which the files of a drive can be read, and which no declaration has. */
const podSecurity: readonly string[] = ['seLinuxOptions', 'supplementalGroups', 'supplementalGroupsPolicy'];

/** Parts of the pod that a declaration has no word for: to drop them could break what depends on them. */
export function unsaidParts(pool: LivePool, origin: 'operator' | 'chart'): LiveProblem[] {
  const { set, pod, container } = pool;
  const known =
    origin === 'operator' ? podFields.filter((one) => !foreignToOperator.includes(one)) : podFields;
  const security = fieldsAt(pod, 'securityContext');
  const parts = [
    ...unknownFields(pod, known).map((field) => `the pod's ${field}`),
    ...unknownFields(container, containerFields).map((field) => `${field} of the server's container`),
    ...podSecurity
      .filter((field) => security[field] !== undefined && !isEmpty(security[field]))
      .map((field) => `securityContext.${field} of the pod, by which the files of the drives may be read`),
    ...listAt(pod, 'imagePullSecrets')
      .slice(1)
      .map((one) => `the pull secret "${textAt(one, 'name') ?? ''}"`),
    ...(origin === 'operator' ? foreignParts(pool) : otherServers(pool)),
  ];
  return [
    ...parts.map((part) => unsaid(pool, part, takeOut)),
    ...unsaidStarts(pool),
    ...deletedClaims(pool),
    ...ordinals(pool, at(set.value, 'spec', 'ordinals', 'start')),
  ];
}

/** What a declaration cannot say of how the server is started. */
export function unsaidStarts(pool: LivePool): LiveProblem[] {
  return startOf(pool).unsaid.map(({ part, fix }) => unsaid(pool, part, fix));
}

const takeOut =
  'Take it out where the StatefulSet comes from, if nothing needs it; otherwise leave the tenant as it is.';

function unknownFields(fields: Readonly<Record<string, unknown>>, known: readonly string[]): string[] {
  return Object.keys(fields).filter((field) => {
    const value = fields[field];
    return (
      !known.includes(field) && value !== undefined && value !== null && value !== false && !isEmpty(value)
    );
  });
}

/** An operator's server has no variables but those of its Tenant, and no neighbours. */
function foreignParts({ pod, container }: LivePool): string[] {
  return [
    ...(listAt(container, 'envFrom').length > 0 ? ["envFrom of the server's container"] : []),
    ...(listAt(container, 'args').length > 0 ? ['the arguments of the server'] : []),
    ...listAt(pod, 'containers')
      .filter((one) => textAt(one, 'name') !== textAt(container, 'name'))
      .map((one) => `the container "${textAt(one, 'name') ?? ''}"`),
  ];
}

/** Containers beside the server that are told drives as well, so that either may be the one to adopt. */
function otherServers({ pod, container }: LivePool): string[] {
  return listAt(pod, 'containers')
    .filter((one) => textAt(one, 'name') !== textAt(container, 'name'))
    .filter((one) => rustfsContainer({ containers: [one] }) !== undefined)
    .map((one) => `the container "${textAt(one, 'name') ?? ''}", which runs RustFS as well`);
}

/** A hand-over must never be one slip from deleting claims, and no declaration of an operator's tenant takes that back. */
function deletedClaims({ set }: LivePool): LiveProblem[] {
  const policy = fieldsAt(set.value, 'spec', 'persistentVolumeClaimRetentionPolicy');
  if (policy.whenDeleted !== 'Delete' && policy.whenScaled !== 'Delete') return [];
  const retain =
    '{"spec":{"persistentVolumeClaimRetentionPolicy":{"whenDeleted":"Retain","whenScaled":"Retain"}}}';
  return [
    problemAt(
      set,
      'live-unknown',
      'Kubernetes deletes the claims of its drives when it is deleted or scaled (persistentVolumeClaimRetentionPolicy).',
      `Have them kept, which restarts no pod: kubectl patch statefulset ${set.name} -n ${set.namespace} --type merge -p '${retain}'. ` +
        'Say the same where the StatefulSet comes from. Then adopt.',
    ),
  ];
}

/** RUSTFS_VOLUMES counts from 0, and so does every declaration. */
function ordinals(pool: LivePool, start: unknown): LiveProblem[] {
  if (start === undefined || start === 0) return [];
  return [unsaid(pool, `ordinals.start: its pods are counted from ${JSON.stringify(start)}`, takeOut)];
}

function unsaid({ set }: LivePool, part: string, fix: string): LiveProblem {
  return problemAt(set, 'live-unknown', `A declaration cannot say ${part}.`, fix);
}
