import { tenantNames } from './names';
import type { TenantSpec } from './spec';
import { isTlsEnabled } from './tls/certificates';
import { consolePort, s3Port } from './volumes';

type Addressed = Pick<TenantSpec, 'name' | 'namespace' | 'tls'>;

/** Where S3 clients in the cluster connect. */
export function endpointOf({ name, namespace, tls }: Addressed): string {
  return `${schemeOf(tls)}://${tenantNames(name).ioService}.${namespace}.svc:${s3Port}`;
}

/** Where the console is in the cluster. */
export function consoleEndpointOf({ name, namespace, tls }: Addressed): string {
  return `${schemeOf(tls)}://${tenantNames(name).consoleService}.${namespace}.svc:${consolePort}`;
}

function schemeOf(tls: Addressed['tls']): string {
  return isTlsEnabled(tls) ? 'https' : 'http';
}
