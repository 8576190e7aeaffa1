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
 * A problem when another tenant has made one of these objects already. Names of tenants alone do not tell: tenant
 * `media` with pool `a-b` and tenant `media-a` with pool `b` have one StatefulSet.
 */
export function clashOf(
  owners: ReadonlyMap<string, ObjectOwner>,
  owner: ObjectOwner,
  objects: readonly KubernetesObject[],
): Problem | undefined {
  const taken = titlesOf(objects).findLast((title) => owners.has(title));
  const first = owners.get(taken ?? '');
  if (taken === undefined || first === undefined) return undefined;
  const message =
    first.tenant === owner.tenant
      ? `The tenant is declared in ${first.place} as well; one would overwrite the other.`
      : `${taken} is made by tenant ${first.tenant} in ${first.place} as well; one would overwrite the other.`;
  return error('name', 'tenant-duplicate', message, 'Give the tenant or its pool another name.');
}

/** Notes who has made these objects; who was first stays. */
export function recordOwner<Owner extends ObjectOwner>(
  owners: Map<string, Owner>,
  owner: Owner,
  objects: readonly KubernetesObject[],
): void {
  for (const title of titlesOf(objects)) owners.set(title, owners.get(title) ?? owner);
}

/** The objects, and before them the claims that Kubernetes makes of StatefulSets: those of the first server stand for all. */
function titlesOf(objects: readonly KubernetesObject[]): string[] {
  const claims = objects.flatMap((object) => (object.kind === 'StatefulSet' ? claimsOf(object) : []));
  return [...claims, ...objects].map(objectTitle);
}

function claimsOf({ metadata, spec }: KubernetesObject & { readonly kind: 'StatefulSet' }): Titled[] {
  return (spec?.volumeClaimTemplates ?? []).map((template) => ({
    kind: 'PersistentVolumeClaim',
    metadata: { ...metadata, name: `${template.metadata?.name}-${metadata.name}-0` },
  }));
}

interface Titled {
  readonly kind: string;
  readonly metadata: Pick<KubernetesObject['metadata'], 'namespace' | 'name'>;
}

function objectTitle({ kind, metadata }: Titled): string {
  return `${kind} ${metadata.namespace}/${metadata.name}`;
}
