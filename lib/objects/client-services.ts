import type { Service } from 'kubernetes-types/core/v1';
import type { Tenant } from '../tenant/tenant';
import { consolePort, s3Port } from '../tenant/volumes';
import { clientService } from './client-service';
import { consoleService } from './console-service';
import { ioService } from './io-service';
import type { Composed } from './object';

/** What clients connect to: two Services, or the one that the tenant was adopted with. */
export function clientServices(tenant: Tenant): Composed<Service>[] {
  const { sharedService } = tenant;
  if (sharedService === undefined) return [ioService(tenant), consoleService(tenant)];
  const { name, s3PortName, consolePortName } = sharedService;
  const ports = [
    { name: s3PortName, port: s3Port },
    { name: consolePortName, port: consolePort },
  ];
  return [clientService(tenant, name, ports, tenant.services.io)];
}
