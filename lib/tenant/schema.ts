import declarationSchema from '../../schema.json';

/** The part of JSON Schema that the schema of the declaration is written in. */
export interface Schema {
  readonly $ref?: string;
  readonly type?: string | readonly string[];
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly minimum?: number;
  readonly items?: Schema;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: boolean | Schema;
  /** Mappings of which a value is one; they differ in the value of one field, such as `backend`. */
  readonly anyOf?: readonly Schema[];
}

const definitions: Readonly<Record<string, Schema>> = declarationSchema.definitions;

/** The schema of a definition, by the name of its type. */
export function definition(name: string): Schema {
  return definitions[name] ?? {};
}

/** The name of the definition that a schema refers to; undefined when it says itself what it is. */
export function referredName({ $ref }: Schema): string | undefined {
  return $ref?.replace('#/definitions/', '');
}

/** The names of definitions and of all that they refer to, at any depth. */
export function definitionsFrom(names: readonly string[]): ReadonlySet<string> {
  const found = new Set(names);
  // A set goes on with what is added to it on the way.
  for (const name of found) for (const reference of referencesIn(definition(name))) found.add(reference);
  return found;
}

function referencesIn(schema: Schema): string[] {
  const { anyOf = [], items, properties = {} } = schema;
  const own = referredName(schema);
  const parts = [...anyOf, ...Object.values(properties), ...(items === undefined ? [] : [items])];
  return [...(own === undefined ? [] : [own]), ...parts.flatMap(referencesIn)];
}

/** The values that a schema lists; undefined when it lists none. */
export function choicesOf(schema: Schema): readonly unknown[] | undefined {
  return schema.const === undefined ? schema.enum : [schema.const];
}

/** What tells the branches of a union apart. */
export interface Discriminator {
  /** The field that all branches have, each with values of its own. */
  readonly field: string;
  readonly branches: readonly Branch[];
}

/** One of several mappings that a value may be. */
export interface Branch {
  readonly schema: Schema;
  /** The values of the field that ask for this branch. */
  readonly choices: readonly unknown[];
  /** Whether a value that leaves the field out is of this branch. */
  readonly isDefault: boolean;
  /** The fields that it has. */
  readonly fields: readonly string[];
}

const discriminators = new WeakMap<readonly Schema[], Discriminator>();

/** What tells the branches apart; undefined when nothing does. */
export function discriminatorOf(union: readonly Schema[]): Discriminator | undefined {
  const known = discriminators.get(union);
  if (known !== undefined) return known;
  const found = findDiscriminator(union);
  if (found !== undefined) discriminators.set(union, found);
  return found;
}

function findDiscriminator(union: readonly Schema[]): Discriminator | undefined {
  const schemas = union.map((schema) => ({ schema, target: definition(referredName(schema) ?? '') }));
  const [first] = schemas;
  for (const field of Object.keys(first?.target.properties ?? {})) {
    const branches = schemas.flatMap(({ schema, target }): Branch[] => {
      const choices = choicesOf(target.properties?.[field] ?? {});
      if (choices === undefined) return [];
      const isDefault = target.required?.includes(field) !== true;
      return [{ schema, choices, isDefault, fields: Object.keys(target.properties ?? {}) }];
    });
    if (branches.length === schemas.length) return { field, branches };
  }
  return undefined;
}
