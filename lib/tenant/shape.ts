import declarationSchema from '../../schema.json';
import { incompleteDefinitions, type TenantDraft } from './draft';
import { knownFieldsText } from './nearest';
import { pathTo } from './path';
import { error, type Problem } from './problem';

/** The part of JSON Schema that the schema of the declaration is written in. */
interface Schema {
  readonly $ref?: string;
  readonly type?: string | readonly string[];
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly minimum?: number;
  readonly items?: Schema;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: boolean | Schema;
}

const definitions: Readonly<Record<string, Schema>> = declarationSchema.definitions;

/** Fields of the custom resource that are not built yet. */
const notYet: ReadonlySet<string> = new Set(['encryption']);

/** The declaration's own fields. */
export const tenantFields: readonly string[] = Object.keys(definitions.TenantSpec?.properties ?? {});

/**
 * Reads any value as a declaration: finds every field that is unknown, missing or of the wrong type, and gives
 * back what is left without them. `null` counts as absent, as for the Kubernetes API.
 */
export function readShape(value: unknown): { readonly draft: TenantDraft; readonly problems: Problem[] } {
  const problems: Problem[] = [];
  const draft = new Reading(problems).conform(refTo('TenantSpec'), value, '');
  return { draft: isDraft(draft) ? draft : {}, problems };
}

/** Sound because `conform` keeps nothing that the schema, made from the types, does not allow. */
function isDraft(value: unknown): value is TenantDraft {
  return isRecord(value);
}

class Reading {
  constructor(private readonly problems: Problem[]) {}

  /** The value as far as the schema allows it; undefined when nothing of it can be used. */
  conform(schema: Schema, value: unknown, path: string): unknown {
    if (schema.$ref !== undefined) {
      const name = schema.$ref.replace('#/definitions/', '');
      return this.conformTo(definitions[name] ?? {}, value, path, incompleteDefinitions.has(name));
    }
    return this.conformTo(schema, value, path, false);
  }

  private conformTo(schema: Schema, value: unknown, path: string, mayBeIncomplete: boolean): unknown {
    const types = typeof schema.type === 'string' ? [schema.type] : (schema.type ?? []);
    if (types.includes('object')) return this.conformObject(schema, value, path, mayBeIncomplete);
    if (types.includes('array')) return this.conformArray(schema, value, path);
    const choices = schema.const === undefined ? schema.enum : [schema.const];
    if (choices !== undefined) return choices.includes(value) ? value : this.reject(path, value, choices);
    if (!types.some((type) => isOfType(type, value))) return this.reject(path, value, types);
    if (typeof value === 'number' && schema.minimum !== undefined && value < schema.minimum) {
      this.wrongType(path, `is ${value}; the least is ${schema.minimum}`, `Give ${schema.minimum} or more.`);
      return undefined;
    }
    return value;
  }

  private conformObject(schema: Schema, value: unknown, path: string, mayBeIncomplete: boolean): unknown {
    if (!isRecord(value)) return this.reject(path, value, ['object']);
    const known = schema.properties ?? {};
    const kept: Record<string, unknown> = {};
    for (const [key, item] of Object.entries(value)) {
      if (item === undefined || item === null) continue;
      const at = pathTo(path, key);
      const itemSchema = Object.hasOwn(known, key) ? known[key] : openField(schema);
      if (itemSchema === undefined) this.unknownField(at, key, item, path, Object.keys(known));
      else keep(kept, key, this.conform(itemSchema, item, at));
    }
    const missing = (schema.required ?? []).filter((key) => value[key] === undefined || value[key] === null);
    for (const key of missing) this.missingField(pathTo(path, key));
    const complete = (schema.required ?? []).every((key) => Object.hasOwn(kept, key));
    return complete || mayBeIncomplete ? kept : undefined;
  }

