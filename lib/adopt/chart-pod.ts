import type { LiveProblem } from './live-objects';
import { problemAt, type LivePool } from './live-tenant';
import { isEmpty, listAt, textAt, type Fields } from './value';

/** What of a pod is read, or is the default profile's to decide. */
const knownPodFields: readonly string[] = [
  'affinity',
  'automountServiceAccountToken',
  'containers',
  'dnsPolicy',
  'enableServiceLinks',
  'imagePullSecrets',
  'initContainers',
  'nodeSelector',
  'priorityClassName',
  'restartPolicy',
  'schedulerName',
  'securityContext',
  'serviceAccount',
  'serviceAccountName',
  'terminationGracePeriodSeconds',
  'tolerations',
  'topologySpreadConstraints',
  'volumes',
];

/** Parts of the pod that a declaration has no word for: to drop them could break what depends on them. */
export function unsaidParts(pool: LivePool): LiveProblem[] {
  const { pod, container, claimTemplates } = pool;
  const claims = claimTemplates.map((template) => textAt(template, 'metadata', 'name'));
  const ownName = textAt(container, 'name');
  const parts = [
    ...Object.keys(pod)
      .filter((field) => !knownPodFields.includes(field) && !isEmpty(pod[field]))
      .map((field) => `the pod's ${field}`),
    // The chart's own init container makes directories, which mounts make superfluous.
    ...names(pod, 'initContainers', ['init-step']).map((name) => `the init container "${name}"`),
    ...names(pod, 'containers', [ownName]).map((name) => `the container "${name}"`),
    ...listAt(pod, 'imagePullSecrets')
      .slice(1)
      .map((one) => `the pull secret "${textAt(one, 'name') ?? ''}"`),
    ...names(pod, 'volumes', claims).map((name) => `the volume "${name}"`),
    ...(listAt(container, 'args').length > 0 ? ['the arguments of the server'] : []),
  ];
  return parts.map((part) =>
    problemAt(
      pool.set,
      'live-unknown',
      `A declaration cannot say ${part}.`,
      'Take it out of the release first, if nothing needs it; otherwise leave the tenant with the chart.',
    ),
  );
}

function names(pod: Fields, field: string, known: readonly (string | undefined)[]): string[] {
  return listAt(pod, field)
    .map((one) => textAt(one, 'name') ?? '')
    .filter((name) => !known.includes(name));
}
