import { wholeQuantity } from '../tenant/quantity';
import { fieldsAt, itemsAt, textAt, type Fields } from './fields';

/** The claim templates of the drives: those that are mounted where the expression has its drives. */
export function dataTemplatesOf(statefulSet: Fields, server: Fields, paths: readonly string[]): Fields[] {
  const mounted = itemsAt(server, 'volumeMounts')
    .filter(({ mountPath }) =>
      // A drive may be a folder of its volume, as MinIO has them.
      paths.some((drive) => drive === mountPath || drive.startsWith(`${String(mountPath)}/`)),
    )
    .map(({ name }) => name);
  return itemsAt(statefulSet, 'spec', 'volumeClaimTemplates').filter((template) =>
    mounted.includes(textAt(template, 'metadata', 'name')),
  );
}

/** The size of the smallest, so that no capacity is claimed that may not be there. */
export function leastBytes(templates: readonly Fields[]): bigint {
  const sizes = templates.map(
    (template) => wholeQuantity(String(fieldsAt(template, 'spec', 'resources', 'requests').storage)) ?? 0n,
  );
  const [first = 0n, ...others] = sizes;
  return others.reduce((least, size) => (size < least ? size : least), first);
}
