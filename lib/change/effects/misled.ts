import { error, warning } from '../../tenant/problem';
import { textsAt, type Fields } from '../fields';
import type { ComparedObject } from '../object-change';
import { maybeSame, nameOf, objectKey, objectTitle } from '../objects';
import { podLabelsOf, serviceTakes } from '../selectors';
import { comparedName, told, type Effect, type EffectContext, type StayingTenant } from './effect';
import { selectsPodsOf } from './headless';

/**
 * A Service that leads to the servers of one tenant, and from now on to others as well or instead: its selector has
 * changed, or others bear its labels. One that led to several before is made for that, as for metrics.
 */
export function* misledEffects(object: ComparedObject, context: EffectContext): Iterable<Effect> {
  const { key, before, after } = object;
  const name = comparedName(object);
  if (name.kind !== 'Service' || before === undefined || after === undefined) return;
  const former = tenantsBehind(before, context.former);
  const owner = context.staying.find(({ title }) => title === former[0]?.title);
  if (former.length !== 1 || owner === undefined) return;
  const known = new Set(workloadsBehind(before, context.formerWorkloads).map(objectKey));
  if (known.size > 0) return;
  const isSelectorKept =
    JSON.stringify(textsAt(before, 'spec', 'selector')) ===
    JSON.stringify(textsAt(after, 'spec', 'selector'));
  const others = tenantsBehind(after, context.staying).filter(({ title }) => title !== owner.title);
  // That it selects more than one tenant's labels may be meant, as long as there is only one such tenant.
  const isNew = others.every(({ title }) => !context.former.some((tenant) => tenant.title === title));
  const workloads = workloadsBehind(after, context.workloads);
  const leadsTo = [
    ...others.map(({ title }) => `servers of ${title}`),
    ...workloads.map((each) => `pods of the ${objectTitle(nameOf(each))}`),
  ].join(', ');
  if (leadsTo === '') return;
  const isWarned = isSelectorKept && isNew && workloads.length === 0;
  yield told(
    key,
    owner,
    (isWarned ? warning : error)(
      '',
      'clients-misled',
      `The ${objectTitle(name)} led to servers of ${owner.title} alone, and leads to ${leadsTo} from now on: what clients write by it lands there, and what they read is not found.`,
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

function workloadsBehind(service: Fields, workloads: readonly Fields[]): Fields[] {
  const { namespace } = nameOf(service);
  return workloads.filter(
    (workload) =>
      maybeSame(nameOf(workload).namespace, namespace) && serviceTakes(service, podLabelsOf(workload)),
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
