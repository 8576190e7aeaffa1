import type { Container, PodSecurityContext, SecurityContext } from 'kubernetes-types/core/v1';
import type { TenantDraft, Unfinished } from '../draft';
import { warning, type Problem } from '../problem';
import { profileOf } from '../profile';
import { effectiveSecurity } from '../security-context';

type ContainerDraft = Unfinished<Container>;

/**
 * Further containers with which a namespace that enforces Pod Security `restricted` admits no pod, though it would admit the
 * server: Kubernetes then refuses every pod of the tenant, and tells it in events of the StatefulSet alone.
 */
export function* podSecurityRules(spec: TenantDraft): Iterable<Problem> {
  const pods = (spec.pools ?? []).map((pool) => effectiveSecurity(profileOf(spec).security, [spec, pool]));
  // Where the platform decides, or the server itself would not be admitted, it is not for the container to say.
  if (
    pods.some(
      ({ pod, container, isDelegated }) =>
        isDelegated || lacks(pod, { securityContext: container }).length > 0,
    )
  )
    return;
  const { initContainers = [], containers = [] } = spec.pod ?? {};
  const all = [
    ...initContainers.map((container, i) => ({ path: `pod.initContainers[${i}]`, container })),
    ...containers.map((container, i) => ({ path: `pod.containers[${i}]`, container })),
  ];
  for (const { path, container } of all) {
    const lacking = [...new Set(pods.flatMap(({ pod }) => lacks(pod, container)))];
    if (lacking.length === 0) continue;
    yield warning(
      `${path}.securityContext`,
      'pod-security',
      `A namespace that enforces Pod Security "restricted" would admit no pod of the tenant: of this container it wants ${lacking.join(', ')}.`,
      'Say so in its securityContext; the server has it already.',
    );
  }
}

/** What `restricted` wants of a container and does not find (pod-security-admission policy/check_*.go, Kubernetes 1.36). */
function lacks(pod: PodSecurityContext, container: ContainerDraft): string[] {
  const { securityContext: own = {}, ports = [] } = container;
  const wanted: [want: string, isThere: boolean][] = [
    ['allowPrivilegeEscalation: false', own.allowPrivilegeEscalation === false],
    ['capabilities.drop: [ALL]', own.capabilities?.drop?.includes('ALL') === true],
    ['no capabilities.add but NET_BIND_SERVICE', (own.capabilities?.add ?? []).every(isBindService)],
    ['runAsNonRoot: true', own.runAsNonRoot !== false && (own.runAsNonRoot ?? pod.runAsNonRoot) === true],
    ['a runAsUser that is not 0', own.runAsUser !== 0],
    ['seccompProfile.type: RuntimeDefault', isConfined(own.seccompProfile?.type ?? pod.seccompProfile?.type)],
    ['no privileged: true', own.privileged !== true],
    ['procMount: Default', (own.procMount ?? 'Default') === 'Default'],
    ['no appArmorProfile.type: Unconfined', own.appArmorProfile?.type !== 'Unconfined'],
    ['no user or role in seLinuxOptions, and a type of containers', hasOrdinaryLabels(own)],
    ['no windowsOptions.hostProcess', own.windowsOptions?.hostProcess !== true],
    ['no hostPort', ports.every(({ hostPort = 0 }) => hostPort === 0)],
    ['no host in probes and hooks', !reachesHosts(container)],
  ];
  return wanted.flatMap(([want, isThere]) => (isThere ? [] : [want]));
}

function isBindService(capability: string): boolean {
  return capability === 'NET_BIND_SERVICE';
}

function isConfined(type: string | undefined): boolean {
  return type === 'RuntimeDefault' || type === 'Localhost';
}

const containerTypes: readonly string[] = [
  '',
  'container_t',
  'container_init_t',
  'container_kvm_t',
  'container_engine_t',
];

function hasOrdinaryLabels({ seLinuxOptions = {} }: Unfinished<SecurityContext>): boolean {
  const { user = '', role = '', type = '' } = seLinuxOptions;
  return user === '' && role === '' && containerTypes.includes(type);
}

/** Since 1.34: a probe or a hook may ask the pod only. */
function reachesHosts({ livenessProbe, readinessProbe, startupProbe, lifecycle }: ContainerDraft): boolean {
  return [livenessProbe, readinessProbe, startupProbe, lifecycle?.postStart, lifecycle?.preStop].some(
    (asked) => (asked?.httpGet?.host ?? '') !== '' || (asked?.tcpSocket?.host ?? '') !== '',
  );
}
