import { textAt, textsAt, type Fields } from './fields';
import { identityTitle, type TenantIdentity } from './identity';
import { nameOf } from './objects';
import type { ObservedPool } from './observed-pool';
import { observedPool, type PoolAt } from './read-pool';
import { sourcesOf, withToldVariables, type Sources } from './told-variables';

/** A tenant as its objects show it. */
export interface ObservedTenant extends TenantIdentity {
  readonly pools: readonly ObservedPool[];
}

/**
 * The tenants among some objects, sorted by namespace and name.
 *
 * @param sources what ConfigMaps and Secrets say that servers take variables from.
 */
export function tenantsIn(
  objects: readonly Fields[],
  sources: Sources = sourcesOf(objects),
): ObservedTenant[] {
  const tenants = new Map<string, { namespace: string; name: string; pools: PoolAt[] }>();
  for (const object of objects) {
    const pool = observedPool(withToldVariables(object, sources));
    if (pool === undefined) continue;
    const { namespace } = nameOf(object);
    const name = tenantName(object);
    const tenant = tenants.get(identityTitle({ namespace, name })) ?? { namespace, name, pools: [] };
    tenant.pools.push(pool);
    tenants.set(identityTitle(tenant), tenant);
  }
  return [...tenants.entries()]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([, { namespace, name, pools }]) => ({
      namespace,
      name,
      pools: pools.sort((a, b) => a.position - b.position).map(({ pool }) => pool),
    }));
}

/** By the labels of this library, of the chart and others, or by the Service. */
export function tenantName(object: Fields): string {
  const labels = textsAt(object, 'metadata', 'labels');
  const service = textAt(object, 'spec', 'serviceName') ?? '';
  return labels['rustfs.tenant'] ?? labels['app.kubernetes.io/instance'] ?? service.replace(/-hl$/, '');
}
