import type { StatefulSet, StatefulSetSpec } from 'kubernetes-types/apps/v1';
import { definedAs } from '../defined';
import type { Pool, Tenant } from '../tenant/tenant';
import { claimTemplates } from './claim-templates';
import { metadata, type Composed } from './object';
import { podTemplate } from './pod-template';

/** The servers of one pool (contract 2.4). */
export function statefulSet(tenant: Tenant, pool: Pool): Composed<StatefulSet> {
  const { updatePartition: partition } = pool;
  return {
    apiVersion: 'apps/v1',
    kind: 'StatefulSet',
    metadata: metadata(tenant, pool.statefulSetName, pool.labels),
    spec: definedAs<StatefulSetSpec>({
      replicas: pool.servers,
      serviceName: tenant.names.headlessService,
      podManagementPolicy: tenant.podManagementPolicy,
      minReadySeconds: tenant.minReadySeconds,
      selector: { matchLabels: pool.selector },
      updateStrategy:
        partition === undefined ? undefined : { type: 'RollingUpdate', rollingUpdate: { partition } },
      persistentVolumeClaimRetentionPolicy: tenant.claimRetention,
      template: podTemplate(tenant, pool),
      volumeClaimTemplates: claimTemplates(pool),
    }),
  };
}
