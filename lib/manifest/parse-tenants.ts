import type { Document, LineCounter } from 'yaml';
import { tenantTitle, verdictOn, type AcceptedTenant } from '../tenant/check';
import { nearest } from '../tenant/nearest';
import { comparePaths, stepsOf, type Step } from '../tenant/path';
import { error, type Problem } from '../tenant/problem';
import { isRecord } from '../is-record';
import type { TenantSpec } from '../tenant/spec';
import { documentYaml } from '../yaml';
import { yamlPackage } from '../yaml/yaml-package';
import { kindOf, tenantListItems } from './document-kind';
import { misreadBreak } from './document-marks';
import { documentText, kubernetesYaml } from './document-text';
import { tenantApiVersion } from './fields';
import { fromManifest, manifestSteps } from './from-manifest';
import type { ManifestProblem } from './further-fields';
import { misreadNodes } from './misread-nodes';
import { lineOf, type Source } from './source';

/** What the reader adds to the text, for example from the command line. */
export interface ParseOptions {
  /**
   * The namespace of tenants that name none.
   * @default - none; a tenant without a namespace is an error
   */
  readonly namespace?: string;

  /**
   * The profile of every tenant, over its own.
   * @default - what each declares
   */
  readonly compatibility?: 'operator';

  /**
   * The cluster domain of every tenant, over its own.
   * @default - what each declares
   */
  readonly clusterDomain?: string;
}

/** All that a text holds. */
export interface ParsedTenants {
  /** The tenants in the order of the text, whether or not they have problems. */
  readonly tenants: readonly ParsedTenant[];
  /** Documents that declare no tenant, untouched. */
  readonly others: readonly OtherDocument[];
  /** Every problem of the text and, by `checkTenant`, of its tenants. */
  readonly problems: readonly SourcedProblem[];
}

/** A tenant and where it stands. */
export interface ParsedTenant {
  /** The declaration as written. It composes when it has no problem of severity `error`. */
  readonly spec: TenantSpec;
  /** What the checks have accepted; undefined when they found an error. */
  readonly accepted: AcceptedTenant | undefined;
  /** The tenant as `namespace/name`, as far as it says; its problems bear the same. */
  readonly title: string;
  readonly source: Source;
}

/** A document that declares no tenant. */
export interface OtherDocument {
  /** Its text, without the marks around it. */
  readonly text: string;
  /** What it says. */
  readonly value: unknown;
}

/** A problem with its place in the text. */
export interface SourcedProblem extends Problem {
  /** The line, from 1. */
  readonly line: number;
  /** The tenant as `namespace/name`; absent when the text is at fault. */
  readonly tenant?: string;
}

/**
 * Reads YAML or JSON, one document or several. Each is a Tenant manifest (`rustfs.com/v1alpha1`), a plain
 * declaration (a `TenantSpec`, without apiVersion and kind), a List of such, or something else that is handed back.
 */
export function parseTenants(text: string, options: ParseOptions = {}): ParsedTenants {
  const { LineCounter, parseAllDocuments } = yamlPackage();
  const lines = new LineCounter();
  const documents = parseAllDocuments(text, { lineCounter: lines, prettyErrors: false, ...kubernetesYaml });
  const reading = new Reading(text, lines, options);
  if (!('empty' in documents)) for (const document of documents) reading.read(document);
  return readAlike(text, reading.result);
}

/** What is handed back is read by others; of a declaration we are the only reader. */
function readAlike(text: string, parsed: ParsedTenants): ParsedTenants {
  const misread = misreadBreak(text);
  if (misread === undefined || (parsed.tenants.length > 0 && parsed.others.length === 0)) return parsed;
  const { line, message, fix } = misread;
  return { ...parsed, problems: [...parsed.problems, { ...error('', 'yaml', message, fix), line }] };
}

class Reading {
  private readonly tenants: ParsedTenant[] = [];
  private readonly others: OtherDocument[] = [];
  private readonly problems: SourcedProblem[] = [];
  /** Where the text of the document that is being read begins: comments stand before it. */
  private textStart = 0;
  readonly result: ParsedTenants = { tenants: this.tenants, others: this.others, problems: this.problems };

  constructor(
    private readonly text: string,
    private readonly lines: LineCounter,
    private readonly options: ParseOptions,
  ) {}

  read(document: Document): void {
    this.readDocument(document);
    this.textStart = document.range?.[2] ?? this.textStart;
  }

  private readDocument(document: Document): void {
    for (const { message, pos } of document.errors) {
      const { line } = this.lines.linePos(pos[0]);
      this.problems.push({
        ...error('', 'yaml', `${message}.`.replace(/\.\.$/, '.'), 'Correct the YAML.'),
        line,
      });
    }
    if (document.errors.length > 0) return;
    const value = this.valueOf(document);
    if (value === undefined || value === null) return;
    const known = this.others.length;
    const items = tenantListItems(value);
    if (items === undefined) this.readItem(document, value, []);
    else items.forEach((item, i) => this.readItem(document, item, ['items', i]));
    if (this.others.length > known) this.rejectMisread(document);
  }

