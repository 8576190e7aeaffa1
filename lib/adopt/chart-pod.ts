import type { LiveProblem } from './live-objects';
import { problemAt, type LivePool } from './live-tenant';
import { isEmpty, listAt, pairsAt, saying, textAt, type Fields } from './value';

/** What of a pod is read, or is the default profile's to decide. */
const knownPodFields: readonly string[] = [
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

/** Parts of the pod that a declaration has no word for: to drop them could break what depends on them. */
export function unsaidParts({ set, pod, container }: LivePool): LiveProblem[] {
  const parts = [
    ...Object.keys(pod)
      .filter((field) => !knownPodFields.includes(field) && !isEmpty(pod[field]))
      .map((field) => `the pod's ${field}`),
    ...listAt(pod, 'imagePullSecrets')
      .slice(1)
      .map((one) => `the pull secret "${textAt(one, 'name') ?? ''}"`),
    ...(listAt(container, 'args').length > 0 ? ['the arguments of the server'] : []),
  ];
  return parts.map((part) =>
    problemAt(
      set,
      'live-unknown',
      `A declaration cannot say ${part}.`,
      'Take it out of the release first, if nothing needs it; otherwise leave the tenant with the chart.',
    ),
  );
}

/** What `pod` says of the pods: everything that is neither the chart's own nor a field of another name. */
export function podSettings({ pod, container, template }: LivePool): Fields {
  const ownName = textAt(container, 'name');
  const { runtimeClassName, hostUsers, dnsPolicy, dnsConfig, terminationGracePeriodSeconds: grace } = pod;
  return saying({
    runtimeClassName,
    hostUsers,
    dnsConfig,
    dnsPolicy: dnsPolicy === 'ClusterFirst' ? undefined : dnsPolicy,
    terminationGracePeriodSeconds: grace === 30 ? undefined : grace,
    annotations: pairsAt(template, 'metadata', 'annotations'),
    // The chart's own init container makes directories, which mounts make superfluous.
    initContainers: listAt(pod, 'initContainers').filter((one) => textAt(one, 'name') !== 'init-step'),
    containers: listAt(pod, 'containers').filter((one) => textAt(one, 'name') !== ownName),
  });
}
