import type { Secret } from 'kubernetes-types/core/v1';
import type { Tenant } from '../tenant/tenant';
import { metadata, type Composed } from './object';

/** The Secret with RustFS's well-known defaults, for `developmentCredentials`. They are no secret to anybody. */
export function developmentSecret(tenant: Tenant): Composed<Secret> {
  return {
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: metadata(tenant, tenant.names.developmentSecret),
    type: 'Opaque',
    stringData: { accesskey: 'rustfsadmin', secretkey: 'rustfsadmin' },
  };
}
