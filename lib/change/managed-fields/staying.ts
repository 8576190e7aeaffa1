import { isRecord } from '../../is-record';
import { fieldPath, itemAt } from '../difference';
import { textAt, valueAt, type Fields } from '../fields';
import { normalObject } from '../normal';
import { below, belowField, isAtomic, partsOf, stepOfItems, type Parts } from './below';
import { fieldStep } from './field-set';
import type { Owned, Owner } from './owners';

/** A field of a live object that is not declared and that an apply leaves, as others own it. */
export interface StayingField {
  /** `spec.template.spec.priorityClassName`: items of a list go by their name. */
  readonly field: string;
  /** The field managers that own it, or something of it, beside whoever applies. */
  readonly managers: readonly string[];
}

/** A place in a live object: the value as the server has it and without its defaults, and who owns what of it. */
interface Place extends Parts {
  readonly path: string;
  readonly live: unknown;
  readonly said: unknown;
  readonly owners: readonly Owner[];
}

/** The fields that stay, in order. What a server or a controller writes for itself is none of them. */
export function stayingFields(live: Fields, declared: Fields, owned: Owned): StayingField[] {
  const said = normalObject(live);
  return [...stays({ path: '', live, said, owners: owned.others, ...partsOf(owned) }, declared)];
}

function* stays(place: Place, declared: unknown): Iterable<StayingField> {
  const { live, said } = place;
  if (said === undefined) return;
  if (declared === undefined) {
    yield* undeclared(place);
  } else if (isRecord(said) && isRecord(declared) && !isAtomic(place)) {
    for (const name of Object.keys(said)) yield* stays(at(place, name), declared[name]);
  } else if (Array.isArray(live) && Array.isArray(declared)) {
    const stepOf = stepOfItems(place);
    if (stepOf === undefined) return;
    const byStep = new Map(declared.map((item: unknown) => [stepOf(item), item] as const));
    for (const [i, item] of live.entries()) {
      yield* stays(ofItem(place, i, stepOf(item)), byStep.get(stepOf(item)));
    }
  }
}

/** Labels and annotations are told one by one, as everybody writes some. */
const notes = /(?:^|\.)(?:labels|annotations)$/;

function* undeclared(place: Place): Iterable<StayingField> {
  const { path, said, owners, mine } = place;
  if (owners.length === 0) return;
  if (isRecord(said) && notes.test(path)) {
    for (const name of Object.keys(said)) yield* undeclared(at(place, name));
    return;
  }
  if (mine === undefined && (isMark(path) || owners.every(isOfKubernetes))) return;
  yield { field: path, managers: [...new Set(owners.map(({ manager }) => manager))].sort() };
}

/** What others note for themselves: in the metadata of the object, and `kubectl rollout restart` in that of the pods. */
function isMark(path: string): boolean {
  return /^metadata\b/.test(path) || path.endsWith('[kubectl.kubernetes.io/restartedAt]');
}

/** The volume of a claim, and what else its controllers fill in. */
function isOfKubernetes({ manager }: Owner): boolean {
  return manager.startsWith('kube-');
}

function at(place: Place, name: string): Place {
  const [live, said] = [place.live, place.said].map((value) => valueAt(value, name));
  const owners = ownersBelow(place, fieldStep(name));
  return { path: fieldPath(place.path, name), live, said, ...belowField(place, name), owners };
}

function ofItem(place: Place, index: number, step: string): Place {
  const [live, said] = [place.live, place.said].map((value) => itemAt(value, index));
  const name = textAt(live, 'name') ?? String(index);
  const owners = ownersBelow(place, step);
  return { path: `${place.path}[${name}]`, live, said, ...below(place, step), owners };
}

function ownersBelow({ owners }: Place, step: string): Owner[] {
  return owners.flatMap(({ manager, fields }) => {
    const part = fields.parts.get(step);
    return part === undefined ? [] : [{ manager, fields: part }];
  });
}
