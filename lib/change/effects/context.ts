import type { Fields } from '../fields';
import type { ComparedObject } from '../object-change';
import { nameOf, objectKey } from '../objects';
import { tenantsIn, type ObservedTenant } from '../observed';
import { withOtherServers } from '../other-servers';
import { asSet } from '../selectors';
import { sourcesOf } from '../told-variables';
import { identityTitle } from '../identity';
import type { EffectContext, StayingTenant } from './effect';
import { ledIn, stillRunning } from './led';

/** Both sides of a change. */
export interface EffectSides {
  readonly compared: readonly ComparedObject[];
  readonly before: readonly Fields[];
  readonly now: readonly Fields[];
  readonly tenantsBefore: readonly ObservedTenant[];
  readonly tenantsNow: readonly ObservedTenant[];
  /** The keys of the objects of servers that are no pools of a plan. */
  readonly others: ReadonlySet<string>;
  /** All that a cluster showed, where the old side is one. */
  readonly live?: readonly Fields[] | undefined;
}

/** What the rules go by, of both sides. */
export function contextOf({
  before,
  now,
  tenantsBefore,
  tenantsNow,
  others,
  live,
}: EffectSides): EffectContext {
  const servers = new Set(tenantsBefore.flatMap(({ pools }) => pools.map(({ key }) => key)));
  const formerSets = before.filter((object) => servers.has(objectKey(object)));
  const staying = tenantsNow.map(withSets(now));
  const keys = new Set(now.map(objectKey));
  const former = formerTenants(tenantsBefore, before, staying);
  const ledHere = ledIn(staying, now);
  const ledBefore =
    live === undefined ? ledIn(former, before) : ledIn(formerTenants(serversIn(live), live, staying), live);
  return {
    staying,
    former,
    leaving: former.flatMap(({ title, tenant }) =>
      staying.some((each) => each.title === title) ? [] : [tenant],
    ),
    leavingSets: formerSets.filter((object) => !keys.has(objectKey(object))),
    formerSets,
    others,
    ledBefore,
    ledNow: live === undefined ? ledHere : [...ledHere, ...stillRunning(ledBefore, ledHere)],
    before,
    now,
    twice: new Set([...twiceIn(now), ...twiceByNamespace(now, tenantsNow)]),
  };
}

/** Every tenant as it was, by the name that it has now: one with a StatefulSet in common is the same. */
function formerTenants(
  tenants: readonly ObservedTenant[],
  objects: readonly Fields[],
  staying: readonly StayingTenant[],
): StayingTenant[] {
  return tenants.map(withSets(objects)).map((former) => {
    const now =
      staying.find(({ title }) => title === former.title) ??
      staying.find(({ sets }) =>
        sets.some(({ pool }) => former.sets.some((set) => set.pool.key === pool.key)),
      );
    return now === undefined ? former : { ...former, title: now.title };
  });
}

function serversIn(objects: readonly Fields[]): readonly ObservedTenant[] {
  return withOtherServers(tenantsIn(objects), objects, sourcesOf(objects)).tenants;
}

/** A tenant, with the StatefulSets of its pools among some objects. */
function withSets(objects: readonly Fields[]): (tenant: ObservedTenant) => StayingTenant {
  const byKey = new Map(objects.map((object) => [objectKey(object), object]));
  return (tenant) => ({
    tenant,
    title: identityTitle(tenant),
    sets: tenant.pools.flatMap((pool) => {
      const object = byKey.get(pool.key);
      return object === undefined ? [] : [{ pool, object: asSet(object) }];
    }),
  });
}

/** The keys of objects that say no namespace, and would be one with another that stands in the namespace of a tenant. */
function twiceByNamespace(objects: readonly Fields[], tenants: readonly ObservedTenant[]): string[] {
  const spaces = new Set(tenants.map(({ namespace }) => namespace).filter((namespace) => namespace !== ''));
  const bare = (object: Fields) => objectKey({ ...object, metadata: { name: nameOf(object).name } });
  const said = new Set(objects.filter((object) => spaces.has(nameOf(object).namespace)).map(bare));
  return objects.map(objectKey).filter((key) => said.has(key));
}

/** The keys that several objects have. */
function twiceIn(objects: readonly Fields[]): ReadonlySet<string> {
  const seen = new Set<string>();
  return new Set(
    objects.map(objectKey).filter((key) => {
      const isAgain = seen.has(key);
      seen.add(key);
      return isAgain;
    }),
  );
}
