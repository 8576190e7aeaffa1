import { isRecord } from '../is-record';
import { pathTo, type Step } from '../tenant/path';
import { error, type Problem } from '../tenant/problem';

/** A problem of the manifest itself, which the declaration does not have any more. */
export interface ManifestProblem {
  readonly problem: Problem;
  /** Where it stands in the manifest. */
  readonly at: readonly Step[];
}

/** A field's value without what the custom resource cannot say in it. */
export function withoutFurther(
  value: unknown,
  further: readonly string[],
  at: readonly Step[],
  problems: ManifestProblem[],
): unknown {
  if (further.length === 0) return value;
  if (Array.isArray(value)) {
    return value.map((item: unknown, i) => withoutFurther(item, further, [...at, i], problems));
  }
  if (!isRecord(value)) return value;
  for (const key of further.filter((field) => Object.hasOwn(value, field))) {
    problems.push(furtherField(key, [...at, key]));
  }
  return Object.fromEntries(Object.entries(value).filter(([key]) => !further.includes(key)));
}

/** A field that the operator would drop. */
export function furtherField(key: string, steps: readonly Step[]): ManifestProblem {
  const problem = error(
    steps.reduce<string>(pathTo, ''),
    'unknown-field',
    `"${key}" is not a field of the Tenant custom resource's spec; the operator would drop it.`,
    'Write a plain declaration: the same fields without apiVersion and kind, with name and namespace at the top.',
  );
  return { problem, at: ['spec', ...steps] };
}
