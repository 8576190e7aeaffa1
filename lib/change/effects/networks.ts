import { warning } from '../../tenant/problem';
import { consolePort } from '../../tenant/volumes';
import { fieldsAt, itemsAt, textAt, textsAt, valueAt, type Fields } from '../fields';
import type { ComparedObject } from '../object-change';
import { maybeSame, nameOf, objectTitle, type ObjectName } from '../objects';
import { podLabelsOf, selectorTakes } from '../selectors';
import { comparedName, note, told, type Effect, type EffectContext, type StayingTenant } from './effect';

const directions = ['Ingress', 'Egress'] as const;
type Direction = (typeof directions)[number];

/**
 * A NetworkPolicy of servers that comes, changes or goes: once one takes a pod, what no policy lets through is cut off.
 * Policies only add to each other (k8s.io/api networking/v1), so all of the new side count.
 */
export function* networkEffects(object: ComparedObject, context: EffectContext): Iterable<Effect> {
  const { key, before, after, differences } = object;
  const name = comparedName(object);
  if (!isPolicy(after ?? before ?? {})) return;
  if (before !== undefined && after !== undefined && differences.length === 0) return;
  for (const staying of context.staying) {
    if (!maybeSame(staying.tenant.namespace, name.namespace)) continue;
    const isOver = (policy: Fields | undefined, direction: Direction) =>
      policy !== undefined &&
      typesOf(policy).includes(direction) &&
      staying.sets.some((set) => selects(valueAt(policy, 'spec', 'podSelector'), set.object));
    const touched = directions.filter((direction) => isOver(before, direction) || isOver(after, direction));
    const policies = context.now.filter(
      (each) => isPolicy(each) && maybeSame(nameOf(each).namespace, staying.tenant.namespace),
    );
    const labels = namespaceLabels(staying.tenant.namespace, context.now);
    const isShut = (direction: Direction, lets: (rule: Fields) => boolean) => {
      const over = policies.filter((each) => isOver(each, direction));
      const rules = over.flatMap((each) => itemsAt(each, 'spec', direction.toLowerCase()));
      return touched.includes(direction) && over.length > 0 && !rules.some(lets);
    };
    const lost = [
      ...(directions.some((each) => isShut(each, (rule) => maybeLets(rule, each, staying, labels)))
        ? ['each other']
        : []),
      ...(isShut('Egress', maybeResolves)
        ? ['the name servers (port 53), by which they find each other']
        : []),
    ];
    if (lost.length > 0 && !isLone(staying)) yield cutOff(key, staying, name, lost.join(' and '));
    else if (touched.some((direction) => isOver(after, direction))) {
      yield note(
        key,
        `Of ${staying.title}, it lets through only what it names: clients, metrics, and other systems as well.`,
      );
    }
  }
}

/** Of Kubernetes itself; Calico and others have kinds of that name, which say other things. */
function isPolicy(object: Fields): boolean {
  return (
    nameOf(object).kind === 'NetworkPolicy' &&
    /^(networking\.k8s\.io|extensions)\//.test(textAt(object, 'apiVersion') ?? '')
  );
}

function cutOff(key: string, staying: StayingTenant, name: ObjectName, what: string): Effect {
  return told(
    key,
    staying,
    warning(
      '',
      'servers-cut-off',
      `By the change of the ${objectTitle(name)}, no policy that is seen here lets servers of ${staying.title} reach ${what}: unless another one in the cluster does, the tenant stops at once.`,
      'Let servers reach each other, in both directions, and reach the name servers (port 53).',
    ),
    'procedure',
  );
}

function isLone({ tenant: { pools } }: StayingTenant): boolean {
  return pools.reduce((sum, { servers }) => sum + servers, 0) === 1;
}

