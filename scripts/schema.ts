/**
 * The JSON Schema of the declaration, made from its types: `npm run schema` writes schema.json.
 *
 * Editors complete and check declarations with it, and `lib/tenant/shape.ts` reads every declaration against it.
 */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createGenerator } from 'ts-json-schema-generator';

const root = join(__dirname, '..');

/** The schema as text, ready to be written or compared. */
export function schemaText(): string {
  const generator = createGenerator({
    path: join(root, 'lib/tenant/spec.ts'),
    tsconfig: join(root, 'tsconfig.json'),
    type: 'TenantSpec',
    additionalProperties: false,
    skipTypeCheck: true,
    encodeRefs: false,
    sortProps: true,
  });
  const generated = generator.createSchema('TenantSpec');
  return `${JSON.stringify(
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
    .filter(([key, value]) => !(key === 'default' && typeof value !== 'object'))
    .map(([key, value]) => {
      if (key === 'Quantity')
        return [key, { type: ['string', 'number'], description: 'A Kubernetes quantity: 10Gi.' }];
      return [key, key === 'type' && value === 'number' ? 'integer' : tidy(value)];
    });
  return Object.fromEntries(entries);
}

if (require.main === module) writeFileSync(join(root, 'schema.json'), schemaText());
