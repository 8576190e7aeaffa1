import type { Branch, Discriminator } from './schema';

/** A branch, and what tells it from the others. */
export interface ChosenBranch {
  readonly discriminator: Discriminator;
  readonly branch: Branch;
}

/** What makes a mapping one of this branch. */
export function branchText({ discriminator, branch }: ChosenBranch): string {
  return `${discriminator.field} is ${alternatives(branch.choices)}`;
}

/** What to do about a field of other branches; undefined when none has it. */
export function otherBranchText(key: string, { discriminator }: ChosenBranch): string | undefined {
  const others = discriminator.branches.filter(({ fields }) => fields.includes(key));
  if (others.length === 0) return undefined;
  const choices = alternatives(others.flatMap(({ choices }) => choices));
  return `Leave it out; it goes with ${discriminator.field}: ${choices}.`;
}

/** What may be given, in words: `a text`, `"a", "b" or "c"`. */
export function alternatives(expected: readonly unknown[]): string {
  const words = expected.map((item) => typeNames[String(item)] ?? JSON.stringify(item));
  return [words.slice(0, -1).join(', '), ...words.slice(-1)].filter((part) => part !== '').join(' or ');
}

/** What the value is, without repeating what might be a secret. */
export function describe(value: unknown, expected: readonly unknown[]): string {
  if (value === null) return 'empty';
  if (Array.isArray(value)) return 'a list';
  if (typeof value === 'object') return 'a mapping';
  if (typeof value === 'number') return 'a number';
  if (typeof value !== 'string') return String(value);
  return expected.some((choice) => !Object.hasOwn(typeNames, String(choice))) ? 'another text' : 'a text';
}

/** Why a required field has no default. */
export const missingReasons: Readonly<Record<string, string>> = {
  name: 'It is part of the address of every drive.',
  namespace:
    'It is part of the address of every drive, so it must never depend on where the objects are applied.',
};

/** What to do about a required field that is missing. */
export const missingFixes: Readonly<Record<string, string>> = {
  namespace: 'Add "namespace"; or give the chart one, or the command line --namespace.',
};

const typeNames: Readonly<Record<string, string>> = {
  object: 'a mapping',
  array: 'a list',
  string: 'a text',
  integer: 'a whole number',
  number: 'a number',
  boolean: 'true or false',
};
