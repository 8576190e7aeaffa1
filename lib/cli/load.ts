import { parseTenants, type ParseOptions, type SourcedProblem } from '../manifest/parse-tenants';
import type { OtherDocument, ParsedTenant } from '../manifest/parse-tenants';
import { composeTenant } from '../objects/compose';
import type { KubernetesObject } from '../objects/object';
import { checkTenant, tenantTitle } from '../tenant/check';
import { error } from '../tenant/problem';
import type { Input } from './inputs';

/** Everything the inputs hold, composed as far as it has no errors. */
export interface Loaded {
  /** The files that were read. */
  readonly inputs: readonly string[];
  /** How many tenants there are, refused ones included. */
  readonly tenantCount: number;
  readonly tenants: readonly LoadedTenant[];
  readonly others: readonly (OtherDocument & { readonly file: string })[];
  readonly problems: readonly FiledProblem[];
}

/** A tenant without errors, and its objects. */
export interface LoadedTenant {
  readonly name: string;
  readonly namespace: string;
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
  const tenants: LoadedTenant[] = [];
  const owners = new Map<string, string>();
  for (const { file, tenants: declared } of parsed) {
    for (const tenant of declared.filter(isComposable)) {
      const { name, namespace } = tenant.spec;
      const objects = composeTenant(tenant.spec);
      const clash = claimObjects(owners, `${tenantTitle(tenant.spec)} in ${file}`, objects);
      if (clash !== undefined) problems.push({ file, ...duplicate(tenant, clash) });
      tenants.push({ name, namespace, objects });
    }
  }
  const others = parsed.flatMap(({ file, others: found }) => found.map((other) => ({ ...other, file })));
  if (parsed.every(({ tenants: declared, problems: found }) => declared.length + found.length === 0)) {
    problems.push({ file: inputs.map(({ file }) => file).join(', '), line: 1, ...noTenant });
  }
  const tenantCount = parsed.reduce((sum, { tenants: declared }) => sum + declared.length, 0);
  return { inputs: inputs.map(({ file }) => file), tenantCount, tenants, others, problems };
}

const noTenant = error(
  '',
  'document',
  'There is no tenant here.',
  'Give a Tenant manifest (apiVersion: rustfs.com/v1alpha1) or a plain declaration.',
);

function isComposable({ spec }: ParsedTenant): boolean {
  return checkTenant(spec).every(({ severity }) => severity !== 'error');
}

interface Clash {
  readonly object: string;
  readonly owner: string;
}

/** The first object that another tenant has made already; `media` with pool `a-b` and `media-a` with pool `b` clash. */
function claimObjects(
  owners: Map<string, string>,
  owner: string,
  objects: readonly KubernetesObject[],
): Clash | undefined {
  let clash: Clash | undefined;
  for (const { kind, metadata } of objects) {
    const object = `${kind} ${metadata.namespace}/${metadata.name}`;
    const first = owners.get(object);
    if (first !== undefined) clash ??= { object, owner: first };
    owners.set(object, first ?? owner);
  }
  return clash;
}

function duplicate({ spec, source }: ParsedTenant, { object, owner }: Clash): SourcedProblem {
  const isSame = owner.startsWith(`${tenantTitle(spec)} in `);
  const message = isSame
    ? `The tenant is declared twice, here and as ${owner}; one would overwrite the other.`
    : `${object} is made by tenant ${owner} as well; one would overwrite the other.`;
  const problem = error('name', 'tenant-duplicate', message, 'Give the tenant or its pool another name.');
  return { ...problem, line: source.line('name'), tenant: tenantTitle(spec) };
}
