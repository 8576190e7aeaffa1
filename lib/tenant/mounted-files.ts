import type { Volume, VolumeMount, VolumeProjection } from 'kubernetes-types/core/v1';

/** Where the files of Secrets and ConfigMaps are mounted, a directory for each feature. */
const root = '/etc/rustfs';

/** A file that a feature has mounted: its name in the feature's directory, and where its text comes from. */
export interface MountedFile {
  /** Its path in the directory of the feature. */
  readonly path: string;
  readonly from: 'Secret' | 'ConfigMap';
  /** The Secret's or ConfigMap's name. */
  readonly name: string;
  readonly key: string;
}

/** The path of a feature's file in the container. */
export function filePath(feature: string, path: string): string {
  return `${directory(feature)}/${path}`;
}

/**
 * The volume of a feature's files. A whole directory is mounted, never single files (`subPath`): those would not
 * follow a change of the Secret (server contract 1.4).
 */
export function filesVolume(
  feature: string,
  files: readonly MountedFile[],
): { readonly volumes: Volume[]; readonly mounts: VolumeMount[] } {
  return files.length === 0
    ? { volumes: [], mounts: [] }
    : projectedVolume(
        feature,
        files.map(({ from, name, key, path }) => {
          const source = { name, items: [{ key, path }] };
          return from === 'Secret' ? { secret: source } : { configMap: source };
        }),
      );
}

/** A volume of a feature that is made from these sources, mounted where `filePath` says. */
export function projectedVolume(
  feature: string,
  sources: VolumeProjection[],
): { readonly volumes: Volume[]; readonly mounts: VolumeMount[] } {
  return {
    volumes: [{ name: featureVolume(feature), projected: { sources } }],
    mounts: [{ name: featureVolume(feature), mountPath: directory(feature), readOnly: true }],
  };
}

/** The name of a feature's volume; a declaration's own volumes never begin like that. */
export function featureVolume(feature: string): string {
  return `rustfs-${feature}`;
}

function directory(feature: string): string {
  return `${root}/${feature}`;
}
