import type { KubernetesObject } from '../objects/object';
import type { TenantIdentity } from './identity';
import { objectsIn } from './objects';
import { tenantsIn } from './observed';
import { poolIdentity } from './record';

/** What must stay as it is of the tenant that some objects were composed for; undefined when there is none. */
export function tenantIdentity(objects: readonly KubernetesObject[]): TenantIdentity | undefined {
  const [tenant] = tenantsIn(objectsIn(objects));
  if (tenant === undefined) return undefined;
  const { namespace, name, pools } = tenant;
  return { namespace, name, pools: pools.map(poolIdentity) };
}
