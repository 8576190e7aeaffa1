import { appliedOver, ownersAfter } from '../change/managed-fields';
import type { KubernetesObject } from '../objects/object';
import { applied } from './applied';
import { doubleChoices } from './choices';
import { changesOf, type Change } from './changes';
import { differences, type Difference } from './compare';
import { operatorManagers } from './handover/from-operator';
import { lostVariables, readers, serverName, touchesData } from './data-differences';
import { variablesOf, volumesOf } from './environment';
import { problemAt, type LiveObject, type LiveProblem } from './live-objects';
import type { LivePool, LiveTenant } from './live-tenant';
import { identityFindings } from './proof-identity';
import { serviceProblems } from './proof-services';
import { stored } from './stored';
import { fieldsAt, isSame, listAt, textAt, type Fields } from './value';

/** How the objects of a declaration compare with the live ones. */
export interface Proof {
  /** Differences in identity: with one of them the declaration is no use. */
  readonly problems: readonly LiveProblem[];
  /** Differences outside the identity. */
  readonly changes: readonly Change[];
  /** What stays although the declaration does not say it. */
  readonly notes: readonly string[];
}

/**
 * Compares the objects of a declaration with the live ones that they are to replace. It asks nothing of what adopting
 * has read: whatever decides which bytes a server finds is told by the objects of both sides.
 */
export function proof(
  tenant: LiveTenant,
  volumes: (pool: LivePool) => string | undefined,
  composed: readonly KubernetesObject[],
): Proof {
  const problems: LiveProblem[] = [];
  const changes: Change[] = [];
  const notes: string[] = [];
  for (const pool of tenant.pools) {
    const set = composedAs(pool.set, composed);
    if (set === undefined) {
      problems.push(identityProblem(pool.set, 'the declaration makes no StatefulSet of this name'));
      continue;
    }
    const found = differences(stored(withServerFirst(pool)), stored(set));
    const identity = found.filter((difference) => touchesData(difference, pool));
    const fields = [...identity.map(differenceText), ...findingsOf(tenant, pool, volumes(pool), set)];
    // The definition that plan and lock have comes to the same; it is told where the fields have told nothing.
    const findings =
      fields.length > 0
        ? fields
        : identityFindings(pool, variablesOf(pool, tenant.objects), volumes(pool) ?? '', set);
    problems.push(...findings.map((finding) => identityProblem(pool.set, finding)));
    if (tenant.origin === 'operator') problems.push(...doubleChoices(pool, appliedSet(pool, set)));
    const title = `StatefulSet ${pool.set.name}`;
    const effects = effectsOf(tenant, pool, set, found);
    changes.push(
      ...changesOf(
        title,
        effects.filter((difference) => !touchesData(difference, pool)),
      ),
    );
    const staying = found.filter((difference) => !effects.some((effect) => isAt(effect, difference)));
    const kept = changesOf(title, staying).map(({ text }) => text.replace(/:.*/s, ''));
    if (kept.length > 0) {
      const unless = ownedAfter(pool) === undefined ? ', unless the operator wrote it' : '';
      notes.push(`${title} keeps what the declaration does not say${unless}: ${kept.join(', ')}.`);
    }
  }
  return {
    problems: [...problems, ...serviceProblems(tenant, composed)],
    changes: [
      ...changes,
      ...['Service', 'Certificate', 'PodDisruptionBudget'].flatMap((kind) =>
        changesBeside(tenant, kind, composed),
      ),
    ],
    notes,
  };
}

/**
 * What handing over changes. A chart's StatefulSet is replaced. An operator's is applied, which leaves what it does not say;
 * then the operator gives over what it owns, and with that goes what it alone has said, if it is known.
 */
function effectsOf(
  { origin }: LiveTenant,
  pool: LivePool,
  set: Fields,
  found: readonly Difference[],
): readonly Difference[] {
  if (origin === 'chart') return found;
  const owned = ownedAfter(pool);
  const live = withServerFirst(pool);
  const after = owned === undefined ? appliedSet(pool, set) : appliedOver(live, set, owned);
  return differences(stored(live), stored(after));
}

/** Who owns what once the operator has given over; undefined where the live object does not say who owned it. */
function ownedAfter({ set }: LivePool) {
  return ownersAfter(set.value, operatorManagers);
}

