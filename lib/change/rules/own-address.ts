import { error, type Problem } from '../../tenant/problem';
import { poolAddress } from '../address';
import type { ObservedTenant } from '../observed';
import type { ObservedPool } from '../observed-pool';

/**
 * Servers find their own drives by their own name: an expression that names another StatefulSet, Service or namespace is
 * another tenant's, whose servers these would take themselves for. So it is with an overlay that changes names or the
 * namespace of objects: what stands inside variables stays as it was.
 */
export function* ownAddressProblems(
  { name, statefulSet, service, volumes }: ObservedPool,
  path: string,
  { namespace }: Pick<ObservedTenant, 'namespace'>,
): Iterable<Problem> {
  const address = poolAddress(volumes);
  if (address?.kind !== 'url') return;
  const parts = [
    ['StatefulSet', address.statefulSet, statefulSet],
    ['Service', address.service, service],
    // An adopted tenant may have the Service's name alone, which means its own namespace.
    ['namespace', address.namespace === '' ? namespace : address.namespace, namespace],
  ] as const;
  // Names in DNS know no case.
  const wrong = parts.filter(([, said, own]) => said.toLowerCase() !== own);
  if (wrong.length === 0) return;
  const found = wrong.map(([what, said, own]) => `the ${what} "${said}" instead of "${own}"`).join(', ');
  yield error(
    path,
    'volumes-elsewhere',
    `RUSTFS_VOLUMES of "${name}" names ${found}: the servers would address, and take themselves for, those of another tenant.`,
    'Render the tenant under its own name and namespace. Names and namespaces inside variables are changed by no kustomize transformer.',
  );
}
