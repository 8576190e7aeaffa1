import type { TenantSpec } from 'rustfs-constructs';
import type { RustfsTenantArgs } from 'rustfs-constructs/pulumi';
import schema from '../../schema.json';
import { isPlainField } from '../../lib/pulumi/leaves';
import { pathTo } from '../../lib/tenant/path';
import { isFields } from './pulumi-monitor';

interface Schema {
  readonly anyOf?: readonly Schema[];
  readonly $ref?: string;
  readonly type?: string | readonly string[];
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly items?: Schema;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly additionalProperties?: boolean | Schema;
}

const definitions: Readonly<Record<string, Schema>> = JSON.parse(JSON.stringify(schema.definitions));

/** The declaration as args of the component, with something else in the place of every leaf. */
export function withLeaves(
  spec: TenantSpec,
  replace: (text: string, path: string) => unknown,
): RustfsTenantArgs {
  return replaced(spec, { $ref: '#/definitions/TenantSpec' }, '', replace);
}

type Replace = (text: string, path: string) => unknown;

// A leaf may be any text of the declaration, so no type can follow.
// eslint-disable-next-line @typescript-eslint/no-explicit-any
function replaced(value: unknown, given: Schema, path: string, replace: Replace): any {
  const found = schemaOf(given, value);
  if (Array.isArray(value)) {
    return value.map((item, i): unknown => replaced(item, found.items ?? {}, pathTo(path, i), replace));
  }
  if (isFields(value)) {
    return Object.fromEntries(
      Object.entries(value).map(([key, item]): [string, unknown] => {
        const more = typeof found.additionalProperties === 'object' ? found.additionalProperties : {};
        return [key, replaced(item, found.properties?.[key] ?? more, pathTo(path, key), replace)];
      }),
    );
  }
  const isFree =
    [found.type].flat().includes('string') && found.enum === undefined && found.const === undefined;
  return typeof value === 'string' && isFree && !isPlainField(path) ? replace(value, path) : value;
}

/** The schema that a value goes by: what is referred to, and of several the one whose fixed words it says. */
function schemaOf(given: Schema, value: unknown): Schema {
  const found = definitions[given.$ref?.replace('#/definitions/', '') ?? ''] ?? given;
  const variants = found.anyOf?.map((variant) => schemaOf(variant, value)) ?? [];
  return variants.find((variant) => isFields(value) && agrees(variant, value)) ?? found;
}

function agrees({ properties = {} }: Schema, value: Readonly<Record<string, unknown>>): boolean {
  return Object.entries(properties).every(
    ([key, { const: fixed }]) => fixed === undefined || value[key] === fixed,
  );
}
