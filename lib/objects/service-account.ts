import type { ServiceAccount } from 'kubernetes-types/core/v1';
import type { Tenant } from '../tenant/tenant';
import { metadata, type Composed } from './object';

/** The pods' identity. RustFS asks nothing of the Kubernetes API, so no token is mounted (contract 2.2). */
export function serviceAccount(tenant: Tenant): Composed<ServiceAccount> {
  return {
    apiVersion: 'v1',
    kind: 'ServiceAccount',
    metadata: metadata(tenant, tenant.serviceAccount.name),
    automountServiceAccountToken: false,
  };
}