/** What an apply makes of the live StatefulSet. */
function appliedSet(pool: LivePool, set: Fields): Fields {
  return fieldsAt([applied(withServerFirst(pool), set)], 0);
}

/** Whether one difference is the other, or a part of it. */
function isAt(one: Difference, other: Difference): boolean {
  const length = Math.min(one.steps.length, other.steps.length);
  return isSame(one.steps.slice(0, length), other.steps.slice(0, length));
}

/** Differences in what the fields of a server come to, wherever they stand. */
function findingsOf(
  { objects }: LiveTenant,
  { pod, container }: LivePool,
  volumes: string | undefined,
  set: Fields,
): string[] {
  const ours = { pod: podOf(set), container: fieldsAt(podOf(set), 'containers', 0) };
  const variables = variablesOf({ container }, objects);
  const declared = volumesOf(ours, []);
  const ids = [readers(pod, container), readers(ours.pod, ours.container)];
  return [
    ...(volumes === declared
      ? []
      : [`RUSTFS_VOLUMES is "${volumes ?? ''}" and would be "${declared ?? ''}"`]),
    ...lostVariables(variables, variablesOf(ours, [])).map(
      (name) => `the servers have the variable ${name}, and would not have it, or have it otherwise`,
    ),
    ...Object.keys(ids[0] ?? {})
      .filter((id) => !isSame(ids[0]?.[id], ids[1]?.[id]))
      .map(
        (id) => `${id} of the server is ${valueText(ids[0]?.[id])} and would be ${valueText(ids[1]?.[id])}`,
      ),
  ];
}

function podOf(set: Fields): Fields {
  return fieldsAt(set, 'spec', 'template', 'spec');
}

/** The live StatefulSet with its server where every declaration has it, and by that name. */
function withServerFirst({ set, pod, container }: LivePool): Fields {
  const others = listAt(pod, 'containers').filter((one) => textAt(one, 'name') !== textAt(container, 'name'));
  const containers = [{ ...container, name: serverName }, ...others];
  const spec = fieldsAt(set.value, 'spec');
  const template = { ...fieldsAt(spec, 'template'), spec: { ...pod, containers } };
  return { ...set.value, spec: { ...spec, template } };
}

function composedAs({ kind, name }: LiveObject, composed: readonly KubernetesObject[]): Fields | undefined {
  const object = composed.find((one) => one.kind === kind && one.metadata.name === name);
  return object && fieldsAt([object], 0);
}

function identityProblem(object: LiveObject, finding: string): LiveProblem {
  return problemAt(
    object,
    'live-identity',
    `The declaration would not be the same tenant: ${finding}.`,
    'This tenant has something that no declaration can say. Leave it as it is, and report what it is.',
  );
}

function differenceText({ steps, live, composed }: Difference): string {
  const isInContainer = steps.some((step) => step === 'containers' || step === 'initContainers');
  const [before, after] = [live, composed].map((value) => valueText(value, isInContainer));
  return `${steps.join('.')} is ${before ?? ''} and would be ${after ?? ''}`;
}

/** Containers are not told: among their variables there may be secrets. */
function valueText(value: unknown, isInContainer = false): string {
  if (value === undefined) return 'absent';
  return isInContainer && typeof value === 'object' ? 'there' : JSON.stringify(value);
}

/** Changes of the objects beside the StatefulSets; unknown where none of the kind was given. */
function changesBeside(
  { objects, origin }: LiveTenant,
  kind: string,
  composed: readonly KubernetesObject[],
): Change[] {
  const live = objects.filter((one) => one.kind === kind);
  if (live.length === 0) return [];
  return composed
    .filter((one) => one.kind === kind)
    .flatMap((object) => {
      const { name } = object.metadata;
      const other = live.find((one) => one.name === name);
      if (other === undefined) return [{ object: `${kind} ${name}`, rolls: false, text: 'is new' }];
      // An operator's stays as far as others have written it; whoever else made it gives over what the declaration does not say.
      const after =
        origin === 'operator' ? fieldsAt([applied(other.value, object)], 0) : fieldsAt([object], 0);
      return changesOf(`${kind} ${name}`, differences(stored(other.value), stored(after)));
    });
}
