/** One step into a declaration: a field's name or an item's position. */
export type Step = string | number;

/** `base` and one step more: `pools` and 1 give `pools[1]`; a key that is no plain word is quoted. */
export function pathTo(base: string, step: Step): string {
  if (typeof step === 'number') return `${base}[${step}]`;
  if (!/^[A-Za-z_][\w-]*$/.test(step)) return `${base}[${JSON.stringify(step)}]`;
  return base === '' ? step : `${base}.${step}`;
}

/** The steps of a path that `pathTo` wrote. */
export function stepsOf(path: string): Step[] {
  const steps: Step[] = [];
  for (const [, word, position, quoted] of path.matchAll(
    /([A-Za-z_][\w-]*)|\[(\d+)\]|\[("(?:[^"\\]|\\.)*")\]/g,
  )) {
    if (word !== undefined) steps.push(word);
    else if (position !== undefined) steps.push(Number(position));
    else if (quoted !== undefined) steps.push(String(JSON.parse(quoted)));
  }
  return steps;
}

/** Orders paths: parents first, items by position, fields by name. Free of locale. */
export function comparePaths(left: string, right: string): number {
  const [a, b] = [stepsOf(left), stepsOf(right)];
  for (let i = 0; i < Math.min(a.length, b.length); i++) {
    const order = compareSteps(a[i] ?? '', b[i] ?? '');
    if (order !== 0) return order;
  }
  return a.length - b.length;
}

function compareSteps(left: Step, right: Step): number {
  if (left === right) return 0;
  if (typeof left === 'number' && typeof right === 'number') return left - right;
  return String(left) < String(right) ? -1 : 1;
}
