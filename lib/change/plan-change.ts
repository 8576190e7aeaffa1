import { composeTenant } from '../objects/compose';
import type { TenantSpec } from '../tenant/spec';
import { effectsOf, type Effect, type Note } from './effects';
import type { Fields } from './fields';
import { identityTitle } from './identity';
import { emptyLock, type Lock } from './lock';
import { lockLosses } from './lock-losses';
import { kubectl, liveOwners, type StayingField } from './managed-fields';
import { comparedObjects, objectChange, type ObjectChange } from './object-change';
import { objectKey, objectsIn } from './objects';
import { tenantsIn, type ObservedTenant } from './observed';
import { withOtherServers } from './other-servers';
import { ownOf } from './own-objects';
import { sourcesOf } from './told-variables';
import { gravest, type ChangePlan, type Verdict } from './plan';
import { missingFrom, placeOfAll, type Place } from './place';
import type { TenantSides } from './plan-context';
import { plansOfOthers, planTenant } from './plan-tenant';
import { serversAway } from './servers-away';

/** One side of a change: a declaration, or objects as composed, read from YAML or printed by kubectl. */
export type PlanSide = TenantSpec | readonly object[];

/** What else a plan goes by. */
export interface PlanOptions {
  /**
   * The lock that belongs to `after`, which is held to it: pools that it has as retired may leave, tenants that it has
   * as forgotten as well, and addresses that it has may be new.
   * @default - none; then neither may
   */
  readonly lock?: Lock;

  /**
   * The lock that belongs to `before`: what it knows and `lock` does not was lost, and refuses the change.
   * @default - not known
   */
  readonly lockBefore?: Lock;

  /**
   * What declares each tenant of `after` by its title `namespace/name`, as `lockWith` took it: by this a renamed tenant
   * is known where `before` has none.
   * @default - not known
   */
  readonly declaredIn?: ReadonlyMap<string, string>;

  /**
   * Where `after` is declared as a whole: a tenant that `lock` knows from there and that `after` has no more has been
   * renamed, when another one is new.
   * @default - what `declaredIn` has
   */
  readonly place?: Place;

  /**
   * The tenants, as `namespace/name`, that are declared where `after` does not look, such as in other files of its folder:
   * they are not gone.
   * @default - none
   */
  readonly standing?: readonly string[];

  /**
   * Whether `before` comes from a cluster, where the server and others write as well. Only what `after` says is compared
   * then, and of objects that are not in `after` only those of its tenants count. What has left `after` is seen by the
   * managed fields of an object (`kubectl get --show-managed-fields`): it goes if nobody but `manager` owns it.
   * @default false
   */
  readonly live?: boolean;

  /**
   * With `live`, the field manager of whoever applies `after`; `pulumi-kubernetes` for Pulumi, which has one per resource.
   * @default 'kubectl', as kubectl apply --server-side has it
   */
  readonly manager?: string;
}

/**
 * What a change would do to every object, to the data and to availability. Works on objects, so a plan from
 * declarations and one from what was rendered of them are the same.
 *
 * @throws {TenantError} with all problems, when a declaration has an error.
 */
