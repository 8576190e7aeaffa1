import { setField } from './set-field';

/** `fields` without those that are undefined: Kubernetes objects leave out what is not said. */
export function defined<T extends object>(fields: T): Defined<T>;
export function defined(fields: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  const kept: Record<string, unknown> = {};
  for (const key of Object.keys(fields)) {
    const value = fields[key];
    if (value !== undefined) setField(kept, key, value);
  }
  return kept;
}

/** The same, held to a type: each of its optional fields may be undefined, and no other field is taken. */
export function definedAs<T extends object>(fields: Undecided<T>): T;
export function definedAs(fields: object): object {
  return defined(fields);
}

type Undecided<T> = {
  [Key in keyof T]: Partial<Pick<T, Key>> extends Pick<T, Key> ? T[Key] | undefined : T[Key];
};

/** The fields that may be undefined become optional. */
export type Defined<T> = { [Key in keyof T as undefined extends T[Key] ? never : Key]: T[Key] } & {
  [Key in keyof T as undefined extends T[Key] ? Key : never]?: Exclude<T[Key], undefined>;
};
