import { parseTenants } from '../manifest/parse-tenants';
import { composeTenant } from '../objects/compose';
import { error } from '../tenant/problem';
import { chartDeclaration } from './chart-declaration';
import type { Change } from './changes';
import { declarationHeader, declarationText } from './declaration-text';
import { volumesOf } from './environment';
import { handover } from './handover/handover';
import type { HandoverStep } from './handover/step';
import { problemAt, readLiveObjects, type LiveObject, type LiveProblem, type LiveText } from './live-objects';
import { candidates, rustfsContainer, type Candidate } from './candidates';
import { liveTenant, type LivePool, type LiveTenant } from './live-tenant';
import { operatorDeclaration } from './operator-declaration';
import { unseenCertificates } from './operator-tls';
import { proof } from './proof';
import { ownedBeside, unreadyServers, unsettled } from './settled';
import { fieldsAt, listAt, textAt, type Fields } from './value';

/** What to adopt. */
export interface AdoptOptions {
  /**
   * The tenant, as `NAMESPACE/NAME`, where the objects are those of several.
   * @default - the one tenant that there is
   */
  readonly tenant?: string;
}

/** A live tenant as a declaration, or why there can be none. */
export interface Adoption {
  /** The declaration as YAML, with a comment that says what it is; undefined when there are problems. */
  readonly declaration: string | undefined;
  /** The tenant as `NAMESPACE/NAME`. */
  readonly tenant: string | undefined;
  /** What taking it over changes, outside the identity. */
  readonly changes: readonly Change[];
  /** What could not be compared. */
  readonly notes: readonly string[];
  /** What to do, step by step. */
  readonly handover: readonly HandoverStep[];
  /** Why there is no declaration. Never empty when there is none. */
  readonly problems: readonly LiveProblem[];
}

/**
 * Reads the live objects of a tenant and writes the declaration that keeps its identity. The declaration is proved: it
 * is composed and compared with the live objects. Where something would have to be guessed, there is none.
 */
export function adoptTenant(texts: readonly LiveText[], options: AdoptOptions = {}): Adoption {
  const { objects: all, problems } = readLiveObjects(texts);
  if (problems.length > 0) return refused(problems);
  const objects = all.filter(({ kind, namespace, name }, i) => {
    const first = all.findIndex(
      (one) => one.kind === kind && one.namespace === namespace && one.name === name,
    );
    return first === i;
  });
  const sets = chosen(objects, options, texts[0]?.file ?? '');
  if ('problems' in sets) return refused(sets.problems);
  const volumes = (pool: LivePool) => volumesOf(pool, inNamespace(objects, pool));
  const tenant = liveTenant(sets.sets, volumes, objects);
  return Array.isArray(tenant) ? refused(tenant) : adopted(tenant, volumes);
}

function adopted(tenant: LiveTenant, volumes: (pool: LivePool) => string | undefined): Adoption {
  const problems: LiveProblem[] = tenant.pools.flatMap((pool) => unsettled(pool, tenant.origin));
  const declaration = declarationOf(tenant, problems);
  if (problems.length > 0) return refused(problems);
  const text = declarationText(declaration);
  // What is proved is the very text that is handed out.
  const { tenants, problems: found } = parseTenants(text);
  const errors = found.filter(({ severity }) => severity === 'error');
  const place = tenant.pools[0]?.set.place ?? { file: '', line: 1 };
  if (errors.length > 0) return refused(errors.map((problem) => ({ ...problem, ...place })));
  const composed = tenants.flatMap(({ spec }) => composeTenant(spec));
  const owned = ownedBeside(tenant, composed);
  if (owned.length > 0) return refused(owned);
  const proved = proof(tenant, volumes, composed);
  if (proved.problems.length > 0) return refused(proved.problems);
  return {
    declaration: declarationHeader(tenant, proved.changes) + text,
    tenant: `${tenant.namespace}/${tenant.name}`,
    changes: proved.changes,
    notes: [...proved.notes, ...notesOf(tenant)],
    handover: handover(tenant, proved.changes, composed),
    problems: [],
  };
}

/** What was not among the objects, and so is not compared. */
function notesOf(tenant: LiveTenant): string[] {
  const hasServices = tenant.objects.some(({ kind }) => kind === 'Service');
  const certificates = tenant.origin === 'operator' ? unseenCertificates(tenant) : [];
  return [
    ...unreadyServers(tenant.pools),
    ...(hasServices ? [] : ['No Service is among the objects, so theirs were not compared.']),
    ...certificates.map(
      (secret) =>
        `Secret ${secret} is declared as one that you keep; if cert-manager keeps it, give its Certificate too.`,
    ),
  ];
}

