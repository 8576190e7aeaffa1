import type { Service } from 'kubernetes-types/core/v1';
import type { Tenant } from '../tenant/tenant';
import { consolePort } from '../tenant/volumes';
import { clientService } from './client-service';
import type { Composed } from './object';

/** The web console (contract 2.3). Its listener serves S3 and the admin API as well, so expose it with care. */
export function consoleService(tenant: Tenant): Composed<Service> {
  const port = { name: 'http-console', port: consolePort };
  return clientService(tenant, tenant.names.consoleService, [port], tenant.services.console);
}
