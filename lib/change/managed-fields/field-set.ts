import { isRecord } from '../../is-record';
import type { Fields } from '../fields';

/** What somebody owns of a value: the value itself, and parts of it. */
export interface FieldSet {
  readonly isMember: boolean;
  /** By the step that leads to each, as `FieldsV1` writes it. Every part is a member, or leads to one. */
  readonly parts: ReadonlyMap<string, FieldSet>;
}

/** The step to a field, or to an entry of a map. */
export function fieldStep(name: string): string {
  return `f:${name}`;
}

/** The step to an item of a list that is known by some of its fields. */
export function itemStep(item: Fields): string {
  return `k:${canonical(item)}`;
}

/** The step to an item of a list in which every value stands once. */
export function valueStep(value: unknown): string {
  return `v:${canonical(value)}`;
}

/**
 * Reads `FieldsV1`, the form of managed fields (sigs.k8s.io/structured-merge-diff, fieldpath/serialize.go): `f:` and the
 * name of a field, `k:` and the fields by which an item is known, `v:` and an item's value, `i:` and its place; `.` is the
 * value itself, which an empty object stands for as well.
 *
 * @returns undefined for what is of no such form.
 */
export function readFieldSet(fields: unknown): FieldSet | undefined {
  if (!isRecord(fields)) return undefined;
  const parts = new Map<string, FieldSet>();
  for (const [key, below] of Object.entries(fields)) {
    if (key === '.') continue;
    const step = canonicalStep(key);
    const part = readFieldSet(below);
    if (step === undefined || part === undefined) return undefined;
    parts.set(step, united([parts.get(step), part]) ?? part);
  }
  return { isMember: '.' in fields || parts.size === 0, parts };
}

/** Whatever one of them has; undefined where none is. */
export function united(sets: readonly (FieldSet | undefined)[]): FieldSet | undefined {
  const [first, ...more] = sets.filter((set) => set !== undefined);
  if (first === undefined || more.length === 0) return first;
  const all = [first, ...more];
  const steps = new Set(all.flatMap(({ parts }) => [...parts.keys()]));
  const parts = [...steps].flatMap((step) => {
    const part = united(all.map((set) => set.parts.get(step)));
    return part === undefined ? [] : [[step, part] as const];
  });
  return { isMember: all.some(({ isMember }) => isMember), parts: new Map(parts) };
}

/** The fields by which the items of a list are known; none where the list is of another form. */
export function keyFieldsOf(list: FieldSet | undefined): string[] {
  const [step] = [...(list?.parts.keys() ?? [])].filter((each) => each.startsWith('k:'));
  const key: unknown = step === undefined ? undefined : JSON.parse(step.slice(2));
  return isRecord(key) ? Object.keys(key) : [];
}

/** Whether the items of a list are known by their values. */
export function isOfValues(list: FieldSet | undefined): boolean {
  return [...(list?.parts.keys() ?? [])].some((step) => step.startsWith('v:'));
}

function canonicalStep(step: string): string | undefined {
  const text = step.slice(2);
  switch (step.slice(0, 2)) {
    case 'f:':
      return step;
    case 'i:':
      return /^-?\d+$/.test(text) ? `i:${Number(text)}` : undefined;
    case 'k:': {
      const key = parsed(text);
      return isRecord(key) ? itemStep(key) : undefined;
    }
    case 'v:': {
      const value = parsed(text);
      return value === undefined ? undefined : valueStep(value);
    }
    default:
      return undefined;
  }
}

function parsed(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    return undefined;
  }
}

/** JSON in which equal values are equal texts. */
function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  if (!isRecord(value)) return JSON.stringify(value);
  const fields = Object.keys(value).sort();
  return `{${fields.map((field) => `${JSON.stringify(field)}:${canonical(value[field])}`).join(',')}}`;
}
