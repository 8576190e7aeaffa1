import type { PodTemplateSpec, Volume } from 'kubernetes-types/core/v1';
import { defined } from '../defined';
import { logVolumeName } from '../tenant/names';
import type { Pool, Tenant, TenantContainer } from '../tenant/tenant';
import { container } from './container';

/** What every pod of a pool is made from. */
export function podTemplate(tenant: Tenant, pool: Pool): PodTemplateSpec {
  const { serviceAccount, imagePullSecret } = tenant;
  return {
    metadata: { labels: { ...pool.labels } },
    spec: {
      serviceAccountName: serviceAccount.name,
      ...defined({
        automountServiceAccountToken: serviceAccount.isComposed ? false : undefined,
        imagePullSecrets: imagePullSecret === undefined ? undefined : [{ name: imagePullSecret }],
        schedulerName: tenant.scheduler,
        priorityClassName: pool.priorityClassName,
        nodeSelector: pool.nodeSelector && { ...pool.nodeSelector },
        affinity: pool.affinity,
        tolerations: pool.tolerations && [...pool.tolerations],
        topologySpreadConstraints: pool.topologySpreadConstraints && [...pool.topologySpreadConstraints],
        terminationGracePeriodSeconds: tenant.terminationGracePeriodSeconds,
      }),
      securityContext: pool.security.pod,
      volumes: volumes(tenant.container),
      containers: [container(tenant, pool)],
    },
  };
}

/** The pod's own volumes; those of claims come from the claim templates. Always a list, as the operator writes it. */
function volumes({ log, writablePaths }: TenantContainer): Volume[] {
  return [
    ...(log !== undefined && log.claim === undefined ? [{ name: logVolumeName, emptyDir: {} }] : []),
    ...writablePaths.map(({ name }) => ({ name, emptyDir: {} })),
  ];
}
