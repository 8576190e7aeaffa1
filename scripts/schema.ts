/**
 * The JSON Schema of the declaration, made from its types: `npm run schema` writes schema.json, and docs/fields.md from
 * the same reading.
 *
 * Editors complete and check declarations with it, and `lib/tenant/shape.ts` reads every declaration against it.
 */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createGenerator } from 'ts-json-schema-generator';
import { fieldsText } from './fields';

const root = join(__dirname, '..');

/** JSON Schema as the generator writes it. */
export interface Schema {
  readonly $ref?: string;
  readonly anyOf?: readonly Schema[];
  readonly type?: string | readonly string[];
  readonly description?: string;
  /** The prose of `@default`. */
  readonly default?: unknown;
  /** The prose of `@becomes`: what a field of the custom resource is in the objects. */
  readonly becomes?: string;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly items?: Schema;
  readonly required?: readonly string[];
}

/** Schemas by the name of their type. */
export type Definitions = Readonly<Record<string, Schema>>;

/** The generated files as text, ready to be written or compared. */
export function generatedTexts(): { readonly schema: string; readonly fields: string } {
  const generator = createGenerator({
    path: join(root, 'lib/tenant/spec.ts'),
    tsconfig: join(root, 'tsconfig.json'),
    type: 'TenantSpec',
    additionalProperties: false,
    skipTypeCheck: true,
    encodeRefs: false,
    sortProps: true,
    extraTags: ['becomes'],
  });
  const generated = generator.createSchema('TenantSpec');
  const schema = `${JSON.stringify(
    {
      $schema: 'http://json-schema.org/draft-07/schema#',
      title: 'RustFS tenant',
      description: 'A plain declaration of a RustFS tenant, as rustfs-constructs reads it.',
      $ref: generated.$ref,
      definitions: tidy(generated.definitions),
    },
    null,
    1,
  )}\n`;
  const definitions = JSON.parse(JSON.stringify(generated.definitions ?? {})) as Definitions;
  return { schema, fields: fieldsText(definitions) };
}

/**
 * Three corrections: `default` goes (the generator makes a JSON value of the prose in `@default`); a `number` is
 * whole, as every number of the Kubernetes API here; and a quantity may be a number, as for Kubernetes itself
 * (`cpu: 4`).
 */
function tidy(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map((item) => (item === 'number' ? 'integer' : tidy(item)));
  if (typeof schema !== 'object' || schema === null) return schema;
  const entries = Object.entries(schema)
    .filter(([key, value]) => !(['default', 'becomes'].includes(key) && typeof value !== 'object'))
    .map(([key, value]) => {
      if (key === 'Quantity')
        return [key, { type: ['string', 'number'], description: 'A Kubernetes quantity: 10Gi.' }];
      return [key, key === 'type' && value === 'number' ? 'integer' : tidy(value)];
    });
  return Object.fromEntries(entries);
}

if (require.main === module) {
  const { schema, fields } = generatedTexts();
  writeFileSync(join(root, 'schema.json'), schema);
  writeFileSync(join(root, 'docs/fields.md'), fields);
}