export function planChange(before: PlanSide, after: PlanSide, options: PlanOptions = {}): ChangePlan {
  const { lock = emptyLock, lockBefore, declaredIn = new Map<string, string>(), live = false } = options;
  const { place = placeOfAll([...declaredIn.values()]), standing = [] } = options;
  const declared = objectsOf(after);
  const all = objectsOf(before);
  const owners = liveOwners(live ? all : [], options.manager ?? kubectl);
  const now = declared.map((object) => owners.applied(object));
  const old = live ? ownOf(all, now) : all;
  const compared = comparedObjects(old, now, (key) => !live || owners.isKnown(key));
  const changes = new Map(compared.map((object) => [object.key, objectChange(object)]));
  const stays = new Map(declared.map((object) => [objectKey(object), owners.staying(object)]));
  const doubled = new Map(declared.map((object) => [objectKey(object), owners.doubled(object)]));
  const differences = new Map(compared.map((object) => [object.key, object.differences]));
  const sources = { before: sourcesOf(all, now), now: sourcesOf(now, all) };
  const tenantsBefore = tenantsIn(old, sources.before);
  const tenantsNow = tenantsIn(now, sources.now);
  const sides = tenantSides(tenantsBefore, tenantsNow);
  const missing = missingFrom(lock, place, new Set([...tenantsNow.map(identityTitle), ...standing]));
  const serversBefore = withOtherServers(tenantsBefore, old, sources.before);
  const serversNow = withOtherServers(tenantsNow, now, sources.now, serversBefore.others);
  const read = new Set([...tenantsBefore, ...tenantsNow].flatMap(({ pools }) => pools.map(({ key }) => key)));
  const effects = effectsOf({
    compared,
    before: old,
    now,
    tenantsBefore: serversBefore.tenants,
    tenantsNow: serversNow.tenants,
    // One whose addresses are read on either side is told with its tenant.
    others: new Set([...serversBefore.others, ...serversNow.others].filter((key) => !read.has(key))),
    live: live ? all : undefined,
  });
  const away = serversAway(live ? old : []);
  const losses = lockBefore === undefined ? [] : lockLosses(lockBefore, lock);
  const formerlyForgotten = lockBefore?.forgotten ?? [];
  const known = { lock, losses, formerlyForgotten, declaredIn, place, missing };
  const withoutSources = lock.tenants.length === 0 ? [] : tenantsIn(declared, noSources);
  const asLocked = new Map(withoutSources.map((tenant) => [identityTitle(tenant), tenant]));
  const context = { ...known, asLocked, changes, differences, doubled, effects, away };
  const tenants = sides.map((side) => planTenant(side, sides, context));
  const others = plansOfOthers(losses, effects, sides);
  const refusedKeys = new Set([...tenants, ...others].flatMap((each) => [...each.refusedKeys]));
  const notes = notesIn(effects);
  const objects = [...changes].map(([key, change]) =>
    noted(refused(change, refusedKeys.has(key)), notes.get(key), stays.get(key)),
  );
  const plans = [...tenants, ...others].map(({ plan }) => plan);
  return {
    verdict: gravest([
      ...plans.map(({ verdict }) => verdict),
      ...objects.map(objectVerdict),
      ...[...notes.values()].flat().map(({ verdict }) => verdict),
    ]),
    objects,
    refusals: plans.flatMap(({ tenant, problems }) =>
      problems
        .filter(({ severity }) => severity === 'error')
        .map(({ path, code, message, fix }) => ({ tenant, path, code, message, fix })),
    ),
    tenants: plans,
  };
}

/** A lock is kept of declarations alone, which say what comes by a reference and not what that says. */
const noSources = () => undefined;

function objectsOf(side: PlanSide): Fields[] {
  return objectsIn(isDeclaration(side) ? composeTenant(side) : side);
}

function isDeclaration(side: PlanSide): side is TenantSpec {
  return !Array.isArray(side);
}

/** The tenants of either side; the same on both by name, or by a StatefulSet in common. */
function tenantSides(before: readonly ObservedTenant[], now: readonly ObservedTenant[]): TenantSides[] {
  const formerOf = (tenant: ObservedTenant) =>
    before.find((other) => identityTitle(other) === identityTitle(tenant)) ??
    before.find((other) => other.pools.some(({ key }) => tenant.pools.some((pool) => pool.key === key)));
  const sides = now.map((tenant): TenantSides => ({ before: formerOf(tenant), now: tenant }));
  const kept = new Set(sides.map((side) => side.before));
  const gone = before
    .filter((tenant) => !kept.has(tenant))
    .map((tenant) => ({ before: tenant, now: undefined }));
  return [...sides, ...gone];
}

function refused(change: ObjectChange, isRefused: boolean): ObjectChange {
  if (!isRefused || change.change === 'unchanged') return change;
  const { command: _command, ...rest } = change;
  return { ...rest, change: 'refused' };
}

function notesIn(effects: readonly Effect[]): ReadonlyMap<string, readonly Note[]> {
  const notes = new Map<string, Note[]>();
  for (const effect of effects) {
    if (effect.kind === 'note') notes.set(effect.key, [...(notes.get(effect.key) ?? []), effect]);
  }
  return notes;
}

function noted(
  change: ObjectChange,
  notes: readonly Note[] = [],
  stays: readonly StayingField[] = [],
): ObjectChange {
  const texts = [...new Set(notes.map(({ text }) => text))];
  return {
    ...change,
    ...(texts.length > 0 && { notes: texts }),
    ...(stays.length > 0 && { stays }),
  };
}

function objectVerdict({ change }: ObjectChange): Verdict {
  switch (change) {
    case 'unchanged':
      return 'none';
    case 'rolls':
    case 'refused':
      return change;
    case 'recreated':
      return 'procedure';
    default:
      return 'in-place';
  }
}
