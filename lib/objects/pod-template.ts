import type { PodSpec, PodTemplateSpec } from 'kubernetes-types/core/v1';
import type { ObjectMeta } from 'kubernetes-types/meta/v1';
import { definedAs } from '../defined';
import type { Pool, Tenant } from '../tenant/tenant';
import { container } from './container';

/** What every pod of a pool is made from. */
export function podTemplate(tenant: Tenant, pool: Pool): PodTemplateSpec {
  const { serviceAccount, imagePullSecret, pod } = tenant;
  return {
    metadata: definedAs<ObjectMeta>({
      labels: { ...tenant.podLabels, ...pool.podLabels },
      annotations: tenant.podAnnotations,
    }),
    spec: definedAs<PodSpec>({
      serviceAccountName: serviceAccount.name,
      automountServiceAccountToken: serviceAccount.isComposed ? false : undefined,
      imagePullSecrets: imagePullSecret === undefined ? undefined : [{ name: imagePullSecret }],
      schedulerName: tenant.scheduler,
      priorityClassName: pool.priorityClassName,
      nodeSelector: pool.nodeSelector,
      affinity: pool.affinity,
      tolerations: pool.tolerations && [...pool.tolerations],
      topologySpreadConstraints: pool.topologySpreadConstraints && [...pool.topologySpreadConstraints],
      terminationGracePeriodSeconds: tenant.terminationGracePeriodSeconds,
      runtimeClassName: pod.runtimeClassName,
      hostUsers: pod.hostUsers,
      dnsPolicy: pod.dnsPolicy,
      dnsConfig: pod.dnsConfig,
      initContainers: pod.initContainers && [...pod.initContainers],
      securityContext: pool.security.pod,
      // Always a list, as the operator writes it.
      volumes: [...tenant.container.volumes],
      containers: [container(tenant, pool), ...(pod.containers ?? [])],
    }),
  };
}
