import type { Service, ServicePort } from 'kubernetes-types/core/v1';
import { defined } from '../defined';
import type { ServiceSettings } from '../tenant/services';
import type { Tenant } from '../tenant/tenant';
import { metadata, type Composed } from './object';

/** A Service that clients connect to, over the servers of all pools. */
export function clientService(
  tenant: Tenant,
  name: string,
  ports: readonly Required<Pick<ServicePort, 'name' | 'port'>>[],
  settings: ServiceSettings,
): Composed<Service> {
  const { type, annotations, labels, loadBalancerSourceRanges, ...verbatim } = settings;
  return {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: {
      ...metadata(tenant, name, { ...labels, ...tenant.labels }),
      ...defined({ annotations }),
    },
    spec: {
      type: type ?? 'ClusterIP',
      selector: tenant.selector,
      ports: ports.map(({ name: portName, port }) => ({
        name: portName,
        port,
        targetPort: port,
        protocol: 'TCP',
      })),
      ...verbatim,
      ...defined({ loadBalancerSourceRanges: loadBalancerSourceRanges && [...loadBalancerSourceRanges] }),
    },
  };
}
