import { textAt, textsAt, valueAt, type Fields } from '../fields';
import type { ComparedObject } from '../object-change';
import { maybeSame, objectTitle } from '../objects';
import { clientsCutOff, comparedName, note, type Effect, type EffectContext } from './effect';
import { selectsPodsOf } from './headless';

/** Who reaches a Service of a tenant, beside its selector and ports: what lets in fewer clients, and what may. */
export function* reachEffects(object: ComparedObject, context: EffectContext): Iterable<Effect> {
  const { key, before, after, differences } = object;
  const name = comparedName(object);
  if (name.kind !== 'Service' || before === undefined || after === undefined || differences.length === 0)
    return;
  const staying = context.staying.find(
    ({ tenant, sets }) =>
      maybeSame(tenant.namespace, name.namespace) && sets.some((set) => selectsPodsOf(after, set.object)),
  );
  if (staying === undefined || staying.sets.some(({ pool }) => pool.service === name.name)) return;
  for (const who of keptOut(before, after)) {
    yield clientsCutOff(
      key,
      staying,
      `The ${objectTitle(name)} no longer lets in ${who}: they are cut off from ${staying.title}, at once and for as long as it stays so.`,
    );
  }
  for (const text of linesOf(before, after)) yield note(key, text);
  const marks = addressingMarks(before, after);
  if (marks.length > 0) {
    yield note(
      key,
      `What is made of ${marks.join(', ')} is not known here: its address or name may become another one.`,
      'procedure',
    );
  }
}

function* keptOut(before: Fields, after: Fields): Iterable<string> {
  const policy = (service: Fields) => textAt(service, 'spec', 'internalTrafficPolicy') ?? 'Cluster';
  if (policy(before) !== 'Local' && policy(after) === 'Local') {
    yield 'clients in the cluster whose node runs none of these servers (internalTrafficPolicy: Local)';
  }
  const [old, now] = [listAt(before, 'loadBalancerSourceRanges'), listAt(after, 'loadBalancerSourceRanges')];
  if (now.length === 0) return;
  const left = old.filter((range) => !now.some((wider) => isWithin(range, wider)));
  if (old.length === 0) yield `clients from elsewhere than ${now.join(', ')} (loadBalancerSourceRanges)`;
  else if (left.length > 0) yield `clients from ${left.join(', ')} (loadBalancerSourceRanges)`;
}

/** Annotations by which clouds, MetalLB and external-dns give a Service its address and its name. */
const addressing =
  /^(service\.beta\.kubernetes\.io|cloud\.google\.com|networking\.gke\.io|external-dns\.[\w.]+|metallb\.[\w.]+|load-balancer\.[\w.]+)\//;

function* linesOf(before: Fields, after: Fields): Iterable<string> {
  const has = (service: Fields, field: string, value: unknown) => valueAt(service, 'spec', field) === value;
  const becomes = (field: string, value: unknown) => !has(before, field, value) && has(after, field, value);
  if (becomes('externalTrafficPolicy', 'Local')) {
    yield 'Clients from outside that come by a node without one of these servers get no answer; load balancers that ask for the health of nodes pass these by.';
  }
  if (becomes('sessionAffinity', 'ClientIP')) {
    yield 'All requests of one client go to one server from now on: servers are loaded unevenly.';
  }
  if (becomes('publishNotReadyAddresses', true)) {
    yield 'Clients are sent to servers that are not ready as well, and get errors while one starts.';
  }
  if (listAt(before, 'loadBalancerSourceRanges').length > listAt(after, 'loadBalancerSourceRanges').length) {
    yield 'Its load balancer lets in more clients, or all.';
  }
  const gone = [...listAt(before, 'externalIPs'), ...textsOf(before, 'loadBalancerIP')].filter(
    (address) => ![...listAt(after, 'externalIPs'), ...textsOf(after, 'loadBalancerIP')].includes(address),
  );
  if (gone.length > 0) yield `Clients and DNS records that have ${gone.join(', ')} are cut off.`;
  const families = listAt(before, 'ipFamilies').filter(
    (family) => !listAt(after, 'ipFamilies').includes(family),
  );
  if (families.length > 0 && listAt(after, 'ipFamilies').length > 0) {
    yield `Its address of ${families.join(', ')} is released: clients that have it are cut off.`;
  }
}

function addressingMarks(before: Fields, after: Fields): string[] {
  const [old, now] = [before, after].map((service) => textsAt(service, 'metadata', 'annotations'));
  return [...new Set([...Object.keys(old ?? {}), ...Object.keys(now ?? {})])]
    .filter((annotation) => addressing.test(annotation) && old?.[annotation] !== now?.[annotation])
    .sort();
}

function listAt(service: Fields, field: string): string[] {
  const list = valueAt(service, 'spec', field);
  return Array.isArray(list) ? list.map(String) : [];
}

function textsOf(service: Fields, field: string): string[] {
  const text = textAt(service, 'spec', field);
  return text === undefined ? [] : [text];
}

/** Whether a range of IPv4 addresses lies within another; of other families only the same does. */
function isWithin(range: string, wider: string): boolean {
  const [inner, outer] = [bitsOf(range), bitsOf(wider)];
  return range === wider || (inner !== undefined && outer !== undefined && inner.startsWith(outer));
}

function bitsOf(range: string): string | undefined {
  const parts = /^(\d+)\.(\d+)\.(\d+)\.(\d+)(?:\/(\d+))?$/.exec(range);
  if (parts === null) return undefined;
  const [, a, b, c, d, length = '32'] = parts;
  const bits = [a, b, c, d].map((part) => Number(part).toString(2).padStart(8, '0')).join('');
  return bits.slice(0, Number(length));
}
