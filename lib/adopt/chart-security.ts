import { podSecurityDefaults } from '../tenant/security-context';
import { isSuperfluous } from './chart-pod';
import type { DeclaredSecurity } from './operator-security';
import type { LivePool } from './live-tenant';
import { at, fieldsAt, isSame, listAt, saying, type Fields } from './value';

/**
 * Whom the files on the drives belong to, as it is: ids that a pod has stay, and ids that it leaves to the platform stay
 * the platform's. An OpenShift SCC refuses any others, and elsewhere files would become another user's.
 */
export function chartSecurity(pools: readonly LivePool[]): DeclaredSecurity {
  const said = pools.map((pool) => ({ pod: podIds(pool), container: serverSecurity(pool) }));
  const [first] = said;
  const isComplete = said.every(({ pod }) => idFields.every((field) => pod[field] !== undefined));
  if (first !== undefined && isComplete && said.every((other) => isSame(other, first))) {
    const defaults: Fields = { ...podSecurityDefaults };
    const own = Object.entries(first.pod).filter(([key, id]) => id !== defaults[key]);
    return { tenant: written(Object.fromEntries(own), first.container), pools: pools.map(() => ({})) };
  }
  // Left to the platform by the tenant, every pool says what it has.
  return {
    tenant: { securityContext: {}, containerSecurityContext: {} },
    pools: said.map(({ pod, container }) => written(pod, container)),
  };
}

const idFields = ['runAsUser', 'runAsGroup', 'fsGroup'] as const;

/** The ids of the pod, and whether its containers may run as root where the default profile would forbid it. */
function podIds(pool: LivePool): Fields {
  const { runAsUser, runAsGroup, fsGroup, runAsNonRoot } = fieldsAt(pool.pod, 'securityContext');
  return saying({ runAsUser, runAsGroup, fsGroup, runAsNonRoot: runAsNonRoot ?? nonRootOf(pool) });
}

/**
 * False where the `runAsNonRoot` that the default profile says beside a user's id would keep the pod from starting: a
 * container is root, or the server's user is the image's, which RustFS's own gives as a name, and a name is no proof to
 * the kubelet (rc.3 Dockerfile).
 */
function nonRootOf({ pod, container }: LivePool): false | undefined {
  const podUser = at(pod, 'securityContext', 'runAsUser');
  const said = (one: unknown, field: string) => at(one, 'securityContext', field);
  if (podUser === undefined) {
    const isTold =
      said(container, 'runAsUser') !== undefined || said(container, 'runAsNonRoot') !== undefined;
    return isTold ? undefined : false;
  }
  const hasRoot = [...listAt(pod, 'initContainers'), ...listAt(pod, 'containers')]
    .filter((one) => !isSuperfluous(one))
    .some((one) => said(one, 'runAsUser') === 0 && said(one, 'runAsNonRoot') === undefined);
  return podUser !== 0 && hasRoot ? false : undefined;
}

/** What the server's own context says of the files that it can read. */
function serverSecurity(pool: LivePool): Fields {
  const own = fieldsAt(pool.container, 'securityContext');
  const { runAsUser, runAsGroup, runAsNonRoot, seLinuxOptions, privileged } = own;
  const isUnsaidByPod = runAsNonRoot === false || podIds(pool).runAsNonRoot === false;
  const user = runAsUser ?? at(pool.pod, 'securityContext', 'runAsUser');
  return saying({
    runAsUser,
    runAsGroup,
    runAsNonRoot: isUnsaidByPod ? runAsNonRoot : undefined,
    seLinuxOptions,
    // Root reads the files of others by a capability, which the default profile would drop.
    capabilities: user === 0 ? { drop: [], ...fieldsAt(own, 'capabilities') } : undefined,
    ...(privileged === true && { privileged, allowPrivilegeEscalation: true }),
  });
}

function written(pod: Fields, container: Fields): Fields {
  return saying({ securityContext: pod, containerSecurityContext: container });
}
