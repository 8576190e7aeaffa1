import type { Service } from 'kubernetes-types/core/v1';
import type { Tenant } from '../tenant/tenant';
import { metadata, type Composed } from './object';
import { s3ServicePort } from './service-port';

/**
 * Gives every server its DNS name (contract 2.3). Servers find each other before they are ready, so their
 * addresses are published at once.
 */
export function headlessService(tenant: Tenant): Composed<Service> {
  return {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: metadata(tenant, tenant.names.headlessService),
    spec: {
      type: 'ClusterIP',
      clusterIP: 'None',
      publishNotReadyAddresses: true,
      selector: tenant.selector,
      ports: [{ ...s3ServicePort(tenant), protocol: 'TCP' }],
    },
  };
}
