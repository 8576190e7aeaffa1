import { consolePort } from '../../tenant/volumes';
import { fieldsAt, itemsAt, textAt, textsAt, valueAt, type Fields } from '../fields';
import { fingerprint } from '../fingerprint';
import { maybeSame, nameOf } from '../objects';
import { podLabelsOf, podOf, selectorTakes } from '../selectors';
import type { ServerSet, StayingTenant } from './effect';

const directions = ['Ingress', 'Egress'] as const;
type Direction = (typeof directions)[number];

/** The policies of one side that may be over servers of a tenant, and what is known of its namespace there. */
export interface NetworkSide {
  readonly staying: StayingTenant;
  readonly policies: readonly Fields[];
  readonly labels: NamespaceLabels;
}

export function networkSide(staying: StayingTenant, objects: readonly Fields[]): NetworkSide {
  const { namespace } = staying.tenant;
  const policies = objects.filter((each) => isPolicy(each) && maybeSame(nameOf(each).namespace, namespace));
  return { staying, policies, labels: namespaceLabels(namespace, objects) };
}

/** Of Kubernetes itself; Calico and others have kinds of that name, which say other things. */
export function isPolicy(object: Fields): boolean {
  return (
    nameOf(object).kind === 'NetworkPolicy' &&
    /^(networking\.k8s\.io|extensions)\//.test(textAt(object, 'apiVersion') ?? '')
  );
}

/** Whether a policy is over servers of a tenant. */
export function isOverSome(policy: Fields | undefined, { sets }: StayingTenant): boolean {
  return policy !== undefined && sets.some((set) => directions.some((each) => isOver(policy, set, each)));
}

/** What servers no longer reach by the policies of a side, of each other and of the name servers. */
export function shutFrom({ staying, policies, labels }: NetworkSide): string[] {
  const { sets } = staying;
  const isShut = (set: ServerSet, direction: Direction, lets: (rule: Fields) => boolean) =>
    rulesOver(policies, set, direction)?.some(lets) === false;
  const isApart = sets.some((set) =>
    directions.some((direction) =>
      sets.some((other) =>
        isShut(set, direction, (rule) =>
          maybeLets(
            rule,
            direction,
            { peer: other, listener: direction === 'Ingress' ? set : other },
            labels,
          ),
        ),
      ),
    ),
  );
  return [
    ...(isApart ? ['each other'] : []),
    ...(sets.some((set) => isShut(set, 'Egress', (rule) => maybeResolves(rule, labels)))
      ? ['the name servers (port 53), by which they find each other']
      : []),
  ];
}

/** Whether something that may have been let through before is no longer, as policies only add to each other. */
export function isNarrowed(before: NetworkSide | undefined, now: NetworkSide): boolean {
  return now.staying.sets.some((set) => {
    const old = before?.staying.sets.find(({ pool }) => pool.key === set.pool.key);
    return directions.some((direction) => {
      const rules = rulesOver(now.policies, set, direction)?.map(fingerprint);
      if (rules === undefined || rules.includes(everything)) return false;
      const former = before && old && rulesOver(before.policies, old, direction);
      return former === undefined || former.some((rule) => !rules.includes(fingerprint(rule)));
    });
  });
}

/** A rule that says nothing lets all through. */
const everything = fingerprint({});

/** All rules that count for servers; undefined where no policy is over them, and all is let through. */
function rulesOver(policies: readonly Fields[], set: ServerSet, direction: Direction): Fields[] | undefined {
  const over = policies.filter((policy) => isOver(policy, set, direction));
  return over.length === 0
    ? undefined
    : over.flatMap((policy) => itemsAt(policy, 'spec', direction.toLowerCase()));
}

function isOver(policy: Fields, { object }: ServerSet, direction: Direction): boolean {
  return typesOf(policy).includes(direction) && selects(valueAt(policy, 'spec', 'podSelector'), object);
}

/** Without a word it is about Ingress, and about Egress where it has rules for that. */
function typesOf(policy: Fields): readonly unknown[] {
  const types = valueAt(policy, 'spec', 'policyTypes');
  if (Array.isArray(types)) return types;
  return ['Ingress', ...(valueAt(policy, 'spec', 'egress') === undefined ? [] : ['Egress'])];
}

