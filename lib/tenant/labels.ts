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

/** The labels of a pool's StatefulSet, pods and claims. */
export function poolLabels(tenant: string, pool: string, managedBy: string): Labels {
  return {
    ...commonLabels(tenant, managedBy),
    'rustfs.pool': pool,
    'app.kubernetes.io/component': 'storage',
  };
}

/** What the Services select: the servers of all pools. */
export function tenantSelector(tenant: string): Labels {
  return { 'rustfs.tenant': tenant };
}

/** What a pool's StatefulSet selects. Immutable once it is there. */
export function poolSelector(tenant: string, pool: string): Labels {
  return { 'rustfs.tenant': tenant, 'rustfs.pool': pool };
}
