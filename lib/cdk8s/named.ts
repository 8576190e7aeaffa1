/**
 * Anything with a name: a Secret or ServiceAccount of any cdk8s-plus version, or an `ApiObject`. Only the name is
 * used.
 */
export interface Named {
  /** The object's name. */
  readonly name: string;
}

/** The name of what is given by name or as an object. */
export function nameOf(named: string | Named): string {
  return typeof named === 'string' ? named : named.name;
}
