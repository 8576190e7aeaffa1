import type { PodSecurityContext, SecurityContext } from 'kubernetes-types/core/v1';
import { defined } from '../defined';
import type { PodSecurityOverride } from './security';

/** One level that may override the security contexts: the tenant or a pool. */
export interface SecurityScope {
  readonly securityContext?: PodSecurityOverride;
  readonly containerSecurityContext?: SecurityContext;
}

/** What a profile starts from. */
export interface SecurityDefaults {
  readonly container: SecurityContext;
  /** The container's context once a scope leaves security to the platform. */
  readonly delegatedContainer: SecurityContext;
  /** Whether a delegated pod's container still says what Pod Security `restricted` asks for. */
  readonly hardensDelegated: boolean;
}

/** The security contexts of a pool's pods. */
export interface EffectiveSecurity {
  readonly pod: PodSecurityContext;
  readonly container: SecurityContext;
  /** Whether some scope left security to the platform. */
  readonly isDelegated: boolean;
}

/** The operator's pod defaults (contract 2.7). 10001 is the image's user. */
export const podSecurityDefaults: PodSecurityContext = {
  runAsUser: 10001,
  runAsGroup: 10001,
  fsGroup: 10001,
  fsGroupChangePolicy: 'OnRootMismatch',
  runAsNonRoot: true,
  seccompProfile: { type: 'RuntimeDefault' },
};

/** Merges defaults, tenant and pool as the operator does (contract 2.7, rules 1 to 6). */
export function effectiveSecurity(
  defaults: SecurityDefaults,
  scopes: readonly SecurityScope[],
): EffectiveSecurity {
  let pod = podSecurityDefaults;
  let container = defaults.container;
  let explicitNonRoot: boolean | undefined;
  let isDelegated = false;
  for (const scope of scopes) {
    if (delegates(scope)) {
      pod = { fsGroupChangePolicy: 'OnRootMismatch' };
      container = defaults.delegatedContainer;
      explicitNonRoot = undefined;
      isDelegated = true;
      continue;
    }
    pod = { ...pod, ...scope.securityContext };
    container = mergeContainer(container, scope.containerSecurityContext ?? {});
    explicitNonRoot = scope.securityContext?.runAsNonRoot ?? explicitNonRoot;
  }
  if (pod.runAsUser !== undefined || explicitNonRoot !== undefined) {
    pod = { ...pod, runAsNonRoot: explicitNonRoot ?? pod.runAsUser !== 0 };
  }
  if (
    container.runAsUser !== undefined &&
    explicitNonRoot === undefined &&
    container.runAsNonRoot === undefined
  ) {
    container = { ...container, runAsNonRoot: container.runAsUser !== 0 };
  }
  if (isDelegated && defaults.hardensDelegated) container = hardened(pod, container);
  return { pod, container, isDelegated };
}

/** The user that the server runs as; undefined when the platform or the image decides. */
export function effectiveUser({ pod, container }: EffectiveSecurity): number | undefined {
  return container.runAsUser ?? pod.runAsUser;
}

/** Whether the kubelet refuses a root user. */
export function refusesRoot({ pod, container }: EffectiveSecurity): boolean {
  return container.runAsNonRoot ?? pod.runAsNonRoot ?? false;
}

/** Whether the server runs under the container runtime's default seccomp profile, as far as one can know. */
export function usesRuntimeDefaultSeccomp({ pod, container, isDelegated }: EffectiveSecurity): boolean {
  const type = container.seccompProfile?.type ?? pod.seccompProfile?.type;
  return type === undefined ? isDelegated : type === 'RuntimeDefault';
}

/** Both contexts given, both empty: the platform (an OpenShift SCC, say) decides. One empty object alone says nothing. */
function delegates({ securityContext, containerSecurityContext }: SecurityScope): boolean {
  return isEmpty(securityContext) && isEmpty(containerSecurityContext);
}

function isEmpty(value: object | undefined): boolean {
  return value !== undefined && Object.keys(value).length === 0;
}

/** Field by field; capabilities per list, SELinux and Windows options per key, profiles whole. */
function mergeContainer(base: SecurityContext, over: SecurityContext): SecurityContext {
  return {
    ...base,
    ...over,
    ...defined({
      capabilities: merged(base.capabilities, over.capabilities),
      seLinuxOptions: merged(base.seLinuxOptions, over.seLinuxOptions),
      windowsOptions: merged(base.windowsOptions, over.windowsOptions),
    }),
  };
}

function merged<T extends object>(base: T | undefined, over: T | undefined): T | undefined {
  return base === undefined || over === undefined ? (over ?? base) : { ...base, ...over };
}

/** What Pod Security `restricted` asks for and a delegated pod does not say. */
function hardened(pod: PodSecurityContext, container: SecurityContext): SecurityContext {
  const seccompProfile = pod.seccompProfile === undefined ? { type: 'RuntimeDefault' } : undefined;
  const runAsNonRoot = pod.runAsNonRoot === undefined && container.runAsUser !== 0 ? true : undefined;
  return { ...defined({ seccompProfile, runAsNonRoot }), ...container };
}
