import type { KubernetesObject } from '../objects/object';
import { isRecord } from '../is-record';
import { changesOf, type Change } from './changes';
import { differences, type Difference } from './compare';
import type { LiveObject, LiveProblem } from './live-objects';
import { problemAt, type LivePool, type LiveTenant } from './live-tenant';
import { stored } from './stored';
import { at, fieldsAt, isSame, listAt, named, textAt, type Fields } from './value';

/** How the objects of a declaration compare with the live ones. */
export interface Proof {
  /** Differences in identity: with one of them the declaration is no use. */
  readonly problems: readonly LiveProblem[];
  /** Differences outside the identity. */
  readonly changes: readonly Change[];
}

/** Compares the objects of a declaration with the live ones that they are to replace. */
export function proof(
  tenant: LiveTenant,
  volumes: (pool: LivePool) => string | undefined,
  composed: readonly KubernetesObject[],
): Proof {
  const problems: LiveProblem[] = [];
  const changes: Change[] = [];
  for (const pool of tenant.pools) {
    const set = composedAs(pool.set, composed);
    if (set === undefined) {
      problems.push(identityProblem(pool.set, 'the declaration makes no StatefulSet of this name'));
      continue;
    }
    const found = differences(stored(pool.set.value), stored(set));
    const identity = found.filter((difference) => isIdentity(difference, pool));
    problems.push(...identity.map((difference) => identityProblem(pool.set, differenceText(difference))));
    const [live, ours] = [volumes(pool), composedVolumes(set)];
    if (live !== ours && !identity.some(isVolumes)) {
      problems.push(
        identityProblem(pool.set, `RUSTFS_VOLUMES is "${live ?? ''}" and would be "${ours ?? ''}"`),
      );
    }
    const rest = found.filter((difference) => !identity.includes(difference));
    changes.push(...changesOf(`StatefulSet ${pool.set.name}`, rest));
  }
  return {
    problems,
    changes: [
      ...changes,
      ...['Service', 'Certificate'].flatMap((kind) => changesBeside(tenant, kind, composed)),
    ],
  };
}

/** Fields of a StatefulSet that are the identity of its data, or that Kubernetes never lets change. */
const immutable: readonly string[] = [
  'replicas',
  'selector',
  'serviceName',
  'podManagementPolicy',
  'volumeClaimTemplates',
];

function isIdentity(difference: Difference, pool: LivePool): boolean {
  const [root, field] = difference.steps;
  if (root === 'metadata') return field === 'name' || field === 'namespace';
  return immutable.includes(field ?? '') || isVolumes(difference) || isDriveMount(difference, pool);
}

/** A list of addresses that only moves from a ConfigMap into the environment is told by its text. */
function isVolumes({ steps, live, composed }: Difference): boolean {
  return (
    steps.includes('RUSTFS_VOLUMES') && live !== undefined && composed !== undefined && steps.includes('env')
  );
}

function isDriveMount({ steps, live, composed }: Difference, { claimTemplates }: LivePool): boolean {
  if (!steps.includes('volumeMounts') || steps.includes('initContainers')) return false;
  const names = claimTemplates
    .map((template) => textAt(template, 'metadata', 'name'))
    .filter((name) => name !== 'logs');
  return [live, composed].some((mount) =>
    names.includes(isRecord(mount) ? textAt(mount, 'name') : undefined),
  );
}

function composedVolumes(set: Fields): string | undefined {
  const [container] = listAt(set, 'spec', 'template', 'spec', 'containers');
  return textAt(named(listAt(container, 'env'), 'RUSTFS_VOLUMES'), 'value');
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
  return `${steps.join('.')} is ${valueText(live)} and would be ${valueText(composed)}`;
}

function valueText(value: unknown): string {
  return value === undefined ? 'absent' : JSON.stringify(value);
}

/** Changes of the objects beside the StatefulSets; unknown where none of the kind was given. */
function changesBeside(
  { objects }: LiveTenant,
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
      const found = differences(stored(other.value), stored(fieldsAt([object], 0)));
      // They are applied, and an apply takes nothing away that another manager has written.
      return changesOf(
        `${kind} ${name}`,
        found.filter((difference) => difference.composed !== undefined),
      );
    });
}

/** Whether a rollout of the StatefulSet is under way. */
export function isRollingOut({ value }: LiveObject): boolean {
  const { currentRevision, updateRevision } = fieldsAt(value, 'status');
  return updateRevision !== undefined && !isSame(at({ currentRevision }, 'currentRevision'), updateRevision);
}
