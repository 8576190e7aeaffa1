import { warning } from '../../tenant/problem';
import { consolePort } from '../../tenant/volumes';
import { fieldsAt, itemsAt, textAt, valueAt, type Fields } from '../fields';
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
  if (name.kind !== 'NetworkPolicy') return;
  if (before !== undefined && after !== undefined && differences.length === 0) return;
  for (const staying of context.staying) {
    if (!maybeSame(staying.tenant.namespace, name.namespace)) continue;
    const isOver = (policy: Fields | undefined, direction: Direction) =>
      policy !== undefined &&
      typesOf(policy).includes(direction) &&
      staying.sets.some((set) => selects(valueAt(policy, 'spec', 'podSelector'), set.object));
    const touched = directions.filter((direction) => isOver(before, direction) || isOver(after, direction));
    const policies = context.now.filter(
      (each) =>
        nameOf(each).kind === 'NetworkPolicy' && maybeSame(nameOf(each).namespace, staying.tenant.namespace),
    );
    const isCut = touched.some((direction) => {
      const over = policies.filter((each) => isOver(each, direction));
      const rules = over.flatMap((each) => itemsAt(each, 'spec', direction.toLowerCase()));
      return over.length > 0 && !rules.some((rule) => maybeLets(rule, direction, staying));
    });
    if (isCut && !isLone(staying)) yield cutOff(key, staying, name);
    else if (touched.some((direction) => isOver(after, direction))) {
      yield note(
        key,
        `Of ${staying.title}, it lets through only what it names: clients, metrics, and other systems as well.`,
      );
    }
  }
}

function cutOff(key: string, staying: StayingTenant, name: ObjectName): Effect {
  return told(
    key,
    staying,
    warning(
      '',
      'servers-cut-off',
      `By the change of the ${objectTitle(name)}, no policy that is seen here lets servers of ${staying.title} reach each other: unless another one in the cluster does, the tenant stops at once.`,
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
function maybeLets(rule: Fields, direction: Direction, { sets }: StayingTenant): boolean {
  const peers = itemsAt(rule, direction === 'Ingress' ? 'from' : 'to');
  const isPeer =
    peers.length === 0 ||
    peers.some(
      (peer) =>
        peer.ipBlock !== undefined ||
        sets.every(({ object }) => peer.podSelector === undefined || selects(peer.podSelector, object)),
    );
  const ports = itemsAt(rule, 'ports');
  return isPeer && (ports.length === 0 || ports.some((port) => isServerPort(port, sets)));
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
