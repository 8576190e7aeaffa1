import { consolePort } from '../../tenant/volumes';
import { fieldsAt, itemsAt, numberAt, textAt, valueAt, type Fields } from '../fields';
import type { ComparedObject } from '../object-change';
import { maybeSame, objectKey } from '../objects';
import type { ObservedPool } from '../observed-pool';
import {
  clientsCutOff,
  comparedName,
  note,
  type Effect,
  type EffectContext,
  type ServerSet,
  type StayingTenant,
} from './effect';
import { selectsPodsOf } from './headless';

/** The Services by which clients reach the servers of a tenant. */
export function* clientEffects(object: ComparedObject, context: EffectContext): Iterable<Effect> {
  const { key, before, after, differences } = object;
  const { kind, namespace, name } = comparedName(object);
  if (kind !== 'Service' || before === undefined) return;
  const staying = context.staying.find(
    (each) => maybeSame(each.tenant.namespace, namespace) && reached(before, each, context),
  );
  if (staying === undefined || staying.sets.some(({ pool }) => pool.service === name)) return;
  if (after !== undefined && differences.length === 0) {
    const left = leftPorts(staying, after, context);
    if (left.length > 0) yield cutOff(key, staying, name, left, after);
    return;
  }
  const lost = lostPorts(staying, before, after);
  if (lost.length > 0) yield cutOff(key, staying, name, lost, after);
  yield* releasedAddresses(key, before, after);
  if (lost.length === 0 && after === undefined) yield note(key, 'The console is no longer reached by it.');
}

/** Whether a Service selects servers, as they were or as they are. */
function reached(service: Fields, { sets }: StayingTenant, { formerSets }: EffectContext): boolean {
  return sets.some(({ object }) => {
    const former = formerSets.find((set) => objectKey(set) === objectKey(object));
    return [object, former].some((set) => set !== undefined && selectsPodsOf(service, set));
  });
}

/** The ports of S3 that clients no longer reach; those of the console are no loss of data's way. */
function lostPorts({ sets }: StayingTenant, before: Fields, after: Fields | undefined): number[] {
  const reaches = (service: Fields, port: Fields) =>
    sets
      .filter(({ object }) => selectsPodsOf(service, object))
      .map(({ object }) => targetOf(port, object))
      .filter((target) => target !== undefined);
  const isExternal = textAt(after, 'spec', 'type') === 'ExternalName';
  return itemsAt(before, 'spec', 'ports').flatMap((port) => {
    const number = numberAt(port, 'port');
    if (number === undefined || isConsole(port)) return [];
    const now = itemsAt(after, 'spec', 'ports').find(
      (each) => numberAt(each, 'port') === number && protocolOf(each) === protocolOf(port),
    );
    const isThere =
      after !== undefined &&
      now !== undefined &&
      !isExternal &&
      reaches(after, now).length > 0 &&
      !isConsole(now);
    return isThere ? [] : [number];
  });
}

/** The ports of S3 of a Service that stays, by which no server is reached any more as its pods change. */
function leftPorts(staying: StayingTenant, service: Fields, { former }: EffectContext): number[] {
  const old = former.find(({ title }) => title === staying.title);
  if (old === undefined) return [];
  return itemsAt(service, 'spec', 'ports').flatMap((port) => {
    const number = numberAt(port, 'port');
    const [before, now] = [old, staying].map(({ sets }) =>
      sets
        .filter(({ object }) => selectsPodsOf(service, object))
        .map((set) => leadsTo(port, set))
        .filter((target) => target !== undefined),
    );
    const isLed = now?.some((target) => target === ofServer || before?.includes(target));
    return number === undefined || isConsole(port) || before?.length === 0 || isLed ? [] : [number];
  });
}

/** Where a port leads on pods that listen at an address: Kubernetes asks for no number among the ports of a container, but for a name. */
function leadsTo(port: Fields, { pool, object }: ServerSet): string | undefined {
  const target = valueAt(port, 'targetPort') ?? numberAt(port, 'port');
  const number = typeof target === 'number' ? target : targetOf(port, object);
  // A server that listens elsewhere may be followed by its ports.
  return number === undefined ? undefined : String(number) === portOf(pool) ? ofServer : String(number);
}

/** Stands for the port at which servers listen. */
const ofServer = 'server';

/** The port at which servers say that they listen for others; undefined where only they themselves reach it. */
function portOf({ network }: ObservedPool): string | undefined {
  const [, host = '', port = '9000'] = /^(.*):(\d+)$/.exec(network.listens?.text ?? '') ?? [];
  return /^(127\.|localhost$|\[?::1\]?$)/.test(host) ? undefined : port;
}

function protocolOf(port: Fields): string {
  return textAt(port, 'protocol') ?? 'TCP';
}

function isConsole(port: Fields): boolean {
  const target = valueAt(port, 'targetPort') ?? numberAt(port, 'port');
  return target === consolePort || (typeof target === 'string' && /console/.test(target));
}

/** The port of a pod that a port of a Service leads to; undefined where no container listens there by that name. */
function targetOf(port: Fields, statefulSet: Fields): number | undefined {
  const target = valueAt(port, 'targetPort') ?? numberAt(port, 'port');
  const listened = itemsAt(fieldsAt(statefulSet, 'spec', 'template', 'spec'), 'containers').flatMap(
    (container) => itemsAt(container, 'ports'),
  );
  return listened
    .filter((each) => textAt(each, 'name') === target || numberAt(each, 'containerPort') === target)
    .map((each) => numberAt(each, 'containerPort'))[0];
}

function cutOff(
  key: string,
  staying: StayingTenant,
  name: string,
  ports: readonly number[],
  after: Fields | undefined,
): Effect {
  const what =
    after === undefined
      ? `The Service ${name} is gone`
      : `The Service ${name} no longer leads to the servers on port ${ports.join(', ')}`;
  return clientsCutOff(
    key,
    staying,
    `${what}: clients that reach ${staying.title} by it are cut off, at once and for as long as it stays so.`,
  );
}

/** What Kubernetes gives back when a Service changes its type or goes: nobody is sure to get the same again. */
function* releasedAddresses(key: string, before: Fields, after: Fields | undefined): Iterable<Effect> {
  const type = (service: Fields | undefined) =>
    service === undefined ? '' : (textAt(service, 'spec', 'type') ?? 'ClusterIP');
  const [old, now] = [type(before), type(after)];
  if (old === 'LoadBalancer' && now !== 'LoadBalancer') {
    yield note(
      key,
      'The address of its load balancer is released: clients and DNS records that have it are cut off, and another load balancer may get another one.',
    );
  }
  if (old === 'NodePort' && now !== 'NodePort' && now !== 'LoadBalancer') {
    yield note(
      key,
      'Its node ports are released: clients that come by the address of a node are cut off, and others may get these ports.',
    );
  }
  const moved = itemsAt(before, 'spec', 'ports').filter((port) => {
    const same = itemsAt(after, 'spec', 'ports').find(
      (each) => numberAt(each, 'port') === numberAt(port, 'port'),
    );
    const [from, to] = [numberAt(port, 'nodePort'), numberAt(same, 'nodePort')];
    return old === now && from !== undefined && to !== undefined && from !== to;
  });
  if (moved.length > 0)
    yield note(key, 'Its node ports change: clients that come by the old ones are cut off.');
}
