import { isRecord } from '../../is-record';
import { itemsAt, textAt, valueAt, type Fields } from '../fields';
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
import { isOnlyMore, textsIn } from './route-growth';
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
export function isRoute(object: Fields): boolean {
  const { kind } = nameOf(object);
  return routes.has(kind) || (kind === 'Service' && textAt(object, 'spec', 'type') === 'ExternalName');
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

export function servicesOf({ tenant, sets }: StayingTenant, { now }: EffectContext): string[] {
  return now
    .filter(
      (object) => nameOf(object).kind === 'Service' && maybeSame(nameOf(object).namespace, tenant.namespace),
    )
    .filter((service) => sets.some((set) => selectsPodsOf(service, set.object)))
    .map((service) => nameOf(service).name);
}

/** All that may be names of Services of a namespace in a route: as such, beside the namespace, or as they are called in DNS. */
export function namesIn(route: Fields, namespace: string): ReadonlySet<string> {
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
