import { warning } from '../../tenant/problem';
import type { Fields } from '../fields';
import type { ComparedObject } from '../object-change';
import { maybeSame, nameOf, objectTitle } from '../objects';
import { comparedName, told, type Effect, type EffectContext, type StayingTenant } from './effect';
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

/** A route that named a Service of a tenant, and names it no more nor another one of the same tenant instead. */
export function* routeEffects(object: ComparedObject, context: EffectContext): Iterable<Effect> {
  const { key, before, after, differences } = object;
  const name = comparedName(object);
  if (!routes.has(name.kind) || before === undefined || after === undefined || differences.length === 0)
    return;
  const [old, now] = [namesIn(before), namesIn(after)];
  for (const staying of context.staying) {
    if (!maybeSame(staying.tenant.namespace, name.namespace)) continue;
    const services = servicesOf(staying, context);
    const left = services.find((service) => old.has(service) && !now.has(service));
    if (left === undefined || services.some((service) => now.has(service) && !old.has(service))) continue;
    yield told(
      key,
      staying,
      warning(
        '',
        'clients-cut-off',
        `The ${objectTitle(name)} no longer leads to the Service ${left}: clients that reach ${staying.title} by it are cut off, or come elsewhere.`,
        'First move the clients to another address. Where none comes this way any more, apply it.',
      ),
      'procedure',
    );
  }
}

function servicesOf({ tenant, sets }: StayingTenant, { now }: EffectContext): string[] {
  return now
    .filter(
      (object) => nameOf(object).kind === 'Service' && maybeSame(nameOf(object).namespace, tenant.namespace),
    )
    .filter((service) => sets.some((set) => selectsPodsOf(service, set.object)))
    .map((service) => nameOf(service).name);
}

/** All that may be names of Services in a route, as such or as they are called in DNS. */
function namesIn(route: Fields): ReadonlySet<string> {
  return new Set(textsIn(route.spec).flatMap((text) => [text, text.replace(/\.[^.]+\.svc(\..*)?$/, '')]));
}

/** All texts in a value, wherever they stand. */
function textsIn(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(textsIn) : [];
}
