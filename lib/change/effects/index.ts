import type { Fields } from '../fields';
import { identityTitle } from '../identity';
import type { ComparedObject } from '../object-change';
import { nameOf, objectKey } from '../objects';
import { neighbourEffects } from '../live-neighbours';
import { tenantsIn, type ObservedTenant } from '../observed';
import { withOtherServers } from '../other-servers';
import { asSet } from '../selectors';
import { sourcesOf } from '../told-variables';
import { actorEffects } from './actors';
import { certificateEffects } from './certificates';
import { clientEffects } from './clients';
import { dataEffects } from './data';
import { deliveryEffects } from './delivery';
import {
  comparedName,
  note,
  type Effect,
  type EffectContext,
  type EffectRule,
  type StayingTenant,
} from './effect';
import { expressionEffects } from './expressions';
import { filledKeyEffects } from './filled-keys';
import { fleetingEffects } from './fleeting';
import { gatewayEffects } from './gateways';
import { headlessEffects } from './headless';
import { immutableEffects } from './immutable';
import { keyringEffects } from './keyring';
import { ledIn, stillRunning } from './led';
import { leftOutEffects } from './left-out';
import { listEffects } from './lists';
import { markEffects } from './marks';
import { mentionEffects } from './mentions';
import { besideServices, misledEffects, sliceEffects } from './misled';
import { nameServerEffects } from './name-servers';
import { neededEffects } from './needed';
import { networkEffects } from './networks';
import { nodeEffects } from './nodes';
import { otherEffects } from './others';
import { ownedEffects } from './owned';
import { policyEffects } from './policies';
import { keptBy } from './prune';
import { reachEffects } from './reach';
import { rootEffects } from './root';
import { routeEffects } from './routes';
import { scaledEffects } from './scaled';
import { namedEffects, serverEffects } from './servers';
import { sourceEffects } from './sources';
import { storeEffects } from './stores';
import { twiceEffects } from './twice';
import { unjudgedEffects } from './unjudged';
import { valueEffects } from './values';
import { volumeEffects } from './volumes';
import { workloadEffects } from './workloads';

export type { Effect, Note, TenantProblem, TenantProcedure } from './effect';

/** What every rule about objects beside the StatefulSets is about: one file each. */
const rules: readonly EffectRule[] = [
  dataEffects,
  volumeEffects,
  fleetingEffects,
  nodeEffects,
  expressionEffects,
  listEffects,
  keyringEffects,
  filledKeyEffects,
  rootEffects,
  neededEffects,
  valueEffects,
  sourceEffects,
  storeEffects,
  headlessEffects,
  certificateEffects,
  clientEffects,
  misledEffects,
  sliceEffects,
  reachEffects,
  routeEffects,
  gatewayEffects,
  networkEffects,
  policyEffects,
  nameServerEffects,
  immutableEffects,
  ownedEffects,
  scaledEffects,
  twiceEffects,
  leftOutEffects,
  deliveryEffects,
  workloadEffects,
  actorEffects,
  markEffects,
  mentionEffects,
  unjudgedEffects,
];

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

/** What the changes of all objects do beyond what the tenants' pools tell, in the order of the objects. */
export function effectsOf(sides: EffectSides): Effect[] {
  const context = contextOf(sides);
  const live = sides.live ?? [];
  return [
    ...sides.compared.flatMap((object) => objectEffects(object, context)),
    ...(sides.live === undefined ? [] : sides.compared.filter(({ after }) => after === undefined)).map(
      ({ key }) => note(key, 'Only what prunes removes it; kubectl apply leaves it as it is.'),
    ),
    ...neighbourEffects(live, tenantsIn(live), context.staying),
    ...besideServices(live, context),
  ];
}

function objectEffects(object: ComparedObject, context: EffectContext): Effect[] {
  const kept = object.before === undefined || object.after !== undefined ? undefined : keptBy(object.before);
  const own = [...serverEffects(object, context)];
  if (kept !== undefined) {
    return [
      ...own,
      note(
        object.key,
        `It stays in the cluster by its annotation ${kept.annotation}, if ${kept.tool} is what prunes; others delete it. Nothing keeps it from now on.`,
        // Which of them prunes, nobody tells the plan.
        holdsData(comparedName(object).kind) ? 'procedure' : 'in-place',
      ),
    ];
  }
  const ruled = [...own, ...rules.flatMap((rule) => [...rule(object, context)])];
  const found = ruled.some(isRefusal) ? ruled : [...ruled, ...namedEffects(object, context)];
  return found.length > 0 || comparedName(object).kind === '' ? found : [...otherEffects(object, context)];
}

function isRefusal(effect: Effect): boolean {
  return effect.kind === 'problem' && effect.problem.severity === 'error';
}

/** What is deleted with the data in it. */
function holdsData(kind: string): boolean {
  return ['Namespace', 'PersistentVolumeClaim', 'PersistentVolume'].includes(kind);
}

function contextOf({ before, now, tenantsBefore, tenantsNow, others, live }: EffectSides): EffectContext {
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
