import { canonicalQuantity } from '../tenant/quantity';
import { isRecord } from '../is-record';
import { fieldsAt, textAt, type Fields } from './fields';
import { serverDefaults, type Defaults } from './server-defaults';

/**
 * An object as the API server understands it: without what the server writes itself, without its defaults, without
 * empty texts and lists, and with quantities in one form. Objects that are equal to the server are equal here.
 */
export function normalObject(object: Fields): Fields {
  const { status: _status, metadata, ...rest } = object;
  const kind = textAt(object, 'kind') ?? '';
  const said = normal({ ...rest, metadata: ownMetadata(metadata) }, '', '');
  const known = withoutDefaults(said, serverDefaults[kind] ?? {});
  const normalized = isRecord(known) ? known : {};
  if (kind === 'StatefulSet') return withTemplate(normalized, withoutPullPolicies);
  if (kind === 'Service') return withPorts(normalized);
  return kind === 'Secret' ? withPlainData(normalized) : normalized;
}

/** What the server keeps in metadata for itself, and kubectl for its own comparison. */
const serverMetadata = new Set([
  'uid',
  'resourceVersion',
  'generation',
  'creationTimestamp',
  'managedFields',
  'selfLink',
  'ownerReferences',
]);

const lastApplied = 'kubectl.kubernetes.io/last-applied-configuration';

/** What kubectl applied to the object last, by its own note; undefined where there is none, as after a server-side apply. */
export function lastAppliedTo(object: Fields): unknown {
  const note = textAt(object, 'metadata', 'annotations', lastApplied);
  try {
    return note === undefined ? undefined : JSON.parse(note);
  } catch {
    return undefined;
  }
}

function ownMetadata(metadata: unknown): Fields {
  const { annotations, ...rest } = isRecord(metadata) ? metadata : {};
  const own = Object.entries(rest).filter(([key]) => !serverMetadata.has(key));
  const kept = Object.entries(fieldsAt({ annotations }, 'annotations')).filter(
    ([key]) => key !== lastApplied,
  );
  return Object.fromEntries([...own, ['annotations', Object.fromEntries(kept)]]);
}

/** Maps of texts, in which an empty text says something. */
const textMaps = new Set([
  'labels',
  'annotations',
  'nodeSelector',
  'matchLabels',
  'data',
  'stringData',
  'selector',
]);
/** Fields in which an empty text says something else than none. */
const tellingTexts = new Set(['storageClassName', 'volumeAttributesClassName']);
/** Fields of which an empty object says nothing. */
const silentObjects = new Set([
  ...textMaps,
  'requests',
  'limits',
  'resources',
  'metadata',
  'securityContext',
]);
const amounts = new Set(['requests', 'limits', 'capacity']);

/** Whether a text is empty where that says no more than none; `parent` is the mapping that the field stands in. */
export function isSilentText(value: unknown, field: string, parent: string): boolean {
  return value === '' && !textMaps.has(parent) && !tellingTexts.has(field);
}

function normal(value: unknown, key: string, parent: string): unknown {
  if (value === null || value === undefined) return undefined;
  if (Array.isArray(value)) {
    return value.length === 0 ? undefined : value.map((item) => normal(item, '', key) ?? {});
  }
  if (isRecord(value)) {
    const entries = Object.entries(value).map(([field, item]) => [field, normal(item, field, key)] as const);
    const present = entries.filter(([, item]) => item !== undefined);
    return present.length === 0 && silentObjects.has(key) ? undefined : Object.fromEntries(present);
  }
  if (isSilentText(value, key, parent)) return undefined;
  if (amounts.has(parent) || key === 'sizeLimit') return canonicalQuantity(String(value)) ?? value;
  return value;
}

/** The value without what equals a default; undefined when nothing else was said. */
function withoutDefaults(value: unknown, defaults: Defaults): unknown {
  if (Array.isArray(defaults)) {
    const [item] = defaults;
    return Array.isArray(value) ? value.map((each) => withoutDefaults(each, item) ?? {}) : value;
  }
  if (!isRecord(defaults)) return value === defaults ? undefined : value;
  if (!isRecord(value)) return value;
  const entries = Object.entries(value).map(([field, item]) => {
    const known = defaults[field];
    return [field, isDefaults(known) ? withoutDefaults(item, known) : item] as const;
  });
  const said = entries.filter(([, item]) => item !== undefined);
  return said.length === 0 && entries.length > 0 ? undefined : Object.fromEntries(said);
}

function isDefaults(value: unknown): value is Defaults {
  return value !== undefined;
}

function withTemplate(object: Fields, change: (container: Fields) => Fields): Fields {
  const spec = fieldsAt(object, 'spec');
  const template = fieldsAt(spec, 'template');
  const pod = fieldsAt(template, 'spec');
  const containers = Object.fromEntries(
    ['containers', 'initContainers'].flatMap((list) => {
      const items = pod[list];
      if (!Array.isArray(items)) return [];
      return [[list, items.map((each: unknown) => (isRecord(each) ? change(each) : each))] as const];
    }),
  );
  // The server repeats serviceAccountName under its old name.
  const { serviceAccount: _old, ...rest } = pod;
  return { ...object, spec: { ...spec, template: { ...template, spec: { ...rest, ...containers } } } };
}

/** Kubernetes decides by the tag: Always for none or `latest`, otherwise IfNotPresent. */
function withoutPullPolicies(container: Fields): Fields {
  const { imagePullPolicy, ...rest } = container;
  const image = textAt(container, 'image') ?? '';
  const isFloating = !image.includes('@') && /^(?:.*\/)?[^:/]+(?::latest)?$/.test(image);
  const byTag = isFloating ? 'Always' : 'IfNotPresent';
  return imagePullPolicy === undefined || imagePullPolicy === byTag ? rest : container;
}

/** A port leads to the same of the pods where nothing else is said. */
function withPorts(service: Fields): Fields {
  const spec = fieldsAt(service, 'spec');
  if (!Array.isArray(spec.ports)) return service;
  const ports = spec.ports.map((port: unknown) => {
    if (!isRecord(port) || port.targetPort !== port.port) return port;
    const { targetPort: _same, ...rest } = port;
    return rest;
  });
  return { ...service, spec: { ...spec, ports } };
}

/** The server stores `stringData` encoded as `data`. */
function withPlainData({ data, stringData, ...rest }: Fields): Fields {
  const decoded = Object.entries(fieldsAt({ data }, 'data')).map(([key, text]) => [
    key,
    decodedText(String(text)),
  ]);
  return { ...rest, data: { ...Object.fromEntries(decoded), ...fieldsAt({ stringData }, 'stringData') } };
}

function decodedText(base64: string): string {
  try {
    return atob(base64);
  } catch {
    return base64;
  }
}