/** A selector that says nothing takes all pods. */
function selects(selector: unknown, set: Fields): boolean {
  const isAll = Object.keys(fieldsAt({ selector }, 'selector')).length === 0;
  return isAll || selectorTakes(selector, podLabelsOf(set));
}

/** Whether a rule lets servers through to others; where only the cluster knows, as with addresses, it may. */
function maybeLets(
  rule: Fields,
  direction: Direction,
  { peer, listener }: { readonly peer: ServerSet; readonly listener: ServerSet },
  labels: NamespaceLabels,
): boolean {
  const peers = itemsAt(rule, direction === 'Ingress' ? 'from' : 'to');
  const isPeer =
    peers.length === 0 ||
    peers.some(
      ({ ipBlock, namespaceSelector, podSelector }) =>
        ipBlock !== undefined ||
        (maybeOfNamespace(namespaceSelector, labels) &&
          (podSelector === undefined || selects(podSelector, peer.object))),
    );
  const ports = itemsAt(rule, 'ports');
  return isPeer && (ports.length === 0 || ports.some((port) => isServerPort(port, listener)));
}

/** What labels a namespace has: all of them where the objects have it, otherwise that of its name, which Kubernetes gives it. */
interface NamespaceLabels {
  readonly labels: Readonly<Record<string, string>>;
  readonly isWhole: boolean;
}

const nameLabel = 'kubernetes.io/metadata.name';

function namespaceLabels(namespace: string, objects: readonly Fields[]): NamespaceLabels {
  const found = objects.find(
    (object) => nameOf(object).kind === 'Namespace' && nameOf(object).name === namespace,
  );
  return {
    labels: { ...textsAt(found, 'metadata', 'labels'), [nameLabel]: namespace },
    isWhole: found !== undefined,
  };
}

/** Whether a selector of namespaces may take the tenant's; without one it is that of the policy. */
function maybeOfNamespace(selector: unknown, { labels, isWhole }: NamespaceLabels): boolean {
  if (selector === undefined || Object.keys(fieldsAt({ selector }, 'selector')).length === 0) return true;
  const name = textAt(selector, 'matchLabels', nameLabel);
  const isElsewhere = name !== undefined && name !== labels[nameLabel];
  return isWhole ? selectorTakes(selector, labels) : !isElsewhere;
}

/** Whether a rule may lead to name servers. These run in no namespace of a tenant. */
function maybeResolves(rule: Fields, { labels }: NamespaceLabels): boolean {
  const peers = itemsAt(rule, 'to');
  const isPeer =
    peers.length === 0 ||
    peers.some(
      ({ ipBlock, namespaceSelector }) =>
        ipBlock !== undefined ||
        (namespaceSelector !== undefined &&
          textAt(namespaceSelector, 'matchLabels', nameLabel) !== labels[nameLabel]),
    );
  const ports = itemsAt(rule, 'ports');
  const isDns = ({ port, endPort, protocol }: Fields) =>
    protocol !== 'SCTP' &&
    (typeof port !== 'number' || port === 53 || (port < 53 && typeof endPort === 'number' && endPort >= 53));
  return isPeer && (ports.length === 0 || ports.some(isDns));
}

/** Whether a port of a rule is the one at which servers listen for S3 and each other. */
function isServerPort(port: Fields, { pool, object }: ServerSet): boolean {
  const { port: from, endPort } = port;
  if ((textAt(port, 'protocol') ?? 'TCP') !== 'TCP') return false;
  if (from === undefined) return true;
  const said = itemsAt(valueAt(podOf(object), 'spec'), 'containers')
    .flatMap((container) => itemsAt(container, 'ports'))
    .filter(({ containerPort }) => containerPort !== consolePort);
  // A container need not say its ports.
  const listens = Number(/:(\d+)$/.exec(pool.network.listens?.text ?? '')?.[1] ?? 9000);
  const isIt = (number: unknown) =>
    typeof from === 'number' && typeof endPort === 'number' && typeof number === 'number'
      ? from <= number && number <= endPort
      : from === number;
  return isIt(listens) || said.some(({ containerPort, name }) => isIt(containerPort) || from === name);
}
