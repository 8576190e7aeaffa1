import { isRecord } from '../../lib/is-record';

/** An entry of `metadata.managedFields`, by what somebody wrote. */
export interface Written {
  readonly manager: string;
  readonly operation?: 'Apply' | 'Update';
  readonly object: object;
}

/** The object as `kubectl get --show-managed-fields` prints it, once these have written it. */
export function withOwners(object: object, ...entries: readonly Written[]): object {
  const { metadata = {}, ...rest }: { metadata?: object } = object;
  const managedFields = entries.map(({ manager, operation = 'Apply', object: written }) => ({
    manager,
    operation,
    apiVersion: 'apps/v1',
    fieldsType: 'FieldsV1',
    fieldsV1: fieldsOf(ownPart(written)),
  }));
  return { ...rest, metadata: { ...metadata, managedFields } };
}

/** The fields by which the items of a list are known to the API server, by the list's name. */
const keys: Readonly<Record<string, readonly string[]>> = {
  containers: ['name'],
  initContainers: ['name'],
  env: ['name'],
  volumes: ['name'],
  volumeMounts: ['mountPath'],
  imagePullSecrets: ['name'],
};

/** What goes as a whole. */
const atomic = new Set(['selector', 'secretKeyRef', 'configMapKeyRef', 'fieldRef', 'nodeSelector']);

/** Nobody owns what an object is. */
function ownPart(object: object): object {
  const {
    apiVersion: _version,
    kind: _kind,
    status: _status,
    ...rest
  }: Record<string, unknown> = {
    ...object,
  };
  const metadata = isRecord(rest.metadata) ? rest.metadata : {};
  const { labels, annotations } = metadata;
  return {
    ...rest,
    metadata: { ...(labels !== undefined && { labels }), ...(annotations !== undefined && { annotations }) },
  };
}

/** `FieldsV1` of a value, as the server writes it for who applies it. */
function fieldsOf(value: unknown, name = ''): object {
  if (isRecord(value) && !atomic.has(name)) {
    return Object.fromEntries(
      Object.entries(value).map(([key, below]) => [`f:${key}`, fieldsOf(below, key)] as const),
    );
  }
  const [key] = keys[name] ?? (name === 'ports' ? ['containerPort'] : []);
  if (!Array.isArray(value) || key === undefined) return {};
  return Object.fromEntries(
    value.filter(isRecord).map((item) => [stepOf(item, key, name), { '.': {}, ...fieldsOf(item) }] as const),
  );
}

function stepOf(item: Record<string, unknown>, key: string, list: string): string {
  if (list !== 'ports') return `k:${JSON.stringify({ [key]: item[key] })}`;
  const { protocol = 'TCP' } = item;
  const number =
    item.containerPort === undefined ? { port: item.port } : { containerPort: item.containerPort };
  return `k:${JSON.stringify({ ...number, protocol })}`;
}
