import { setField } from '../set-field';
import { acceptTenant } from '../tenant/check';
import { isRecord } from '../is-record';
import { resolve } from '../tenant/resolve';
import type { TenantSpec } from '../tenant/spec';
import type { Tenant } from '../tenant/tenant';
import { certificate } from './certificate';
import { clientServices } from './client-services';
import { developmentSecret } from './development-secret';
import { disruptionBudget } from './disruption-budget';
import { headlessService } from './headless-service';
import type { KubernetesObject } from './object';
import { serviceAccount } from './service-account';
import { statefulSet } from './stateful-set';

/**
 * The Kubernetes objects of a tenant, in the order to apply them: what the pods refer to first, then the
 * StatefulSets in pool order. The same declaration always gives the same objects; none shares a part with another.
 *
 * @throws {TenantError} with all problems, when the declaration has an error.
 */
export function composeTenant(spec: TenantSpec): KubernetesObject[] {
  return composeAccepted(acceptTenant(spec).declaration);
}

/** The same, of a declaration that has passed the checks. */
export function composeAccepted(declaration: TenantSpec): KubernetesObject[] {
  return objectsOf(resolve(declaration)).map(unshared);
}

/** A copy in which no part stands twice, so that a user may change one object and only that one. */
function unshared<T>(value: T): T;
function unshared(value: unknown): unknown {
  if (typeof value !== 'object') return value;
  if (Array.isArray(value)) return value.map(unshared);
  if (!isRecord(value)) return value;
  const copy: Record<string, unknown> = {};
  for (const key of Object.keys(value)) {
    const part = value[key];
    setField(copy, key, typeof part === 'object' ? unshared(part) : part);
  }
  return copy;
}

function objectsOf(tenant: Tenant): KubernetesObject[] {
  return [
    ...(tenant.developmentCredentials ? [developmentSecret(tenant)] : []),
    ...(tenant.serviceAccount.isComposed ? [serviceAccount(tenant)] : []),
    ...tenant.certificates.map((managed) => certificate(tenant, managed)),
    // A lone drive may have been adopted with one Service for everything.
    ...(tenant.sharedService?.name === tenant.names.headlessService ? [] : [headlessService(tenant)]),
    ...clientServices(tenant),
    ...tenant.pools.flatMap((pool) =>
      pool.disruptionBudget === undefined ? [] : [disruptionBudget(tenant, pool, pool.disruptionBudget)],
    ),
    ...tenant.pools.map((pool) => statefulSet(tenant, pool)),
  ];
}
