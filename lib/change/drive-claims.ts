import { wholeQuantity } from '../tenant/quantity';
import { fieldsAt, itemsAt, textAt, type Fields } from './fields';
import { nameOf } from './objects';

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

/** Containers beside the server that mount a drive and may write to it. */
export function otherWriters(statefulSet: Fields, server: Fields, drives: readonly string[]): string[] {
  return ['initContainers', 'containers', 'ephemeralContainers']
    .flatMap((field) => itemsAt(statefulSet, 'spec', 'template', 'spec', field))
    .filter((container) => container !== server)
    .filter((container) =>
      [...itemsAt(container, 'volumeMounts'), ...itemsAt(container, 'volumeDevices')].some(
        ({ name, readOnly }) => drives.includes(String(name)) && readOnly !== true,
      ),
    )
    .map((container) => textAt(container, 'name') ?? '');
}

/** The volumes of a server that outlive its pod: claims, and directories of nodes. */
export function claimsOf(statefulSet: Fields, server: Fields): string[] {
  const names = [
    ...itemsAt(statefulSet, 'spec', 'volumeClaimTemplates').map((template) => nameOf(template).name),
    ...itemsAt(statefulSet, 'spec', 'template', 'spec', 'volumes')
      .filter((volume) =>
        ['persistentVolumeClaim', 'hostPath'].some((source) => volume[source] !== undefined),
      )
      .map((volume) => textAt(volume, 'name') ?? ''),
  ];
  return itemsAt(server, 'volumeMounts')
    .map(({ name }) => String(name))
    .filter((name) => names.includes(name));
}

/** The size of the smallest, so that no capacity is claimed that may not be there. */
export function leastBytes(templates: readonly Fields[]): bigint {
  const sizes = templates.map(
    (template) => wholeQuantity(String(fieldsAt(template, 'spec', 'resources', 'requests').storage)) ?? 0n,
  );
  const [first = 0n, ...others] = sizes;
  return others.reduce((least, size) => (size < least ? size : least), first);
}
