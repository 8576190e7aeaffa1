import { isRecord } from '../is-record';
import { setField } from '../set-field';
import { incompleteDefinitions, type TenantDraft } from './draft';
import { knownFieldsText } from './nearest';
import { pathTo } from './path';
import { error, type Problem } from './problem';
import { choicesOf, definition, discriminatorOf, referredName, type Schema } from './schema';
import {
  alternatives,
  branchText,
  describe,
  missingFixes,
  missingReasons,
  otherBranchText,
  type ChosenBranch,
} from './shape-words';

/** The declaration's own fields. */
export const tenantFields: readonly string[] = Object.keys(definition('TenantSpec').properties ?? {});

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
  conform(schema: Schema, value: unknown, path: string, branch?: ChosenBranch): unknown {
    const name = referredName(schema);
    if (name === undefined) return this.conformTo(schema, value, path, { mayBeIncomplete: false, branch });
    return this.conformTo(definition(name), value, path, {
      mayBeIncomplete: incompleteDefinitions.has(name),
      branch,
    });
  }

  private conformTo(schema: Schema, value: unknown, path: string, role: Role): unknown {
    const types = typeof schema.type === 'string' ? [schema.type] : (schema.type ?? []);
    if (schema.anyOf !== undefined) return this.conformUnion(schema.anyOf, value, path);
    if (types.includes('object')) return this.conformObject(schema, value, path, role);
    if (types.includes('array')) return this.conformArray(schema, value, path);
    const choices = choicesOf(schema);
    if (choices !== undefined) return choices.includes(value) ? value : this.reject(path, value, choices);
    if (!types.some((type) => isOfType(type, value))) return this.reject(path, value, types);
    if (typeof value === 'number' && schema.minimum !== undefined && value < schema.minimum) {
      this.wrongType(path, `is ${value}; the least is ${schema.minimum}`, `Give ${schema.minimum} or more.`);
      return undefined;
    }
    return value;
  }

  private conformObject(schema: Schema, value: unknown, path: string, role: Role): unknown {
    if (!isRecord(value)) return this.reject(path, value, ['object']);
    const known = schema.properties ?? {};
    const kept: Record<string, unknown> = {};
    for (const key of Object.keys(value)) {
      const item = value[key];
      if (item === undefined || item === null) continue;
      const at = pathTo(path, key);
      const itemSchema = Object.hasOwn(known, key) ? known[key] : openField(schema);
      if (itemSchema === undefined) this.unknownField(at, key, path, Object.keys(known), role.branch);
      else {
        const conforming = this.conform(itemSchema, item, at);
        if (conforming !== undefined) setField(kept, key, conforming);
      }
    }
    // Its own fields only: what is inherited is not kept either.
    const missing = (schema.required ?? []).filter((key) => !Object.hasOwn(value, key) || value[key] == null);
    for (const key of missing) this.missingField(pathTo(path, key));
    const complete = (schema.required ?? []).every((key) => Object.hasOwn(kept, key));
    return complete || role.mayBeIncomplete ? kept : undefined;
  }

  /** Reads a mapping of several kinds as the one that its discriminating field asks for. */
  private conformUnion(union: readonly Schema[], value: unknown, path: string): unknown {
    if (!isRecord(value)) return this.reject(path, value, ['object']);
    const discriminator = discriminatorOf(union);
    if (discriminator === undefined) return undefined;
    const { field, branches } = discriminator;
    const said = value[field] ?? undefined;
    const branch = branches.find(({ choices, isDefault }) =>
      said === undefined ? isDefault : choices.includes(said),
    );
    if (branch !== undefined) return this.conform(branch.schema, value, path, { branch, discriminator });
    const choices = branches.flatMap((each) => each.choices);
    if (said === undefined) this.missingField(pathTo(path, field), alternatives(choices));
    else this.reject(pathTo(path, field), said, choices);
    return undefined;
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
    const wanted = alternatives(expected);
    const quote = expected.includes('string') && typeof value !== 'object' ? ' Quote it.' : '';
    this.wrongType(path, `is ${describe(value, expected)}, not ${wanted}`, `Give ${wanted}.${quote}`);
  }

  private wrongType(path: string, finding: string, fix: string): void {
    const subject = path === '' ? 'The declaration' : `"${path}"`;
    this.problems.push(error(path, 'wrong-type', `${subject} ${finding}.`, fix));
  }

  private missingField(path: string, choices?: string): void {
    const why = missingReasons[path] ?? 'It has no default.';
    const fix = missingFixes[path] ?? `Add "${path}"${choices === undefined ? '' : `: ${choices}`}.`;
    this.problems.push(error(path, 'missing-field', `"${path}" is required. ${why}`, fix));
  }

  private unknownField(
    at: string,
    key: string,
    parent: string,
    known: readonly string[],
    branch: ChosenBranch | undefined,
  ): void {
    const where = parent === '' ? 'The declaration' : `"${parent}"`;
    const kind = branch === undefined ? '' : ` where ${branchText(branch)}`;
    const fix = (branch && otherBranchText(key, branch)) ?? knownFieldsText(key, known);
    this.problems.push(error(at, 'unknown-field', `${where} has no field "${key}"${kind}.`, fix));
  }
}

/** What is asked of a mapping beside its schema. */
interface Role {
  /** Whether it is kept when something required is missing. */
  readonly mayBeIncomplete: boolean;
  /** The branch of a union that it is. */
  readonly branch: ChosenBranch | undefined;
}

function isOfType(type: string, value: unknown): boolean {
  if (type === 'integer') return Number.isSafeInteger(value);
  if (type === 'number') return typeof value === 'number' && Number.isFinite(value);
  return typeof value === type;
}

function openField(schema: Schema): Schema | undefined {
  if (schema.additionalProperties === false) return undefined;
  return typeof schema.additionalProperties === 'object' ? schema.additionalProperties : {};
}

function refTo(name: string): Schema {
  return { $ref: `#/definitions/${name}` };
}
