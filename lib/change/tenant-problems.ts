import { error, type Problem } from '../tenant/problem';
import { problemsAgainst, renamed } from './check-lock';
import { returnedProblems } from './forget';
import { identityTitle } from './identity';
import { lockedTenant, type LockedTenant } from './lock';
import type { LockLoss } from './lock-losses';
import { immutableFields } from './object-change';
import type { ObservedTenant } from './observed';
import type { ObservedPool } from './observed-pool';
import { formerOf, isNewIn } from './place';
import { titleOf, type PlanContext, type TenantSides } from './plan-context';
import { identityProblems } from './rules';
import { driveWriterProblems } from './rules/drive-writers';
import { encryptionProblems } from './rules/encryption';
import { localKeyProblems } from './rules/local-keys';
import { addedTlsProblems } from './rules/network';
import { partitionProblems } from './rules/partition';
import { standingProblems } from './rules/standing';
import { startCommandProblems } from './rules/start-command';
import { unseenPoolProblems } from './rules/unseen';
import { serverUserProblems } from './rules/users';
import { goneWithout, tenantRemoval } from './tenant-removal';
import { unreadPools } from './unread-pools';

/** What is wrong between the two sides, and what the lock has against the new one; the same is told once. */
export function problemsOf(side: TenantSides, all: readonly TenantSides[], context: PlanContext): Problem[] {
  const changed = changeProblems(side, all, context);
  const found = [...changed, ...standing(side, all, changed, context), ...unreadProblems(side, all, context)];
  const isNew = ({ code, path }: Problem) =>
    !found.some((known) => known.code === code && known.path === path);
  return [
    ...found,
    ...lockedProblems(side, context).filter(isNew),
    ...lossesOf(side, context).map(({ problem }) => problem),
    ...(side.now === undefined || side.before !== undefined
      ? []
      : returnedProblems(context.formerlyForgotten, context.lock, side.now)),
  ];
}

/** What the lock has lost of a tenant. That one which is gone from NEW is gone from its lock as well is told with that. */
function lossesOf(side: TenantSides, { losses }: PlanContext): LockLoss[] {
  return losses.filter(
    ({ tenant, isWhole }) => tenant === titleOf(side) && !(isWhole && side.now === undefined),
  );
}

/** Servers that come or go with their pool are told as that. */
function standing(
  { before, now }: TenantSides,
  all: readonly TenantSides[],
  changed: readonly Problem[],
  context: PlanContext,
): Problem[] {
  if (now === undefined) return [];
  const isListed = changed.some(({ severity }) => severity === 'error');
  return standingProblems(now, unreadPools({ before, now }, all, context)).filter(
    ({ code }) => !(isListed && code === 'pool-lists-differ'),
  );
}

/**
 * Also without an old side, and where both sides are wrong in the same way, the lock knows what is on the disks. That
 * claims grow is about the old side where there is one: the lock may be behind until `render --out`.
 */
function lockedProblems({ before, now }: TenantSides, context: PlanContext): Problem[] {
  if (now === undefined) return [];
  const { lock, asLocked, declaredIn, place, missing } = context;
  const declaration = declaredIn.get(identityTitle(now));
  const known = lockedTenant(lock, now);
  const isNew = known === undefined || (before === undefined && isNewIn(place, known, declaration));
  // Of servers whose addresses come by a reference no declaration is known, and no lock has them.
  const said = asLocked.get(identityTitle(now));
  const held = said?.pools.length === now.pools.length ? said : now;
  const problems = problemsAgainst(lock, held, missing, declaration, isNew);
  return before === undefined ? problems : problems.filter(({ severity }) => severity === 'error');
}

function changeProblems(
  { before, now }: TenantSides,
  all: readonly TenantSides[],
  context: PlanContext,
): Problem[] {
  if (before === undefined) {
    const former = now && formerOf(goneWithout(all, context), now);
    return former === undefined || now === undefined ? [] : [renamed(former, now)];
  }
  const locked = lockedTenant(context.lock, before);
  if (now === undefined) return tenantRemoval(before, all, context);
  const kept = identityProblems(knownOf(before, locked), now);
  const unseen = unseenPoolProblems(
    before,
    now,
    locked?.retired ?? [],
    unreadPools({ before, now }, all, context),
  );
  const found = [
    ...kept,
    ...unseen.filter(({ code }) => !kept.some((problem) => problem.code === code)),
    ...encryptionProblems(before, now),
    ...localKeyProblems(before, now),
    ...startCommandProblems(before, now),
    ...addedTlsProblems(before, now),
    ...driveWriterProblems(before, now),
    ...serverUserProblems(before, now),
  ];
  if (found.some(({ severity }) => severity === 'error')) return found;
  const held = partitionProblems(before, now);
  return [
    ...found,
    ...held,
    ...now.pools.flatMap((pool, i) => immutableProblem(pool, i, context)),
    ...now.pools.flatMap((pool, i) => doubledProblems(pool, i, context)),
  ];
}

/** What was there, as the lock allows it to change: pools that it retired are gone, addresses that it has are right. */
function knownOf(before: ObservedTenant, locked: LockedTenant | undefined): LockedTenant {
  const retired = locked?.retired ?? [];
  return {
    namespace: before.namespace,
    name: before.name,
    pools: before.pools
      .filter(({ statefulSet }) => !retired.some((pool) => pool.statefulSet === statefulSet))
      .map((pool) => {
        const accepted = locked?.pools.find(({ statefulSet }) => statefulSet === pool.statefulSet);
        return accepted === undefined ? pool : { ...pool, volumes: accepted.volumes };
      })
      // Both sides' own texts are compared for that, of which the lock has less.
      .map(({ encryption: _encryption, ...pool }) => pool),
    retired,
  };
}

function immutableProblem(pool: ObservedPool, i: number, { changes }: PlanContext): Problem[] {
  const change = changes.get(pool.key);
  const fields = change === undefined ? [] : immutableFields(change);
  if (fields.length === 0) return [];
  const message = `${fields.join(', ')} of the StatefulSet ${pool.statefulSet} would change; Kubernetes refuses it.`;
  return [error(`pools[${i}]`, 'immutable-field', message, 'Put it back as it was.')];
}

function doubledProblems({ key, statefulSet }: ObservedPool, i: number, { doubled }: PlanContext): Problem[] {
  return (doubled.get(key) ?? []).map(({ field, parts }) =>
    error(
      `pools[${i}]`,
      'choice-doubled',
      `${field} of the StatefulSet ${statefulSet} would have ${parts.join(' and ')}, as somebody else owns what runs: Kubernetes ` +
        'refuses it, and applies the other objects.',
      'Apply once what runs already, and take over what others own (docs/field-owners.md); then apply this.',
    ),
  );
}

/** A StatefulSet that is there already, and of which nobody can tell where its servers have their data. */
function unreadProblems(
  { now }: TenantSides,
  all: readonly TenantSides[],
  { changes }: PlanContext,
): Problem[] {
  const read = new Set(all.flatMap(({ before }) => (before?.pools ?? []).map(({ key }) => key)));
  return (now?.pools ?? []).flatMap(({ key, name, statefulSet }, i) =>
    (changes.get(key)?.change ?? 'created') === 'created' || read.has(key)
      ? []
      : [
          error(
            `pools[${i}]`,
            'address-unknown',
            `The StatefulSet ${statefulSet} is there already, and what it is told in RUSTFS_VOLUMES cannot be read from its ` +
              `environment: whether the servers of "${name}" would find their data is not known.`,
            'Read it where it comes from (args, envFrom, valueFrom), and adopt the tenant: rustfs-tenant adopt.',
          ),
        ],
  );
}
