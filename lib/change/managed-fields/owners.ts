import { itemsAt, textAt, valueAt, type Fields } from '../fields';
import { readFieldSet, united, type FieldSet } from './field-set';

/** Somebody who owns fields of an object. */
export interface Owner {
  /** The field manager, by its name. */
  readonly manager: string;
  readonly fields: FieldSet;
}

/** Who owns what of an object, as the next apply will find it. */
export interface Owned {
  /** What belongs to whoever applies next; undefined where nothing does. */
  readonly mine: FieldSet | undefined;
  readonly others: readonly Owner[];
}

/** An entry of `metadata.managedFields`. */
interface Entry extends Owner {
  readonly operation: string;
  /** Whose part of the object was written: `status`, `scale`; empty for the object itself. */
  readonly subresource: string;
}

/** The field manager of kubectl's own server-side apply. */
export const kubectl = 'kubectl';
/** What the names of Pulumi's field managers begin with. */
const pulumi = 'pulumi-kubernetes';

/**
 * Who owns the fields of a live object when `manager` applies next.
 *
 * @param manager the name of a field manager; `pulumi-kubernetes` for any of Pulumi's, which have a name per resource.
 * @returns undefined where the object does not say, as kubectl leaves it out but for `--show-managed-fields`.
 */
export function ownersOf(object: Fields, manager: string): Owned | undefined {
  return owned(object, (entry) => isTakenBy(manager, entry));
}

/** The same once these have given over whatever they own to whoever applies by kubectl. */
export function ownersAfter(object: Fields, givingOver: readonly string[]): Owned | undefined {
  const managers = [kubectl, ...givingOver];
  return owned(object, (entry) => takesClientSide(entry) || managers.includes(entry.manager));
}

/**
 * The same while the apply is judged: kubectl takes over what it wrote client-side only afterwards, and applies once more
 * (kubectl pkg/cmd/apply/apply.go, `applyOneObject`); the others do so before.
 */
export function ownersAtFirst(object: Fields, manager: string): Owned | undefined {
  return takers[familyOf(manager)] === undefined
    ? owned(object, ({ operation, ...entry }) => operation === 'Apply' && isNamed(manager, entry))
    : ownersOf(object, manager);
}

function owned(object: Fields, isTaken: (entry: Entry) => boolean): Owned | undefined {
  const entries = entriesOf(object);
  if (entries === undefined || entries.length === 0) return undefined;
  const isMine = (entry: Entry) => entry.subresource === '' && isTaken(entry);
  return {
    mine: united(entries.filter(isMine).map(({ fields }) => fields)),
    others: entries.filter((entry) => !isMine(entry)),
  };
}

/** Undefined where one of them cannot be read: then nobody knows who owns what. */
function entriesOf(object: Fields): Entry[] | undefined {
  const entries = itemsAt(object, 'metadata', 'managedFields').map((entry) => ({
    manager: textAt(entry, 'manager') ?? '',
    operation: textAt(entry, 'operation') ?? '',
    subresource: textAt(entry, 'subresource') ?? '',
    fields: readFieldSet(valueAt(entry, 'fieldsV1')),
  }));
  const read = entries.flatMap(({ fields, ...entry }) =>
    fields === undefined ? [] : [{ ...entry, fields }],
  );
  return read.length === entries.length ? read : undefined;
}

/** Whether an apply of the manager takes the entry for its own. */
function isTakenBy(manager: string, entry: Entry): boolean {
  if (entry.operation === 'Apply' && isNamed(manager, entry)) return true;
  return (takers[familyOf(manager)] ?? takesClientSide)(entry, manager);
}

/** What each takes over beside its own entry of server-side applies, before or while it applies. */
const takers: Readonly<Record<string, (entry: Entry, manager: string) => boolean>> = {
  // sync_context.go of argoproj/gitops-engine, performClientSideApplyMigration; it applies by kubectl's code.
  'argocd-controller': (entry) => takesClientSide(entry) || isUpdateOf('kubectl-client-side-apply', entry),
  // fluxcd/kustomize-controller, internal/controller/kustomization_controller.go, with ssa.PatchReplaceFieldsManagers.
  'kustomize-controller': (entry) => takesKubectl(entry) || isUpdateOf('kustomize-controller', entry),
  // Helm 4 takes over what Helm 3 or its own client-side updates wrote under the same name.
  'helm-controller': (entry) => isUpdateOf('helm-controller', entry),
  // pulumi/pulumi-kubernetes, provider/pkg/await/await.go, fixCSAFieldManagers, which does as Flux.
  [pulumi]: (entry, manager) =>
    takesKubectl(entry) || (entry.operation === 'Update' && isNamed(manager, entry)),
};

/** `migrateToSSAIfNecessary` of kubectl (pkg/cmd/apply/apply.go): whoever wrote the note of the last client-side apply. */
function takesClientSide({ operation, fields }: Entry): boolean {
  return (
    operation === 'Update' && lastAppliedSteps.reduce<FieldSet | undefined>(partAt, fields)?.isMember === true
  );
}

const lastAppliedSteps = ['metadata', 'annotations', 'kubectl.kubernetes.io/last-applied-configuration'];

function partAt(set: FieldSet | undefined, field: string): FieldSet | undefined {
  return set?.parts.get(`f:${field}`);
}

/** By the beginnings of their names, so those of `kubectl edit` and others as well. */
function takesKubectl({ manager, operation }: Entry): boolean {
  return manager.startsWith(kubectl) || (manager === 'before-first-apply' && operation === 'Update');
}

function isUpdateOf(manager: string, entry: Entry): boolean {
  return entry.operation === 'Update' && entry.manager === manager;
}

function isNamed(manager: string, entry: Owner): boolean {
  return entry.manager === manager || (manager === pulumi && familyOf(entry.manager) === pulumi);
}

/** By whose code a manager applies. */
function familyOf(manager: string): string {
  return manager.startsWith(`${pulumi}-`) ? pulumi : manager;
}
