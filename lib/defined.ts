import { setField } from './set-field';

/** `fields` without those that are undefined: Kubernetes objects leave out what is not said. */
export function defined<T extends object>(fields: T): Defined<T> {
  return withoutUndefined(fields);
}

/** The fields that may be undefined become optional. */
export type Defined<T> = { [Key in keyof T as undefined extends T[Key] ? never : Key]: T[Key] } & {
  [Key in keyof T as undefined extends T[Key] ? Key : never]?: Exclude<T[Key], undefined>;
};

// The one place where the compiler cannot follow: the copy forgets which fields there were.
// eslint-disable-next-line @typescript-eslint/no-explicit-any
function withoutUndefined(fields: object): any {
  const kept: Record<string, unknown> = {};
  const given: Readonly<Record<string, unknown>> = { ...fields };
  for (const key of Object.keys(given)) if (given[key] !== undefined) setField(kept, key, given[key]);
  return kept;
}
