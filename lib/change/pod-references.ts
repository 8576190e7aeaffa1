import { fieldsAt, itemsAt, textAt, valueAt, type Fields } from './fields';

/** An object that a pod names. */
export interface Reference {
  readonly kind: string;
  readonly name: string;
  /** Whether a pod starts without it. */
  readonly isOptional: boolean;
}

/** A variable that takes its value from a key of a Secret or ConfigMap. */
export interface VariableSource {
  readonly variable: string;
  readonly kind: string;
  readonly name: string;
  readonly key: string;
  readonly isOptional: boolean;
}

/** A file that is a key of a Secret or ConfigMap; every key of it where `key` is undefined. */
export interface FileSource {
  readonly kind: string;
  readonly name: string;
  readonly key: string | undefined;
}

/** Every object that the pods of a StatefulSet name (k8s.io/api core/v1 PodSpec); each may stand there several times. */
export function podReferences(statefulSet: Fields): Reference[] {
  const pod = fieldsAt(statefulSet, 'spec', 'template', 'spec');
  const named = (kind: string, name: string | undefined, isOptional = false): Reference[] =>
    name === undefined || name === '' ? [] : [{ kind, name, isOptional }];
  return [
    ...variableSources(statefulSet).map(({ kind, name, isOptional }) => ({ kind, name, isOptional })),
    ...wholeSources(statefulSet),
    ...itemsAt(pod, 'volumes').flatMap((volume) => [
      ...fileReferences(volume),
      ...named('PersistentVolumeClaim', textAt(volume, 'persistentVolumeClaim', 'claimName')),
      ...named('Secret', textAt(volume, 'csi', 'nodePublishSecretRef', 'name')),
      ...named('SecretProviderClass', textAt(volume, 'csi', 'volumeAttributes', 'secretProviderClass')),
    ]),
    ...named('ServiceAccount', textAt(pod, 'serviceAccountName')),
    ...named('PriorityClass', textAt(pod, 'priorityClassName')),
    ...named('RuntimeClass', textAt(pod, 'runtimeClassName')),
    // Without it the image is pulled as anybody may.
    ...itemsAt(pod, 'imagePullSecrets').flatMap((secret) => named('Secret', textAt(secret, 'name'), true)),
  ];
}

/** The variables of all containers that come from a key, by themselves or by what they refer to as `$(NAME)`. */
export function variableSources(statefulSet: Fields): VariableSource[] {
  return containersOf(statefulSet).flatMap(sourcesIn);
}

/** In order, as Kubernetes expands only what is listed before. */
function sourcesIn(container: Fields): VariableSource[] {
  const found: VariableSource[] = [];
  for (const entry of itemsAt(container, 'env')) {
    const variable = textAt(entry, 'name') ?? '';
    const text = (textAt(entry, 'value') ?? '').replaceAll('$$', '');
    const referred = found.filter((source) => text.includes(`$(${source.variable})`));
    found.push(...keySource(entry), ...referred.map((source) => ({ ...source, variable })));
  }
  return found;
}

function keySource(entry: Fields): VariableSource[] {
  return sourceKinds.flatMap(({ kind, keyRef }) => {
    const from = valueAt(entry, 'valueFrom', keyRef);
    const [name, key] = [textAt(from, 'name'), textAt(from, 'key')];
    if (name === undefined || key === undefined) return [];
    const isOptional = valueAt(from, 'optional') === true;
    return [{ variable: textAt(entry, 'name') ?? '', kind, name, key, isOptional }];
  });
}

/** The variables that `envFrom` makes of the keys that an object has. */
export function variablesFrom(statefulSet: Fields, kind: string, name: string, key: string): string[] {
  return containersOf(statefulSet).flatMap((container) =>
    itemsAt(container, 'envFrom').flatMap((source) =>
      sourceKinds
        .filter((each) => each.kind === kind && textAt(source, each.ref, 'name') === name)
        .map(() => `${textAt(source, 'prefix') ?? ''}${key}`),
    ),
  );
}

/** The files that the pods mount. */
export function fileSources(statefulSet: Fields): FileSource[] {
  return itemsAt(statefulSet, 'spec', 'template', 'spec', 'volumes').flatMap((volume) =>
    fileParts(volume).flatMap(({ kind, name, part }) => {
      const items = itemsAt(part, 'items');
      if (items.length === 0) return [{ kind, name, key: undefined }];
      return items.map((item) => ({ kind, name, key: textAt(item, 'key') }));
    }),
  );
}

const sourceKinds = [
  { kind: 'Secret', keyRef: 'secretKeyRef', ref: 'secretRef', volume: 'secret' },
  { kind: 'ConfigMap', keyRef: 'configMapKeyRef', ref: 'configMapRef', volume: 'configMap' },
] as const;

function containersOf(statefulSet: Fields): Fields[] {
  const pod = fieldsAt(statefulSet, 'spec', 'template', 'spec');
  return [...itemsAt(pod, 'initContainers'), ...itemsAt(pod, 'containers')];
}

function wholeSources(statefulSet: Fields): Reference[] {
  return containersOf(statefulSet).flatMap((container) =>
    itemsAt(container, 'envFrom').flatMap((source) =>
      sourceKinds.flatMap(({ kind, ref }) => {
        const name = textAt(source, ref, 'name');
        const isOptional = valueAt(source, ref, 'optional') === true;
        return name === undefined ? [] : [{ kind, name, isOptional }];
      }),
    ),
  );
}

function fileReferences(volume: Fields): Reference[] {
  return fileParts(volume).map(({ kind, name, part }) => ({
    kind,
    name,
    isOptional: valueAt(part, 'optional') === true,
  }));
}

/** A volume that is a Secret or ConfigMap, or projects some. */
export function fileParts(volume: Fields): { kind: string; name: string; part: unknown }[] {
  return [volume, ...itemsAt(volume, 'projected', 'sources')].flatMap((source) =>
    sourceKinds.flatMap(({ kind, volume: field }) => {
      const part = valueAt(source, field);
      // A volume of its own says secretName, a projected one name.
      const name = textAt(part, 'secretName') ?? textAt(part, 'name');
      return name === undefined ? [] : [{ kind, name, part }];
    }),
  );
}
