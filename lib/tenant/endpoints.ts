import { tenantNames } from './names';
import type { TenantSpec } from './spec';
import { consolePort, s3Port } from './volumes';

type Addressed = Pick<TenantSpec, 'name' | 'namespace'>;

/** Where S3 clients in the cluster connect. */
export function s3Endpoint({ name, namespace }: Addressed): string {
  return `http://${tenantNames(name).ioService}.${namespace}.svc:${s3Port}`;
}

/** Where browsers in the cluster would find the console. */
export function consoleEndpoint({ name, namespace }: Addressed): string {
  return `http://${tenantNames(name).consoleService}.${namespace}.svc:${consolePort}`;
}
