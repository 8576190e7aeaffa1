import { error, type Problem } from '../tenant/problem';
import type { KubernetesObject } from './object';

/** Who has made which object so far. */
export type ObjectOwners = Map<string, ObjectOwner>;

/** A tenant, and where it is declared: a file or a construct. */
export interface ObjectOwner {
  /** The tenant as `namespace/name`. */
  readonly tenant: string;
  readonly place: string;
}

/**
 * Notes a tenant's objects; a problem when another has made one of them already. Names alone do not tell: tenant
 * `media` with pool `a-b` and tenant `media-a` with pool `b` have one StatefulSet.
 */
export function claimObjects(
  owners: ObjectOwners,
  owner: ObjectOwner,
  objects: readonly KubernetesObject[],
): Problem | undefined {
  const names = objects.map(({ kind, metadata }) => `${kind} ${metadata.namespace}/${metadata.name}`);
  const taken = names.findLast((name) => owners.has(name));
  const first = owners.get(taken ?? '');
  for (const name of names) owners.set(name, owners.get(name) ?? owner);
  if (taken === undefined || first === undefined) return undefined;
  const message =
    first.tenant === owner.tenant
      ? `The tenant is declared in ${first.place} as well; one would overwrite the other.`
      : `${taken} is made by tenant ${first.tenant} in ${first.place} as well; one would overwrite the other.`;
  return error('name', 'tenant-duplicate', message, 'Give the tenant or its pool another name.');
}
