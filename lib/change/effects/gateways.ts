import { itemsAt, textAt, type Fields } from '../fields';
import type { ComparedObject } from '../object-change';
import { maybeSame, nameOf } from '../objects';
import { comparedName, note, type Effect, type EffectContext, type StayingTenant } from './effect';
import { isRoute, namesIn, servicesOf } from './routes';

/** What stands before the routes to a tenant: Gateways that they name, and who lets those of other namespaces in. */
export function* gatewayEffects(object: ComparedObject, context: EffectContext): Iterable<Effect> {
  const { key, before, after, differences } = object;
  const { kind } = comparedName(object);
  if (before === undefined || (kind !== 'Gateway' && kind !== 'ReferenceGrant')) return;
  if (after !== undefined && differences.every(({ path }) => path.startsWith('metadata'))) return;
  for (const staying of context.staying) {
    const routes = routesTo(staying, context);
    if (!routes.some((route) => (kind === 'Gateway' ? isBehind(route, before) : isGranted(route, before))))
      continue;
    yield note(
      key,
      `Clients reach ${staying.title} by way of it, and whether they still do is not judged here: see that before it is applied.`,
      'procedure',
    );
  }
}

function routesTo(staying: StayingTenant, context: EffectContext): Fields[] {
  const services = servicesOf(staying, context);
  return context.now.filter((route) => {
    const names = isRoute(route) ? namesIn(route, staying.tenant.namespace) : new Set();
    return services.some((service) => names.has(service));
  });
}

/** Kubernetes' routes name it in `parentRefs`, Istio's in `gateways`, there with its namespace before a slash. */
function isBehind(route: Fields, gateway: Fields): boolean {
  const { namespace, name } = nameOf(gateway);
  const own = nameOf(route).namespace;
  const listed = fieldList(route, 'gateways').some(
    (said) => said === name || said === `${namespace}/${name}`,
  );
  return (
    listed ||
    itemsAt(route, 'spec', 'parentRefs').some(
      (ref) => textAt(ref, 'name') === name && maybeSame(textAt(ref, 'namespace') ?? own, namespace),
    )
  );
}

function fieldList(route: Fields, field: string): unknown[] {
  const list = Object(route.spec)[field];
  return Array.isArray(list) ? list : [];
}

/** A grant stands where the Service is, and lets in routes of other namespaces. */
function isGranted(route: Fields, grant: Fields): boolean {
  const [own, to] = [nameOf(route).namespace, nameOf(grant).namespace];
  return own !== to && itemsAt(grant, 'spec', 'from').some((from) => textAt(from, 'namespace') === own);
}
