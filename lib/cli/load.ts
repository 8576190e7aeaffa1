import {
  parseTenants,
  type OtherDocument,
  type ParsedTenant,
  type ParseOptions,
  type SourcedProblem,
} from '../manifest/parse-tenants';
import type { Source } from '../manifest/source';
import { clashOf, recordOwner, type ObjectOwners } from '../objects/clashes';
import { composeAccepted } from '../objects/compose';
import type { KubernetesObject } from '../objects/object';
import { error } from '../tenant/problem';
import type { Input } from './inputs';
import { UsageError } from './io';

/** Everything the inputs hold, composed as far as it has no errors. */
export interface Loaded {
  /** How they were read. */
  readonly options: ParseOptions;
  /** The files that were read. */
  readonly inputs: readonly string[];
  /** The folders that were named. */
  readonly folders: readonly string[];
  /** Every declaration that was read, refused ones included. */
  readonly declared: readonly ParsedTenant[];
  readonly tenants: readonly LoadedTenant[];
  readonly others: readonly (OtherDocument & { readonly file: string })[];
  readonly problems: readonly FiledProblem[];
}

/** A tenant without errors, and its objects. */
export interface LoadedTenant {
  readonly name: string;
  readonly namespace: string;
  /** The tenant as `namespace/name`, where it is declared, and the lines of its fields there. */
  readonly title: string;
  readonly file: string;
  readonly source: Source;
  readonly objects: readonly KubernetesObject[];
}

/** A problem and the file it is in. */
export type FiledProblem = SourcedProblem & { readonly file: string };

/** Reads, checks and composes the inputs, and sees to it that no two tenants make the same object. */
export function load(inputs: readonly Input[], options: ParseOptions): Loaded {
  const parsed = inputs.map(({ file, text }) => ({ file, ...parseTenants(text, options) }));
  const problems = parsed.flatMap(({ file, problems: found }) =>
    found.map((problem) => ({ ...problem, file })),
  );
  const declared = parsed.flatMap(({ tenants: found }) => found);
  const tenants: LoadedTenant[] = [];
  const owners: ObjectOwners = new Map();
  for (const { file, tenants: found } of parsed) {
    for (const tenant of found) {
      if (tenant.accepted === undefined) continue;
      const objects = composeAccepted(tenant.accepted.declaration);
      const { name, namespace } = tenant.spec;
      const owner = { tenant: tenant.title, place: file };
      const clash = clashOf(owners, owner, objects);
      if (clash !== undefined) {
        problems.push({ ...clash, file, line: tenant.source.line('name'), tenant: tenant.title });
      }
      recordOwner(owners, owner, objects);
      tenants.push({ name, namespace, title: tenant.title, file, source: tenant.source, objects });
    }
  }
  const others = parsed.flatMap(({ file, others: found }) => found.map((other) => ({ ...other, file })));
  const folders = [...new Set(inputs.flatMap(({ folder }) => (folder === undefined ? [] : [folder])))];
  return { options, inputs: inputs.map(({ file }) => file), folders, declared, tenants, others, problems };
}

/** The same, where inputs without a tenant are a mistake. */
export function loadTenants(inputs: readonly Input[], options: ParseOptions): Loaded {
  const loaded = load(inputs, options);
  if (loaded.declared.length + loaded.problems.length > 0) return loaded;
  return { ...loaded, problems: inputs.slice(0, 1).map(({ file }) => ({ file, line: 1, ...noTenant })) };
}

const noTenant = error(
  '',
  'document',
  'There is no tenant here.',
  'Give a Tenant manifest (apiVersion: rustfs.com/v1alpha1) or a plain declaration.',
);

/** The tenant that is meant; with errors there may be none. */
export function chosenTenant({ declared }: Loaded, wanted: string | undefined): ParsedTenant | undefined {
  const titles = declared.map(({ title }) => title).join(', ');
  if (wanted === undefined) {
    if (declared.length > 1) throw new UsageError(`Which tenant? Say --tenant, of ${titles}.`);
    return declared[0];
  }
  const found = declared.find(({ title }) => title === wanted);
  if (found === undefined)
    throw new UsageError(`There is no tenant ${wanted}; there are ${titles || 'none'}.`);
  return found;
}
