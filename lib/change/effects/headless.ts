import { error } from '../../tenant/problem';
import { poolAddress } from '../address';
import { textAt, valueAt, type Fields } from '../fields';
import type { ComparedObject } from '../object-change';
import { maybeSame } from '../objects';
import { podLabelsOf, serviceTakes } from '../selectors';
import {
  comparedName,
  serversAt,
  told,
  type Effect,
  type EffectContext,
  type ServerSet,
  type StayingTenant,
} from './effect';

/**
 * The headless Service gives every server its name in DNS (Kubernetes: pod.subdomain has to be the name of a headless
 * Service that selects the pod), and by these names servers find each other.
 */
export function* headlessEffects(object: ComparedObject, context: EffectContext): Iterable<Effect> {
  const { kind, namespace, name } = comparedName(object);
  const { key, before, after, differences } = object;
  if (kind !== 'Service') return;
  for (const staying of context.staying) {
    if (!maybeSame(staying.tenant.namespace, namespace)) continue;
    const sets = staying.sets.filter(({ pool }) => pool.service === name && isAddressed(pool.volumes));
    if (sets.length === 0) continue;
    if (after === undefined) {
      yield cutOff(key, staying, `The headless Service ${name} is gone.`);
      continue;
    }
    if (before !== undefined && differences.length === 0) {
      if (sets.some((set) => losesLabels(after, set, context))) {
        yield cutOff(key, staying, `The headless Service ${name} would no longer select the servers.`);
      }
      continue;
    }
    const faults = [
      ...(valueAt(after, 'spec', 'clusterIP') === 'None'
        ? []
        : [`The Service ${name} is no longer headless (clusterIP: None).`]),
      ...(textAt(after, 'spec', 'type') === 'ExternalName'
        ? [`The Service ${name} is an ExternalName.`]
        : []),
      ...(sets.every((set) => selectsPodsOf(after, set.object))
        ? []
        : [`The headless Service ${name} does not select the servers.`]),
      ...(before !== undefined && publishes(before) && !publishes(after)
        ? [
            `The headless Service ${name} would name only ready servers (publishNotReadyAddresses), and none is ready before it finds the others.`,
          ]
        : []),
    ];
    for (const fault of faults.slice(0, 1)) yield cutOff(key, staying, fault);
  }
}

/** Whether pods lose what a Service that stays selects them by. One that never selected them has cut them off already. */
function losesLabels(service: Fields, { pool, object }: ServerSet, { former }: EffectContext): boolean {
  const before = serversAt(pool.key, former);
  return !selectsPodsOf(service, object) && (before === undefined || selectsPodsOf(service, before.object));
}

/** A lone drive is addressed by its path, and its server asks for no other. */
function isAddressed(volumes: string): boolean {
  return poolAddress(volumes)?.kind !== 'path';
}

function publishes(service: Fields): boolean {
  return valueAt(service, 'spec', 'publishNotReadyAddresses') === true;
}

/** Whether a Service has a selector, and the pods of a StatefulSet have all of it. */
export function selectsPodsOf(service: Fields, statefulSet: Fields): boolean {
  return serviceTakes(service, podLabelsOf(statefulSet));
}

function cutOff(key: string, staying: StayingTenant, what: string): Effect {
  return told(
    key,
    staying,
    error(
      '',
      'servers-cut-off',
      `${what} The servers of ${staying.title} have their names in DNS by it: they would no longer find each other, and the tenant would stop.`,
      'Put it back as it was.',
    ),
  );
}
