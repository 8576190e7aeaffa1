import type { NamedPool, NamedTenant } from './names';

export type Labels = Readonly<Record<string, string>>;

/** What the operator writes as `managed-by`. Claim templates keep it for ever: they cannot be changed. */
export const operatorManagedBy = 'rustfs-operator';

/** The labels of every object of a tenant (contract 2.1). */
export function commonLabels(tenant: string, managedBy: string): Labels {
  return {
    'app.kubernetes.io/name': 'rustfs',
    'app.kubernetes.io/instance': tenant,
    'app.kubernetes.io/managed-by': managedBy,
    'rustfs.tenant': tenant,
  };
}

/** The labels of a pool's StatefulSet. */
export function poolLabels(tenant: string, pool: string, managedBy: string): Labels {
  return Object.assign(commonLabels(tenant, managedBy), {
    'rustfs.pool': pool,
    'app.kubernetes.io/component': 'storage',
  });
}

/** The labels of a pool's pods: its own, and those that an adopted pool has had from the start. */
export function podLabels(tenant: NamedTenant, pool: NamedPool, managedBy: string): Labels {
  return {
    ...poolLabels(tenant.name, pool.name, managedBy),
    ...tenant.adopted?.selector,
    ...pool.adopted?.selector,
    ...pool.adopted?.podLabels,
  };
}

/** The labels of claims without the user's. They cannot be changed, so they never depend on the profile. */
export function claimLabels(tenant: string, { name, adopted }: NamedPool): Labels {
  return adopted === undefined ? poolLabels(tenant, name, operatorManagedBy) : { ...adopted.claimLabels };
}

/** What the Services select: the servers of all pools. */
export function tenantSelector({ name, adopted }: NamedTenant): Labels {
  return adopted?.selector ?? { 'rustfs.tenant': name };
}

/** What a pool's StatefulSet selects. Immutable once it is there. */
export function statefulSetSelector(tenant: string, { name, adopted }: NamedPool): Labels {
  return adopted?.selector ?? poolSelector(tenant, name);
}

/** By what scheduling and disruption budgets tell a pool's pods. An adopted selector may take those of other pools. */
export function poolSelector(tenant: string, pool: string): Labels {
  return { 'rustfs.tenant': tenant, 'rustfs.pool': pool };
}
