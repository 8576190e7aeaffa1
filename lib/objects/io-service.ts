import type { Service } from 'kubernetes-types/core/v1';
import type { Tenant } from '../tenant/tenant';
import { clientService } from './client-service';
import type { Composed } from './object';
import { s3ServicePort } from './service-port';

/** S3 and the admin API (contract 2.3). */
export function ioService(tenant: Tenant): Composed<Service> {
  return clientService(tenant, tenant.names.ioService, [s3ServicePort(tenant)], tenant.services.io);
}