  private valueOf(document: Document): unknown {
    try {
      const value: unknown = document.toJS();
      // What refers to itself can be neither checked nor printed.
      if (/[*]/.test(this.text)) JSON.stringify(value);
      return value;
    } catch (cause) {
      // An alias to nothing, or aliases nested so deep that they are an attack.
      const message = cause instanceof ReferenceError ? cause.message : 'The document contains itself';
      this.reject(document, [], 'yaml', `${message}.`, 'Correct the anchors and aliases.');
      return undefined;
    }
  }

  private readItem(document: Document, value: unknown, at: readonly Step[]): void {
    if (!isRecord(value)) {
      const fix = 'Write a Tenant manifest or a plain declaration with name, namespace and pools.';
      this.reject(document, at, 'document', 'The document is not a mapping, so it declares no tenant.', fix);
      return;
    }
    switch (kindOf(value)) {
      case 'manifest':
        return this.addManifest(document, value, at);
      case 'declaration':
        if (value.name === undefined && value.pools === undefined && Object.keys(value).length > 0) {
          const found = Object.keys(value).slice(0, 3).join(', ');
          const message = `The document has neither name nor pools, so it declares no tenant, and no kind, so it is no object: it has ${found}.`;
          const fix =
            'If it is meant for another tool, such as fleet.yaml or the values of a chart, keep it out of the folder, or name the declarations one by one.';
          this.reject(document, at, 'document', message, fix);
          return;
        }
        return this.addTenant(document, value, at, stepsOf, []);
      case 'other':
        this.others.push({ text: this.textOf(document, value, at), value });
        return;
      default:
        return this.rejectKind(document, value, at);
    }
  }

  private addManifest(document: Document, manifest: Record<string, unknown>, at: readonly Step[]): void {
    const { declaration, problems } = fromManifest(manifest);
    this.addTenant(document, declaration, at, manifestSteps, problems);
  }

  private addTenant(
    document: Document,
    declaration: Record<string, unknown>,
    at: readonly Step[],
    stepsTo: (path: string) => Step[],
    found: readonly ManifestProblem[],
  ): void {
    const lineAt = (steps: readonly Step[]) => lineOf(document, this.lines, [...at, ...steps]);
    for (const { message, pos } of document.warnings) {
      // A tag that nobody resolves, such as !Secret: what it means here is anybody's guess.
      this.problems.push({
        ...error('', 'yaml', `${message}.`, 'Write the value out.'),
        line: this.lines.linePos(pos[0]).line,
      });
    }
    const source = { line: (path: string) => lineAt(stepsTo(path)) };
    const spec = asSpec({ ...declaration, ...this.additions(declaration) });
    const title = tenantTitle({
      ...(typeof spec.namespace === 'string' && { namespace: spec.namespace }),
      ...(typeof spec.name === 'string' && { name: spec.name }),
    });
    const verdict = verdictOn(spec);
    const problems = [
      ...found.map(({ problem, at: steps }) => ({ ...problem, line: lineAt(steps), tenant: title })),
      ...verdict.problems.map((problem) => ({ ...problem, line: source.line(problem.path), tenant: title })),
    ];
    this.tenants.push({ spec, accepted: verdict.accepted, title, source });
    this.problems.push(...problems.sort((a, b) => a.line - b.line || comparePaths(a.path, b.path)));
  }

  private additions(declaration: Record<string, unknown>): Record<string, unknown> {
    const { namespace, ...overrides } = this.options;
    const isNamed = ![undefined, null, ''].some((none) => none === declaration.namespace);
    return { ...overrides, ...(namespace !== undefined && !isNamed && { namespace }) };
  }

  /** The document's own text; an item of a List is written anew, as it has no text that stands alone. */
  private textOf(document: Document, value: unknown, at: readonly Step[]): string {
    if (at.length > 0 && isRecord(value)) return documentYaml(value);
    return documentText(this.text.slice(this.textStart, document.range?.[2] ?? this.text.length));
  }

  private rejectKind(
    document: Document,
    { apiVersion, kind }: Record<string, unknown>,
    at: readonly Step[],
  ): void {
    const found = `${String(apiVersion ?? '(no apiVersion)')} ${String(kind ?? '(no kind)')}`;
    const near = nearest(String(kind), ['Tenant']) === undefined ? '' : ' Did you mean Tenant?';
    this.reject(
      document,
      at,
      'document',
      `"${found}" is not a kind of the rustfs.com group that is known here.${near}`,
      `A Tenant manifest says apiVersion: ${tenantApiVersion} and kind: Tenant.`,
    );
  }

  /** What is handed back is read by others, and not by all as it is here. */
  private rejectMisread(document: Document): void {
    if (!/<<|!/.test(this.text)) return;
    for (const { offset, message, fix } of misreadNodes(document)) {
      this.problems.push({ ...error('', 'yaml', message, fix), line: this.lines.linePos(offset).line });
    }
  }

  private reject(
    document: Document,
    at: readonly Step[],
    code: Problem['code'],
    message: string,
    fix: string,
  ): void {
    this.problems.push({ ...error('', code, message, fix), line: lineOf(document, this.lines, at) });
  }
}

/**
 * A declaration as far as its text goes. Sound because whoever uses one checks its shape first: `checkTenant` and
 * `composeTenant` take nothing for granted.
 */
function asSpec(declaration: Record<string, unknown>): TenantSpec {
  // eslint-disable-next-line @typescript-eslint/consistent-type-assertions
  return declaration as unknown as TenantSpec;
}
