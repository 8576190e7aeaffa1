import { isRecord } from '../../../lib/is-record';

/** The steps of a path as plans write it: `spec.ports[0].port`, `metadata.annotations[example.com/note]`. */
function stepsOf(path: string): string[] {
  return [...path.matchAll(/\[([^\]]*)\]|([^.[\]]+)/g)].map(([, item, field]) => item ?? field ?? '');
}

/** What stands at the path; undefined for nothing. */
export function fieldOf(value: unknown, path: string): unknown {
  return stepsOf(path).reduce<unknown>((at, step) => {
    if (Array.isArray(at)) return at[Number(step)];
    return isRecord(at) ? at[step] : undefined;
  }, value);
}

/** The same with another value at the path; without the field, for undefined. */
export function withField<T>(object: T, path: string, value: unknown): T {
  const copy = structuredClone(object);
  const steps = stepsOf(path);
  const last = steps.pop() ?? '';
  let at: unknown = copy;
  for (const step of steps) {
    if (Array.isArray(at)) at = at[Number(step)];
    else if (isRecord(at)) at = at[step] ??= {};
  }
  if (Array.isArray(at)) {
    at.splice(Number(last), 1, ...(value === undefined ? [] : [value]));
    return copy;
  }
  if (!isRecord(at)) throw new Error(`${path} leads nowhere.`);
  if (value === undefined) Reflect.deleteProperty(at, last);
  else at[last] = value;
  return copy;
}
