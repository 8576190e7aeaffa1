import { counted } from '../counted';
import { error, warning } from '../tenant/problem';
import { told, type Effect, type StayingTenant } from './effects/effect';
import { itemsAt, textsAt, valueAt, type Fields } from './fields';
import { identityTitle } from './identity';
import { nameOf, objectKey, objectTitle } from './objects';
import type { ObservedTenant } from './observed';
import type { ObservedPool } from './observed-pool';
import { hasPoolsOf } from './place';
import { podLabelsOf, selectorTakes } from './selectors';

/**
 * What a cluster has beside the tenants of the new side. An apply removes none of it, so it is no change; but a StatefulSet
 * that is new may take the pods or the claims of one that runs, and a tenant that is new may be another one with a new name.
 *
 * @param live all objects that the cluster showed.
 */
export function neighbourEffects(
  live: readonly Fields[],
  tenantsLive: readonly ObservedTenant[],
  staying: readonly StayingTenant[],
): Effect[] {
  const running = live.filter((object) => nameOf(object).kind === 'StatefulSet');
  const keys = new Set(running.map(objectKey));
  return staying.flatMap((tenant) => {
    const sets = tenant.sets.filter(({ object }) => nameOf(object).kind === 'StatefulSet');
    const fresh = sets.filter(({ pool }) => !keys.has(pool.key));
    const others = running.filter((set) => nameOf(set).namespace === tenant.tenant.namespace);
    const overlaps = fresh.flatMap(({ pool, object }) =>
      others.flatMap((other) => overlap(tenant, pool, object, other)),
    );
    const isNew = fresh.length > 0 && fresh.length === sets.length;
    return overlaps.length > 0 || !isNew ? overlaps : besides(tenant, tenantsLive, staying);
  });
}

function overlap(tenant: StayingTenant, pool: ObservedPool, object: Fields, other: Fields): Effect[] {
  const [name, running] = [objectTitle(nameOf(object)), objectTitle(nameOf(other))];
  const claims = claimStarts(object).filter((start) => claimStarts(other).includes(start));
  const found = [
    ...(selects(object, other) ? [`selects the pods of the ${running}`] : []),
    ...(claims.length > 0 ? [`asks for the claims ${claims.join('…, ')}… of the ${running}`] : []),
    ...(isSameService(object, other) && !isOneOf(tenant, other)
      ? [`has the headless Service of the ${running}`]
      : []),
  ];
  if (found.length === 0) return [];
  return [
    told(
      pool.key,
      tenant,
      error(
        '',
        'live-overlap',
        `The ${name} is new and ${found.join(', ')}, which is running: two StatefulSets would have the same servers or claims, or this is the same pool under another name, and its data would stay behind.`,
        `Keep the names that the running one has (adopted.statefulSet, adopted.selector, adopted.claimNames). For a pool beside it, choose others.`,
      ),
    ),
  ];
}

/** Whether the selector of one StatefulSet takes the pods of another. */
function selects(statefulSet: Fields, other: Fields): boolean {
  return selectorTakes(valueAt(statefulSet, 'spec', 'selector'), podLabelsOf(other));
}

/** What the names of a StatefulSet's claims start with: TEMPLATE-STATEFULSET-. */
function claimStarts(statefulSet: Fields): string[] {
  return itemsAt(statefulSet, 'spec', 'volumeClaimTemplates').map(
    (template) => `${nameOf(template).name}-${nameOf(statefulSet).name}-`,
  );
}

function isSameService(a: Fields, b: Fields): boolean {
  const [service, other] = [a, b].map((set) => valueAt(set, 'spec', 'serviceName'));
  return service !== undefined && service === other;
}

/** Pools of one tenant have one headless Service. */
function isOneOf({ sets, title }: StayingTenant, other: Fields): boolean {
  const label = textsAt(other, 'metadata', 'labels')['rustfs.tenant'];
  const { namespace } = nameOf(other);
  return (
    sets.some(({ pool }) => pool.key === objectKey(other)) ||
    (label !== undefined && identityTitle({ namespace, name: label }) === title)
  );
}

/** A tenant of the same pools that the new side has not: two tenants in a namespace are ordinary, and so is a mistake. */
function besides(
  tenant: StayingTenant,
  tenantsLive: readonly ObservedTenant[],
  staying: readonly StayingTenant[],
): Effect[] {
  const declared = new Set(staying.flatMap(({ sets }) => sets.map(({ pool }) => pool.key)));
  const alike = tenantsLive.filter(
    (other) =>
      !staying.some(({ title }) => title === identityTitle(other)) &&
      !other.pools.some(({ key }) => declared.has(key)) &&
      (other.namespace === tenant.tenant.namespace
        ? hasPoolsOf(other, tenant.tenant) || hasShapeOf(other, tenant.tenant)
        : other.name === tenant.tenant.name),
  );
  const [set] = tenant.sets;
  if (alike.length === 0 || set === undefined) return [];
  const names = alike.map(identityTitle).join(', ');
  return [
    told(
      set.pool.key,
      tenant,
      warning(
        '',
        'tenant-beside',
        `${tenant.title} is new and starts empty, beside ${counted(alike.length, 'tenant')} of the same pools that run and that NEW has not: ${names}. Nothing that only applies removes them, so both would run.`,
        `If ${tenant.title} is meant to be one of them, give it its name and namespace: the data does not follow a new one. For a tenant beside it, go on.`,
      ),
      'in-place',
    ),
  ];
}

function hasShapeOf(former: ObservedTenant, { pools }: ObservedTenant): boolean {
  const shapes = (each: readonly ObservedPool[]) =>
    each.map(({ servers, drivesPerServer }) => `${servers} x ${drivesPerServer}`).join(', ');
  return shapes(former.pools) === shapes(pools);
}
