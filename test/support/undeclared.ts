/** A value as a manifest or an untyped program may give it: nothing promises that it has the type it should have. */
export function undeclared<T>(value: unknown): T {
  return value as T;
}