/** Without a word it is about Ingress, and about Egress where it has rules for that. */
function typesOf(policy: Fields): readonly unknown[] {
  const types = valueAt(policy, 'spec', 'policyTypes');
  if (Array.isArray(types)) return types;
  return ['Ingress', ...(valueAt(policy, 'spec', 'egress') === undefined ? [] : ['Egress'])];
}

/** A selector that says nothing takes all pods. */
function selects(selector: unknown, statefulSet: Fields): boolean {
  const isAll = Object.keys(fieldsAt({ selector }, 'selector')).length === 0;
  return isAll || selectorTakes(selector, podLabelsOf(statefulSet));
}

/** Whether a rule lets servers of a tenant through to each other; where only the cluster knows, it may. */
function maybeLets(
  rule: Fields,
  direction: Direction,
  { sets }: StayingTenant,
  labels: NamespaceLabels,
): boolean {
  const peers = itemsAt(rule, direction === 'Ingress' ? 'from' : 'to');
  const isPeer =
    peers.length === 0 ||
    peers.some(
      (peer) =>
        peer.ipBlock !== undefined ||
        (maybeOfNamespace(peer.namespaceSelector, labels) &&
          sets.every(({ object }) => peer.podSelector === undefined || selects(peer.podSelector, object))),
    );
  const ports = itemsAt(rule, 'ports');
  return isPeer && (ports.length === 0 || ports.some((port) => isServerPort(port, sets)));
}

/** What labels a namespace has: all of them where the objects have it, otherwise that of its name, which Kubernetes gives it. */
interface NamespaceLabels {
  readonly labels: Readonly<Record<string, string>>;
  readonly isWhole: boolean;
}

function namespaceLabels(namespace: string, objects: readonly Fields[]): NamespaceLabels {
  const found = objects.find(
    (object) => nameOf(object).kind === 'Namespace' && nameOf(object).name === namespace,
  );
  const own = { 'kubernetes.io/metadata.name': namespace };
  return { labels: { ...textsAt(found, 'metadata', 'labels'), ...own }, isWhole: found !== undefined };
}

/** Whether a selector of namespaces may take the tenant's; without one it is that of the policy. */
function maybeOfNamespace(selector: unknown, { labels, isWhole }: NamespaceLabels): boolean {
  if (selector === undefined || Object.keys(fieldsAt({ selector }, 'selector')).length === 0) return true;
  const name = textAt(selector, 'matchLabels', 'kubernetes.io/metadata.name');
  const isElsewhere = name !== undefined && name !== labels['kubernetes.io/metadata.name'];
  return isWhole ? selectorTakes(selector, labels) : !isElsewhere;
}

/** Whether a rule may lead to name servers. These run in no namespace of a tenant. */
function maybeResolves(rule: Fields): boolean {
  const peers = itemsAt(rule, 'to');
  const isPeer =
    peers.length === 0 ||
    peers.some((peer) => peer.ipBlock !== undefined || peer.namespaceSelector !== undefined);
  const ports = itemsAt(rule, 'ports');
  const isDns = ({ port, endPort }: Fields) =>
    typeof port !== 'number' || port === 53 || (port < 53 && typeof endPort === 'number' && endPort >= 53);
  return isPeer && (ports.length === 0 || ports.some(isDns));
}

function isServerPort(port: Fields, sets: StayingTenant['sets']): boolean {
  const { port: from, endPort } = port;
  if ((textAt(port, 'protocol') ?? 'TCP') !== 'TCP') return false;
  if (from === undefined) return true;
  const own = sets
    .flatMap(({ object }) => itemsAt(valueAt(object, 'spec', 'template', 'spec'), 'containers'))
    .flatMap((container) => itemsAt(container, 'ports'))
    .filter(({ containerPort }) => containerPort !== consolePort);
  return own.some(({ containerPort, name }) => {
    if (typeof from === 'number' && typeof endPort === 'number' && typeof containerPort === 'number') {
      return from <= containerPort && containerPort <= endPort;
    }
    return from === containerPort || from === name;
  });
}
