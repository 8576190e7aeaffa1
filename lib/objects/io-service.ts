import type { Service } from 'kubernetes-types/core/v1';
import type { Tenant } from '../tenant/tenant';
import { s3Port } from '../tenant/volumes';
import { clientService } from './client-service';
import type { Composed } from './object';

/** S3 and the admin API (contract 2.3). */
export function ioService(tenant: Tenant): Composed<Service> {
  return clientService(
    tenant,
    tenant.names.ioService,
    { name: 'http-rustfs', port: s3Port },
    tenant.services.io,
  );
}
