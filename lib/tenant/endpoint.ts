import { tenantNames } from './names';
import type { TenantSpec } from './spec';
import { isTlsEnabled } from './tls/certificates';
import { s3Port } from './volumes';

/** Where S3 clients in the cluster connect. */
export function endpointOf({ name, namespace, tls }: Pick<TenantSpec, 'name' | 'namespace' | 'tls'>): string {
  const scheme = isTlsEnabled(tls) ? 'https' : 'http';
  return `${scheme}://${tenantNames(name).ioService}.${namespace}.svc:${s3Port}`;
}