  private conformArray(schema: Schema, value: unknown, path: string): unknown {
    if (!Array.isArray(value)) return this.reject(path, value, ['array']);
    const items = Array.from(value, (item: unknown, index) =>
      this.conform(schema.items ?? {}, item, pathTo(path, index)),
    );
    // An unusable item keeps its place, so that the paths of the others stay true.
    const placeholder = schema.items?.$ref === undefined ? undefined : {};
    const kept = items.map((item) => item ?? placeholder);
    return kept.includes(undefined) ? undefined : kept;
  }

  private reject(path: string, value: unknown, expected: readonly unknown[]): undefined {
    const wanted = expected.map((item) => typeNames[String(item)] ?? JSON.stringify(item)).join(' or ');
    const quote = expected.includes('string') && typeof value !== 'object' ? ' Quote it.' : '';
    this.wrongType(path, `is ${describe(value, expected)}, not ${wanted}`, `Give ${wanted}.${quote}`);
  }

  private wrongType(path: string, finding: string, fix: string): void {
    const subject = path === '' ? 'The declaration' : `"${path}"`;
    this.problems.push(error(path, 'wrong-type', `${subject} ${finding}.`, fix));
  }

  private missingField(path: string): void {
    const why = missingReasons[path] ?? 'It has no default.';
    const fix = missingFixes[path] ?? `Add "${path}".`;
    this.problems.push(error(path, 'missing-field', `"${path}" is required. ${why}`, fix));
  }

  private unknownField(
    at: string,
    key: string,
    value: unknown,
    parent: string,
    known: readonly string[],
  ): void {
    if (parent === '' && notYet.has(key)) {
      if (Array.isArray(value) && value.length === 0) return;
      const message = `"${key}" is a field of the Tenant custom resource that is not supported yet.`;
      this.problems.push(
        error(at, 'unsupported-field', message, 'Leave it out; nothing is silently ignored here.'),
      );
      return;
    }
    const where = parent === '' ? 'The declaration' : `"${parent}"`;
    this.problems.push(
      error(at, 'unknown-field', `${where} has no field "${key}".`, knownFieldsText(key, known)),
    );
  }
}

const missingReasons: Readonly<Record<string, string>> = {
  name: 'It is part of the address of every drive.',
  namespace:
    'It is part of the address of every drive, so it must never depend on where the objects are applied.',
};

const missingFixes: Readonly<Record<string, string>> = {
  namespace: 'Add "namespace"; or give the chart one, or the command line --namespace.',
};

const typeNames: Readonly<Record<string, string>> = {
  object: 'a mapping',
  array: 'a list',
  string: 'a text',
  integer: 'a whole number',
  number: 'a number',
  boolean: 'true or false',
};

function isOfType(type: string, value: unknown): boolean {
  if (type === 'integer') return Number.isSafeInteger(value);
  if (type === 'number') return typeof value === 'number' && Number.isFinite(value);
  return typeof value === type;
}

/** What the value is, without repeating what might be a secret. */
function describe(value: unknown, expected: readonly unknown[]): string {
  if (value === null) return 'empty';
  if (Array.isArray(value)) return 'a list';
  if (typeof value === 'object') return 'a mapping';
  if (typeof value === 'number') return 'a number';
  if (typeof value !== 'string') return String(value);
  return expected.some((choice) => !Object.hasOwn(typeNames, String(choice))) ? 'another text' : 'a text';
}

function openField(schema: Schema): Schema | undefined {
  if (schema.additionalProperties === false) return undefined;
  return typeof schema.additionalProperties === 'object' ? schema.additionalProperties : {};
}

function keep(kept: Record<string, unknown>, key: string, value: unknown): void {
  if (value === undefined) return;
  // defineProperty, because a key may be `__proto__`.
  Object.defineProperty(kept, key, { value, enumerable: true, configurable: true, writable: true });
}

/** A mapping; neither a list nor a Map, Date or the like. */
export function isRecord(value: unknown): value is Record<string, unknown> {
  return Object.prototype.toString.call(value) === '[object Object]';
}

function refTo(name: string): Schema {
  return { $ref: `#/definitions/${name}` };
}
