import { fieldsAt, itemsAt, textsAt, type Fields } from '../fields';
import { fingerprint } from '../fingerprint';
import { nameOf } from '../objects';
import { isPlainMark } from './marks';

/**
 * Whether a route has all that it had, in its order, and more beside it: other hosts, classes and rules. Of what changes within a rule, or
 * by an annotation that a controller goes by, nobody here tells what it does.
 */
export function isOnlyMore(before: Fields, after: Fields, services: readonly string[]): boolean {
  const isKept = (annotations: Readonly<Record<string, string>>, than: Readonly<Record<string, string>>) =>
    Object.entries(annotations).every(([mark, value]) => isPlainMark(mark) || than[mark] === value);
  const [old, now] = [before, after].map((side) => textsAt(side, 'metadata', 'annotations'));
  return (
    isKept(old ?? {}, now ?? {}) &&
    isKept(now ?? {}, old ?? {}) &&
    isWithin(specOf(before, before, services), specOf(after, before, services), services)
  );
}

/** The spec of a route; of an Ingress without hosts that led only to others, and without how far a path reaches, of which the ways tell. */
function specOf(route: Fields, former: Fields, services: readonly string[]): Fields {
  const spec = fieldsAt(route, 'spec');
  if (nameOf(route).kind !== 'Ingress' || spec.rules === undefined) return spec;
  const isLed = (rule: Fields) => textsIn(rule.http).some((text) => services.includes(text));
  const hosts = itemsAt(former, 'spec', 'rules')
    .filter(isLed)
    .map(({ host }) => host);
  const rules = itemsAt(spec, 'rules')
    .filter((rule) => hosts.includes(rule.host))
    .map((rule) => ({ ...rule, http: { paths: itemsAt(rule, 'http', 'paths').map(withoutReach) } }));
  return { ...spec, rules };
}

function withoutReach({ pathType, ...path }: Fields): Fields {
  return pathType === 'Exact' || pathType === 'Prefix' ? path : { ...path, pathType };
}

/** Lists of by whom a route is asked, in any order; and of its rules, which may be followed by others that lead there as well. */
const askers = new Set(['hosts', 'hostnames', 'parentRefs', 'entryPoints', 'gateways']);
const ruleLists = new Set(['rules', 'http', 'tls', 'tcp', 'routes']);

function isWithin(before: Fields, after: Fields, services: readonly string[]): boolean {
  const isLed = (rule: unknown) => textsIn(rule).some((text) => services.includes(text.split('.')[0] ?? ''));
  const fields = [...new Set([...Object.keys(before), ...Object.keys(after)])];
  return fields.every((field) => {
    const [old, now] = [before[field], after[field]];
    if (!Array.isArray(old) || !Array.isArray(now))
      return fingerprint(old ?? null) === fingerprint(now ?? null);
    const items: string[] = now.map(fingerprint);
    const isKept = (item: unknown, i: number) =>
      askers.has(field) ? items.includes(fingerprint(item)) : items[i] === fingerprint(item);
    const more: unknown[] = now.slice(old.length);
    const mayGrow = askers.has(field) || (ruleLists.has(field) && more.every(isLed));
    return old.every(isKept) && (more.length === 0 || mayGrow);
  });
}

/** All texts in a value, wherever they stand. */
export function textsIn(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(textsIn) : [];
}