function declarationOf(tenant: LiveTenant, problems: LiveProblem[]): Fields {
  return tenant.origin === 'operator'
    ? operatorDeclaration(tenant, problems)
    : chartDeclaration(tenant, problems);
}

function refused(problems: readonly LiveProblem[]): Adoption {
  return { declaration: undefined, tenant: undefined, changes: [], notes: [], handover: [], problems };
}

/** The StatefulSets of the one tenant that is asked for. */
function chosen(
  objects: readonly LiveObject[],
  { tenant }: AdoptOptions,
  file: string,
): { readonly sets: readonly Candidate[] } | { readonly problems: LiveProblem[] } {
  const all = candidates(objects);
  if (all.length === 0) return { problems: [nothing(objects, file)] };
  const titles = [...new Set(all.map((set) => set.tenant))].sort();
  const title = tenant ?? titles[0];
  const sets = all.filter((set) => set.tenant === title);
  if (tenant !== undefined ? sets.length === 0 : titles.length > 1)
    return { problems: [several(all, titles, tenant)] };
  const ours = sets.find(({ set }) => managedBy(set) === 'rustfs-constructs');
  return ours === undefined ? { sets } : { problems: [alreadyOurs(ours)] };
}

function nothing(objects: readonly LiveObject[], file: string): LiveProblem {
  const deployment = objects
    .filter(({ kind }) => kind === 'Deployment')
    .find(({ value }) => rustfsContainer(fieldsAt(value, 'spec', 'template', 'spec')) !== undefined);
  if (deployment !== undefined) return standalone(deployment);
  const foreign = objects.find(
    ({ kind, value }) =>
      kind.startsWith('StatefulSet.') &&
      rustfsContainer(fieldsAt(value, 'spec', 'template', 'spec')) !== undefined,
  );
  if (foreign !== undefined) {
    return problemAt(
      foreign,
      'live-objects',
      'It is no StatefulSet of Kubernetes itself (apps/v1), so that another controller would stay in charge of its pods.',
      'Leave it as it is, or make a new tenant and copy the objects over, for example with rc mirror or rclone.',
    );
  }
  return {
    ...error(
      '',
      'live-objects',
      'There is no StatefulSet that runs RustFS.',
      'Give the live objects: kubectl get statefulset,service,poddisruptionbudget,configmap -n NAMESPACE -o yaml --show-managed-fields.',
    ),
    file,
    line: 1,
  };
}

/** A server that is no StatefulSet's, whoever made it; the official chart has a mode that makes such. */
function standalone(deployment: LiveObject): LiveProblem {
  const chart = textAt(deployment.value, 'metadata', 'labels', 'helm.sh/chart') ?? '';
  const isOfficial =
    /^rustfs-\d/.test(chart) &&
    textAt(deployment.value, 'metadata', 'labels', 'app.kubernetes.io/name') === 'rustfs';
  const volumes = listAt(deployment.value, 'spec', 'template', 'spec', 'volumes');
  const claims = volumes.flatMap((volume) => textAt(volume, 'persistentVolumeClaim', 'claimName') ?? []);
  const drive =
    claims.length === 0
      ? 'whose drive is none of a claim template'
      : `on the claim ${[...new Set(claims)].join(', ')}`;
  return problemAt(
    deployment,
    'live-objects',
    `RustFS runs here as a Deployment, ${drive}${isOfficial ? " (the official chart's standalone mode)" : ''}. A tenant is made of ` +
      'StatefulSets, whose claims have names of their own, so its objects would be left behind.',
    'Leave it as it is, or make a new tenant and copy the objects over, for example with rc mirror or rclone.',
  );
}

function several(
  [first]: readonly Candidate[],
  titles: readonly string[],
  wanted: string | undefined,
): LiveProblem {
  const message =
    wanted === undefined
      ? `The objects are those of several tenants: ${titles.join(', ')}. Each has a declaration of its own.`
      : `There is no tenant ${wanted}; there is ${titles.join(', ')}.`;
  const fix = `Say which: --tenant ${titles[0] ?? 'NAMESPACE/NAME'}.`;
  return { ...error('', 'live-objects', message, fix), ...(first?.set.place ?? { file: '', line: 1 }) };
}

function alreadyOurs({ set }: Candidate): LiveProblem {
  const message =
    'It was made by this library already, from a declaration that says more than its objects do.';
  return problemAt(set, 'live-objects', message, 'Go on with that declaration.');
}

function managedBy({ value }: LiveObject): string | undefined {
  return textAt(value, 'metadata', 'labels', 'app.kubernetes.io/managed-by');
}

function inNamespace(objects: readonly LiveObject[], { set }: LivePool): LiveObject[] {
  return objects.filter(({ namespace }) => namespace === set.namespace);
}
