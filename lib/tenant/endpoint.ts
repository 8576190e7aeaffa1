import { tenantNames } from './names';
import type { TenantSpec } from './spec';
import { isTlsEnabled } from './tls/certificates';
import { consolePort, s3Port } from './volumes';

type Addressed = Pick<TenantSpec, 'name' | 'namespace' | 'adopted' | 'tls'>;

/** Where S3 clients in the cluster connect. */
export function endpointOf(spec: Addressed): string {
  return `${schemeOf(spec.tls)}://${tenantNames(spec).ioService}.${spec.namespace}.svc:${s3Port}`;
}

/** Where the console is in the cluster. */
export function consoleEndpointOf(spec: Addressed): string {
  return `${schemeOf(spec.tls)}://${tenantNames(spec).consoleService}.${spec.namespace}.svc:${consolePort}`;
}

function schemeOf(tls: Addressed['tls']): string {
  return isTlsEnabled(tls) ? 'https' : 'http';
}
