import { isRecord } from '../../lib/is-record';
import { kubectlList } from './live';

type Steps = readonly (string | number)[];

/** A copy in which the value at these steps is another. */
export function changed(value: unknown, steps: Steps, other: unknown): unknown {
  const [step, ...rest] = steps;
  if (step === undefined) return other;
  if (Array.isArray(value))
    return Object.assign([...value], { [step]: changed(value[Number(step)], rest, other) });
  const fields = isRecord(value) ? value : {};
  return { ...fields, [step]: changed(fields[step], rest, other) };
}

/** Live objects of which the StatefulSets have other values at these steps. */
export function setsWith(objects: readonly object[], ...changes: readonly [Steps, unknown][]): object[] {
  return objects
    .map((object): unknown =>
      'kind' in object && object.kind === 'StatefulSet'
        ? changes.reduce<unknown>((one, [steps, other]) => changed(one, steps, other), object)
        : object,
    )
    .filter(isRecord);
}

/** The same as kubectl prints them, with one change. */
export function withSets(objects: readonly object[], steps: Steps, other: unknown): string {
  return kubectlList(setsWith(objects, [steps, other]));
}

/** Where the pod of a StatefulSet is. */
export const podSpec = ['spec', 'template', 'spec'] as const;

/** Where the server is in it. */
export const server = [...podSpec, 'containers', 0] as const;

/** What stands at these steps. */
export function valueAt(value: unknown, steps: Steps): unknown {
  return steps.reduce<unknown>((parent, step) => {
    if (Array.isArray(parent)) return parent[Number(step)];
    return isRecord(parent) ? parent[step] : undefined;
  }, value);
}
