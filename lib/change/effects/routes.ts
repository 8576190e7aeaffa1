import { isRecord } from '../../is-record';
import { fieldsAt, itemsAt, textAt, textsAt, valueAt, type Fields } from '../fields';
import { fingerprint } from '../fingerprint';
import type { ComparedObject } from '../object-change';
import { maybeSame, nameOf, objectTitle } from '../objects';
import {
  clientsCutOff,
  comparedName,
  note,
  type Effect,
  type EffectContext,
  type StayingTenant,
} from './effect';
import { isPlainMark } from './marks';
import { selectsPodsOf } from './headless';

/** Kinds that lead clients from outside to a Service. */
const routes = new Set([
  'Ingress',
  'HTTPRoute',
  'GRPCRoute',
  'TLSRoute',
  'TCPRoute',
  'VirtualService',
  'IngressRoute',
  'IngressRouteTCP',
  'HTTPProxy',
  'Route',
]);

/**
 * A route that led to a Service of a tenant: it names it no more nor another one of the same tenant instead, or clients no
 * longer find it where they come by it.
 */
export function* routeEffects(object: ComparedObject, context: EffectContext): Iterable<Effect> {
  const { key, before, after, differences } = object;
  const name = comparedName(object);
  if (before === undefined || !isRoute(before)) return;
  if (after !== undefined && differences.length === 0) return;
  for (const staying of context.staying) {
    const { namespace } = staying.tenant;
    const old = namesIn(before, namespace);
    const now = after === undefined ? undefined : namesIn(after, namespace);
    const services = servicesOf(staying, context);
    const led = services.find((service) => old.has(service));
    if (led === undefined) continue;
    const left = services.find((service) => old.has(service) && !now?.has(service));
    const isMoved = services.some((service) => now?.has(service) && !old.has(service));
    if (after === undefined)
      yield cutOff(key, staying, `The ${objectTitle(name)} is gone, which led to the Service ${led}`);
    else if (left !== undefined && !isMoved) {
      yield cutOff(key, staying, `The ${objectTitle(name)} no longer leads to the Service ${left}`);
    } else {
      const ways = waysIn(after, services);
      const lost = waysIn(before, services).filter(
        (way) => !ways.includes(way) && !ways.includes(way.replace(exact, '')),
      );
      if (lost.length > 0) {
        yield cutOff(
          key,
          staying,
          `The ${objectTitle(name)} no longer leads there by ${[...new Set(lost)].join(', ')}`,
        );
      } else if (!isMoved && !isOnlyMore(before, after, services)) {
        yield note(
          key,
          `It leads clients to ${staying.title}, and whether they still come as before by what changes of it is not judged here.`,
          'procedure',
        );
      }
    }
  }
}

/** Also an alias in DNS, which a Service of its own may be. */
function isRoute(object: Fields): boolean {
  const { kind } = nameOf(object);
  return routes.has(kind) || (kind === 'Service' && textAt(object, 'spec', 'type') === 'ExternalName');
}

/**
 * Whether a route has all that it had, in its order, and more beside it: other hosts, classes and rules. Of what changes within a rule, or
 * by an annotation that a controller goes by, nobody here tells what it does.
 */
function isOnlyMore(before: Fields, after: Fields, services: readonly string[]): boolean {
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

function cutOff(key: string, staying: StayingTenant, what: string): Effect {
  return clientsCutOff(
    key,
    staying,
    `${what}: clients that reach ${staying.title} by it are cut off, or come elsewhere.`,
  );
}

/** Fields of routes of all kinds by which a request is found to be for them: by whom it is answered, host and path. */
const addressing = new Set([
  'ingressClassName',
  'parentRefs',
  'gateways',
  'entryPoints',
  'host',
  'hosts',
  'hostnames',
  'fqdn',
  'match',
  'matches',
  'conditions',
]);

/** By what clients come: of an Ingress each host with each path that leads to one of the Services, of others what they match. */
function waysIn(route: Fields, services: readonly string[]): string[] {
  if (nameOf(route).kind !== 'Ingress') return addressesIn(route.spec);
  const by =
    textAt(route, 'spec', 'ingressClassName') ??
    textAt(route, 'metadata', 'annotations', 'kubernetes.io/ingress.class');
  const isLed = (backend: unknown) => textsIn(backend).some((text) => services.includes(text));
  const rules = itemsAt(route, 'spec', 'rules').flatMap((rule) =>
    itemsAt(rule, 'http', 'paths')
      .filter((path) => isLed(path.backend))
      .map((path) => `${textAt(rule, 'host') ?? '*'}${textAt(path, 'path') ?? '/'}${exactly(path)}`),
  );
  return [
    ...(by === undefined ? [] : [`the class ${by}`]),
    ...rules,
    ...(isLed(valueAt(route, 'spec', 'defaultBackend')) ? ['*'] : []),
  ];
}

/** Marks a path that leads on to nothing below it: less than what is a prefix. */
const exact = ' (exactly)';

function exactly(path: Fields): string {
  return textAt(path, 'pathType') === 'Exact' ? exact : '';
}

/** Where a route leads to, rather than by what. */
const targets = new Set([
  'destination',
  'backendRefs',
  'services',
  'to',
  'alternateBackends',
  'mirror',
  'tcpproxy',
]);

function addressesIn(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap(addressesIn);
  if (!isRecord(value)) return [];
  const entries = Object.entries(value).filter(([field]) => !targets.has(field));
  return entries.flatMap(([field, said]) =>
    addressing.has(field) ? [said].flat().map((each) => wordOf(each)) : addressesIn(said),
  );
}

function wordOf(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}

function servicesOf({ tenant, sets }: StayingTenant, { now }: EffectContext): string[] {
  return now
    .filter(
      (object) => nameOf(object).kind === 'Service' && maybeSame(nameOf(object).namespace, tenant.namespace),
    )
    .filter((service) => sets.some((set) => selectsPodsOf(service, set.object)))
    .map((service) => nameOf(service).name);
}

/** All that may be names of Services of a namespace in a route: as such, beside the namespace, or as they are called in DNS. */
function namesIn(route: Fields, namespace: string): ReadonlySet<string> {
  return new Set(namesOf(route.spec, nameOf(route).namespace, namespace));
}

function namesOf(value: unknown, own: string, namespace: string): string[] {
  if (typeof value === 'string') {
    const [, name, of] = /^([^.]+)\.([^.]+)(?:\.svc(?:\..*)?)?$/.exec(value) ?? [];
    return [
      ...(maybeSame(own, namespace) ? [value] : []),
      ...(name !== undefined && of === namespace ? [name] : []),
    ];
  }
  if (typeof value !== 'object' || value === null) return [];
  // A reference may say another namespace than that of the route.
  const said = textAt(value, 'namespace') ?? own;
  return Object.values(value).flatMap((each) => namesOf(each, said, namespace));
}

/** All texts in a value, wherever they stand. */
function textsIn(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(textsIn) : [];
}
