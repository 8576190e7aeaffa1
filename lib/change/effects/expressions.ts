import { error } from '../../tenant/problem';
import { fieldsAt, itemsAt, textAt, valueAt, type Fields } from '../fields';
import type { ComparedObject } from '../object-change';
import { nameOf, objectTitle } from '../objects';
import { runsRustfs } from '../other-servers';
import { effectiveVariables } from '../server';
import { asSet } from '../selectors';
import { serversAt, told, type Effect, type EffectContext } from './effect';

/**
 * Directories of volumes that a mount finds by variables (`subPathExpr`) whose text stands elsewhere in the pod than in the
 * variable: in another field, or in sources of which nobody here sees what they hold. What is said there stays.
 */
export function* expressionEffects(object: ComparedObject, context: EffectContext): Iterable<Effect> {
  const { key, before, after } = object;
  const [former, now] = [serversAt(key, context.former), serversAt(key, context.staying)];
  if (before === undefined || after === undefined || former === undefined || now === undefined) return;
  const [old, said] = [before, after].map((side) => tellersOf(asSet(side)));
  const changed = [...(said?.keys() ?? [])].filter((variable) => {
    const [from, to] = [old?.get(variable), said?.get(variable)];
    // Where the variable itself says it on one side, the drives are compared by what it says.
    return from !== undefined && to !== undefined && from !== to;
  });
  if (changed.length === 0) return;
  yield told(
    key,
    now.of,
    error(
      '',
      'drive-place-changed',
      `Servers of the ${objectTitle(nameOf(after))} find directories of their volumes by ${changed.join(', ')} (subPathExpr), and what ` +
        'says these would change: servers that restart would find other bytes at the same addresses, or an empty directory.',
      'Put it back as it was.',
    ),
  );
}

/** What says each variable of an expression, where that is another field or a source as a whole. */
function tellersOf(set: Fields): ReadonlyMap<string, string> {
  const pod = fieldsAt(set, 'spec', 'template', 'spec');
  const server = itemsAt(pod, 'containers').find(runsRustfs) ?? {};
  const variables = effectiveVariables(server);
  const names = itemsAt(server, 'volumeMounts').flatMap((mount) =>
    [...(textAt(mount, 'subPathExpr') ?? '').matchAll(/\$\(([^)]*)\)/g)].map(([, name = '']) => name),
  );
  return new Map(
    names.flatMap((name) => {
      const teller = tellerOf(variables.get(name), server, pod);
      return teller === undefined ? [] : [[name, teller] as const];
    }),
  );
}

function tellerOf(variable: Fields | undefined, server: Fields, pod: Fields): string | undefined {
  // One that no entry says comes from the last source that has it.
  if (variable === undefined) return JSON.stringify(valueAt(server, 'envFrom') ?? []);
  if (valueAt(variable, 'valueFrom', 'resourceFieldRef') !== undefined) {
    return JSON.stringify(valueAt(server, 'resources') ?? {});
  }
  return textAt(variable, 'valueFrom', 'fieldRef', 'fieldPath') === 'spec.serviceAccountName'
    ? (textAt(pod, 'serviceAccountName') ?? 'default')
    : undefined;
}
