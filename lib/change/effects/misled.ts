import { error, warning } from '../../tenant/problem';
import { textsAt, type Fields } from '../fields';
import type { ComparedObject } from '../object-change';
import { maybeSame, nameOf, objectKey, objectTitle } from '../objects';
import { comparedName, told, type Effect, type EffectContext, type StayingTenant } from './effect';
import { selectsPodsOf } from './headless';
import { isSameLed, ledBy, type Led } from './led';

/**
 * A Service that leads to the servers of one tenant, and from now on to others as well or instead: its selector has
 * changed, or others bear its labels. One that led to several before is made for that, as for metrics, as long as it
 * leads to one of them still.
 */
export function* misledEffects(object: ComparedObject, context: EffectContext): Iterable<Effect> {
  const { before, after } = object;
  if (comparedName(object).kind !== 'Service' || before === undefined || after === undefined) return;
  yield* misled(before, after, context);
}

/** The same of the Services that run beside the new side, and stay as they are. */
export function besideServices(live: readonly Fields[], context: EffectContext): Effect[] {
  const keys = new Set(context.now.map(objectKey));
  return live
    .filter((object) => nameOf(object).kind === 'Service' && !keys.has(objectKey(object)))
    .flatMap((service) => [...misled(service, service, context)]);
}

function* misled(before: Fields, after: Fields, context: EffectContext): Iterable<Effect> {
  const former = ledBy(before, context.ledBefore);
  const now = ledBy(after, context.ledNow);
  const isAmong = (all: readonly Led[]) => (led: Led) => all.some((other) => isSameLed(led, other));
  // Of those that leave is told elsewhere.
  const servers = former.filter(({ of }) => of !== undefined).filter(isAmong(context.ledNow));
  const added = now.filter((led) => !isAmong(former)(led));
  if (servers.length === 0 || added.length === 0) return;
  if (former.length > 1 && now.some(isAmong(former))) return;
  const owner = context.staying.find(({ title }) =>
    [...servers, ...added].some(({ of }) => of?.title === title),
  );
  if (owner === undefined) return;
  const isSelectorKept =
    JSON.stringify(textsAt(before, 'spec', 'selector')) ===
    JSON.stringify(textsAt(after, 'spec', 'selector'));
  // That it selects more than one tenant's labels may be meant, as long as there is only one such tenant.
  const isWarned =
    isSelectorKept && added.every((led) => led.of !== undefined && !isAmong(context.ledBefore)(led));
  const words = (all: readonly Led[]) => all.map(({ text }) => text).join(', ');
  yield told(
    objectKey(after),
    owner,
    (isWarned ? warning : error)(
      '',
      'clients-misled',
      `The ${objectTitle(nameOf(after))} led to ${words(former)}${former.length > 1 ? '' : ' alone'}, and leads to ${words(added)} from now on: what clients write by it lands there, and what they read is not found.`,
      'Let it select by labels that only these servers have (rustfs.tenant). To move clients, give them a Service of another name.',
    ),
    isWarned ? 'in-place' : 'refused',
  );
}

function tenantsBehind(service: Fields, tenants: readonly StayingTenant[]): StayingTenant[] {
  const { namespace } = nameOf(service);
  return tenants.filter(
    ({ tenant, sets }) =>
      maybeSame(tenant.namespace, namespace) && sets.some((set) => selectsPodsOf(service, set.object)),
  );
}

/**
 * Addresses that somebody adds to a Service of a tenant by hand: Kubernetes leads clients to them as to its servers
 * (discovery.k8s.io/v1: every slice with the label counts).
 */
export function* sliceEffects(object: ComparedObject, context: EffectContext): Iterable<Effect> {
  const { key, before, after, differences } = object;
  const name = comparedName(object);
  if (name.kind !== 'EndpointSlice' || after === undefined) return;
  if (before !== undefined && differences.length === 0) return;
  const labels = textsAt(after, 'metadata', 'labels');
  // Those that Kubernetes itself keeps are no addition.
  if (labels['endpointslice.kubernetes.io/managed-by'] !== undefined) return;
  const service = labels['kubernetes.io/service-name'];
  const led = context.now.filter(
    (each) =>
      nameOf(each).kind === 'Service' &&
      nameOf(each).name === service &&
      maybeSame(nameOf(each).namespace, name.namespace),
  );
  for (const owner of led.flatMap((each) => tenantsBehind(each, context.staying)).slice(0, 1)) {
    yield told(
      key,
      owner,
      error(
        '',
        'clients-misled',
        `The ${objectTitle(name)} adds addresses to the Service ${String(service)} of ${owner.title}: clients are led there as to its servers.`,
        'Take it out. A Service with a selector has its addresses from Kubernetes.',
      ),
    );
  }
}
