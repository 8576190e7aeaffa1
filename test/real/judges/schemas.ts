import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { isRecord } from '../../../lib/is-record';
import type { ApiServer, Manifest } from '../control-plane/api-server';
import { eventually } from '../control-plane/eventually';

/** How kubeconform finds the schema of a kind, in a folder. */
export const schemaFile = '{{ .Group }}-{{ .ResourceAPIVersion }}-{{ .ResourceKind }}.json';

/** Writes the schemas of the objects' kinds, as this API server publishes them, and closed: a field that it does not know is none. */
export async function writeSchemas(
  api: ApiServer,
  folder: string,
  objects: readonly Manifest[],
): Promise<void> {
  for (const apiVersion of new Set(objects.map((object) => object.apiVersion))) {
    const path = apiVersion.includes('/') ? `apis/${apiVersion}` : `api/${apiVersion}`;
    // Of custom resources it does a moment after it serves them.
    const body = await eventually(`The API server publishes ${apiVersion}`, async () => {
      const answer = await api.request('GET', `/openapi/v3/${path}`);
      return answer.status === 200 ? answer.body : undefined;
    });
    const schemas = schemasIn(body);
    const [version = '', group = version] = apiVersion.split('/').reverse();
    for (const [name, schema] of schemas) {
      for (const kind of kindsOf(schema, apiVersion)) {
        const text = JSON.stringify({ $ref: `#/$defs/${name}`, $defs: Object.fromEntries(schemas) });
        writeFileSync(join(folder, `${group}-${version}-${kind.toLowerCase()}.json`), text);
      }
    }
  }
}

function schemasIn({ components }: Readonly<Record<string, unknown>>): [string, unknown][] {
  const schemas = isRecord(components) && isRecord(components.schemas) ? components.schemas : {};
  return Object.entries(schemas).map(([name, schema]) => [name, closed(schema)]);
}

/** No object takes what its schema does not name, and references lead to where the schemas are now. */
function closed(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(closed);
  if (typeof value === 'string') return value.replace('#/components/schemas/', '#/$defs/');
  if (!isRecord(value)) return value;
  const fields = Object.fromEntries(Object.entries(value).map(([key, field]) => [key, closed(field)]));
  const isOpen =
    !isRecord(value.properties) ||
    'additionalProperties' in value ||
    value['x-kubernetes-preserve-unknown-fields'] === true;
  return isOpen ? fields : { ...fields, additionalProperties: false };
}

/** The kinds of this version that the schema is of; options of requests are of every version. */
function kindsOf(schema: unknown, apiVersion: string): string[] {
  const kinds = isRecord(schema) ? schema['x-kubernetes-group-version-kind'] : undefined;
  if (!Array.isArray(kinds) || kinds.length !== 1) return [];
  return kinds
    .filter((kind: Kind) => [kind.group, kind.version].filter(Boolean).join('/') === apiVersion)
    .map(({ kind }: Kind) => kind);
}

interface Kind {
  readonly group: string;
  readonly version: string;
  readonly kind: string;
}
