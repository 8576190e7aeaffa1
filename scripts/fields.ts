/**
 * The page of all fields, made from the docstrings of the declaration's types: `npm run schema` writes docs/fields.md.
 */
import { furtherFieldsWithin, isFurtherField } from '../lib/manifest/fields';
import { ownTypes } from './own-types';
import type { Definitions, Schema } from './schema';

const intro = `<!-- Made from the docstrings in lib/tenant by "npm run schema". -->

# Fields

\`[]\` stands for each item of a list. Only \`name\`, \`namespace\`, \`pools\` and, in each pool, \`name\`, \`servers\` and
\`persistence.volumesPerServer\` are required; in cdk8s, the first two come from the construct and the chart.
Where a default is another in compatibility mode, the table says so. What the default profile makes of a bare
declaration is on [a page of its own](default-profile.md).

In a Tenant manifest, \`name\`, \`namespace\`, \`labels\` and \`annotations\` stand in \`metadata\`, other fields of the custom
resource in \`spec\`. Fields that are marked † are not in the custom resource: cdk8s and plain declarations have them.
`;

/** A row of a table. */
interface Row {
  readonly field: string;
  readonly schema: Schema;
  readonly isRequired: boolean;
  /** The definitions that have the fields below, each in a table of its own. */
  readonly tables?: readonly string[];
}

/** The page as text. */
export function fieldsText(definitions: Definitions): string {
  return new Page(definitions).text();
}

class Page {
  constructor(private readonly definitions: Definitions) {}

  text(): string {
    const rows = this.rowsOf('TenantSpec', '');
    const isFurther = ({ field }: Row) => isFurtherField(field.split(/[.[]/)[0] ?? '');
    const sections = [
      `## Fields of the Tenant custom resource\n\n${table(rows.filter((row) => !isFurther(row)))}`,
      `## Further fields\n\n${table(rows.filter(isFurther))}`,
      ...this.sharedNames().map((name) => this.sharedSection(name)),
    ];
    return [intro, ...sections].join('\n');
  }

  /** The fields of a definition and of those below it, but for what has a table of its own. */
  private rowsOf(name: string, parent: string): Row[] {
    const { properties = {}, required = [] } = this.definitions[name] ?? {};
    return Object.entries(properties).flatMap(([key, schema]) => {
      const field = parent === '' ? key : `${parent}.${key}`;
      const row = { field, schema, isRequired: required.includes(key) };
      const [below, ...others] = this.ownNamesIn(schema);
      if (below === undefined) return [row];
      if (others.length > 0 || this.isShared(below)) return [{ ...row, tables: [below, ...others] }];
      return [row, ...this.rowsOf(below, schema.items === undefined ? field : `${field}[]`)];
    });
  }

  /** The definitions with fields that a field refers to; for one that may be several things, all of them. */
  private ownNamesIn(schema: Schema): string[] {
    const branches = namesIn(schema).flatMap((name) => {
      const { anyOf } = this.definitions[name] ?? {};
      return anyOf === undefined ? [name] : anyOf.flatMap(namesIn);
    });
    return branches.filter((name) => this.isOwn(name));
  }

  private isOwn(name: string): boolean {
    return ownTypes.has(name) && this.definitions[name]?.properties !== undefined;
  }

  /** Whether several fields are of this kind, or it is one of several that a field may be. */
  private isShared(name: string): boolean {
    return this.sharedNames().includes(name);
  }

  private sharedNames(): string[] {
    const fields = Object.entries(this.definitions)
      .filter(([owner]) => this.isOwn(owner))
      .flatMap(([, { properties = {} }]) => Object.values(properties));
    const uses = fields.map((field) => this.ownNamesIn(field));
    return Object.keys(this.definitions).filter(
      (name) =>
        uses.filter((names) => names.includes(name)).length > 1 ||
        uses.some((names) => names.length > 1 && names.includes(name)),
    );
  }

  private sharedSection(name: string): string {
    const description = oneLine(this.definitions[name]?.description ?? '');
    return `## ${name}\n\n${description}\n\n${table(this.rowsOf(name, ''))}`;
  }
}

/** The definitions that a field refers to, itself or in its items. */
function namesIn({ $ref, anyOf = [], items }: Schema): string[] {
  const own = $ref === undefined ? [] : [$ref.replace('#/definitions/', '')];
  return [...own, ...anyOf.flatMap(namesIn), ...(items === undefined ? [] : namesIn(items))];
}

function table(rows: readonly Row[]): string {
  const isTold = rows.some(({ schema }) => schema.becomes !== undefined);
  const head = isTold
    ? '| Field | Meaning | Default | Becomes |\n| --- | --- | --- | --- |\n'
    : '| Field | Meaning | Default |\n| --- | --- | --- |\n';
  return head + rows.map((row) => `| ${cells(row, isTold).join(' | ')} |\n`).join('');
}

function cells({ field, schema, isRequired, tables = [] }: Row, isTold: boolean): string[] {
  const links = tables.map((name) => `[${name}](#${name.toLowerCase()})`).join(', ');
  const meaning = [oneLine(schema.description ?? ''), ...(links === '' ? [] : [`See ${links}.`])].join(' ');
  const name = `\`${field}\`${isFurtherWithin(field) ? ' †' : ''}`;
  const becomes = isTold ? [oneLine(schema.becomes ?? '')] : [];
  return [name, meaning, isRequired ? 'required' : defaultText(schema.default), ...becomes];
}

/** A field that the custom resource lacks, within one that it has. */
function isFurtherWithin(field: string): boolean {
  const [first = '', second = ''] = field.replaceAll('[]', '').split('.');
  return furtherFieldsWithin[first]?.includes(second) ?? false;
}

/** The prose of `@default`: literals as code, words as they are. */
function defaultText(value: unknown): string {
  if (value === undefined) return '';
  const text = oneLine(typeof value === 'string' ? value : JSON.stringify(value));
  if (text.startsWith('- ')) return text.slice(2);
  return /[ ']/.test(text) ? text.replaceAll(/'([^']+)'/g, '`$1`') : `\`${text}\``;
}

function oneLine(text: string): string {
  return text.replaceAll(/\s+/g, ' ').replaceAll('|', '\\|').replaceAll('<', '&lt;').trim();
}
