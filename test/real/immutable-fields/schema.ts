import type { ApiServer, Manifest } from '../control-plane/api-server';
import { isRecord } from '../../../lib/is-record';
import { fieldOf } from './field';

/** What stands in every object, and is the server's own matter or the object's name. */
const common = /^(apiVersion|kind|status|metadata)$/;

/**
 * The fields of an object's kind that a client writes, by the running server's own schema: `spec.ports.port`. Where a
 * schema ends in texts by name (labels, data) or repeats itself, the path ends.
 */
export async function fieldsOfKind(api: ApiServer, { apiVersion, kind }: Manifest): Promise<string[]> {
  const group = apiVersion.includes('/') ? `apis/${apiVersion}` : `api/${apiVersion}`;
  const { body } = await api.request('GET', `/openapi/v3/${group}`);
  const schemas = fieldOf(body, 'components.schemas');
  if (!isRecord(schemas)) throw new Error(`The API server has no schemas of ${apiVersion}.`);
  const [name = '', version = ''] =
    apiVersion.split('/').reverse().length === 2 ? apiVersion.split('/') : ['core', apiVersion];
  const root = schemas[`io.k8s.api.${name}.${version}.${kind}`];
  return fieldsBelow(root, '', schemas, []).filter((path) => !common.test(path.split('.')[0] ?? ''));
}

function fieldsBelow(
  schema: unknown,
  path: string,
  schemas: Readonly<Record<string, unknown>>,
  above: readonly unknown[],
): string[] {
  const resolved = resolve(schema, schemas);
  const items = fieldOf(resolved, 'items');
  if (items !== undefined) return fieldsBelow(items, path, schemas, above);
  const properties = fieldOf(resolved, 'properties');
  if (!isRecord(properties) || above.includes(resolved)) return [path];
  return Object.entries(properties).flatMap(([field, below]) =>
    fieldsBelow(below, path === '' ? field : `${path}.${field}`, schemas, [...above, resolved]),
  );
}

/** A reference stands alone, or as the only one of `allOf`, beside a default. */
function resolve(schema: unknown, schemas: Readonly<Record<string, unknown>>): unknown {
  const alone = isRecord(schema) && Array.isArray(schema.allOf) ? (schema.allOf[0] as unknown) : schema;
  const reference = fieldOf(alone, '$ref');
  if (typeof reference !== 'string') return alone;
  return schemas[reference.replace('#/components/schemas/', '')];
}
