import type { TenantDraft } from './draft';
import { logDirectory } from './log';
import { profileOf } from './profile';

/** The directories that are mounted for RustFS to write to, beside its drives. */
export function writableMounts(spec: TenantDraft): string[] {
  const log = logDirectory(spec.logging);
  const scratch = profileOf(spec).writablePaths.map(({ mountPath }) => mountPath);
  return [...(log === undefined ? [] : [log]), ...scratch, ...ownWritableMounts(spec)];
}

/** Where the declaration's own volumes are mounted, but for those of which Kubernetes makes only files to read. */
function ownWritableMounts({ additionalVolumes = [], additionalVolumeMounts = [] }: TenantDraft): string[] {
  const readOnly = additionalVolumes.filter((volume) => readOnlySources.some((source) => source in volume));
  return additionalVolumeMounts.flatMap((mount) => {
    const isReadOnly = mount.readOnly === true || readOnly.some(({ name }) => name === mount.name);
    return mount.mountPath === undefined || isReadOnly ? [] : [mount.mountPath];
  });
}

const readOnlySources: readonly string[] = ['secret', 'configMap', 'downwardAPI', 'projected'];

/** Whether `inner` is `outer` or below it. */
export function contains(outer: string, inner: string): boolean {
  return `${inner.replace(/\/+$/, '')}/`.startsWith(`${outer.replace(/\/+$/, '')}/`);
}

/** What keeps a text from being a mount path; undefined when nothing does. */
export function mountFinding(path: string): string | undefined {
  if (path === '') return 'is empty';
  if (!path.startsWith('/')) return 'is not absolute';
  if (path.split('/').some((part) => part === '..' || part === '.')) return 'goes back on itself';
  if (/\/\//.test(path)) return 'has an empty part';
  if (path.includes(':')) return 'has a colon, which Kubernetes rules out';
  return undefined;
}

/** What keeps a text from being the path of drives, which is part of their address. */
export function pathFinding(path: string): string | undefined {
  // A space would end RUSTFS_VOLUMES' item, and braces would be an ellipsis.
  const isAddress = /^[A-Za-z0-9/._-]*$/.test(path);
  return mountFinding(path) ?? (isAddress ? undefined : 'has characters that an address cannot have');
}
