import { isRecord } from '../is-record';
import type { Fields } from './fields';
import { identityTitle } from './identity';
import { nameOf, objectKey } from './objects';
import { tenantsIn } from './observed';

/** Of what a cluster holds, what the other side has as well or what belongs to its tenants. */
export function ownOf(live: readonly Fields[], now: readonly Fields[]): Fields[] {
  const keys = new Set(now.map(objectKey));
  const titles = new Set(tenantsIn(now).map(identityTitle));
  const isOfTenant = (object: Fields) => {
    const labels = isRecord(object.metadata) ? object.metadata.labels : undefined;
    const name = isRecord(labels) ? String(labels['rustfs.tenant']) : '';
    return titles.has(identityTitle({ namespace: nameOf(object).namespace, name }));
  };
  return live.filter(
    (object) => keys.has(objectKey(object)) || (tenantKinds.has(nameOf(object).kind) && isOfTenant(object)),
  );
}

/** The kinds of object that a tenant is made of. */
const tenantKinds = new Set([
  'Secret',
  'ServiceAccount',
  'Certificate',
  'Service',
  'PodDisruptionBudget',
  'StatefulSet',
]);
