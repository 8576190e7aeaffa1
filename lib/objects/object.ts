import type { StatefulSet } from 'kubernetes-types/apps/v1';
import type { Secret, Service, ServiceAccount } from 'kubernetes-types/core/v1';
import type { PodDisruptionBudget } from 'kubernetes-types/policy/v1';
import type { ObjectMeta } from 'kubernetes-types/meta/v1';
import type { Labels } from '../tenant/labels';
import type { Tenant } from '../tenant/tenant';
import type { Certificate } from './certificate';

/** An object as composed: with its kind, its name and its namespace always set. */
export type Composed<T extends { apiVersion?: string; kind?: string }> = T & {
  apiVersion: NonNullable<T['apiVersion']>;
  kind: NonNullable<T['kind']>;
  metadata: ObjectMeta & { name: string; namespace: string };
};

/** Any object of a composed tenant. */
export type KubernetesObject =
  | Composed<Secret>
  | Composed<ServiceAccount>
  | Composed<Certificate>
  | Composed<Service>
  | Composed<PodDisruptionBudget>
  | Composed<StatefulSet>;

/** Metadata of an object of the tenant. */
export function metadata(tenant: Tenant, name: string, labels: Labels = tenant.labels) {
  return { name, namespace: tenant.namespace, labels };
}
