import { identityTitle } from './identity';
import type { ObservedTenant } from './observed';
import type { ObservedPool } from './observed-pool';
import type { Verdict } from './plan';
import type { TenantSides } from './plan-context';
import { isEncryptionNew } from './rules/encryption';
import { stepsBack } from './step-back';

/** What to run when the change has been applied. */
export function afterwardsOf({ before, now }: TenantSides, verdict: Verdict): string[] {
  if (verdict === 'refused' || now === undefined) return [];
  const joined = joining({ before, now });
  const isUpgrade = (before?.pools ?? []).some(
    (pool) => imageOf(now.pools, pool) !== undefined && imageOf(now.pools, pool) !== pool.image,
  );
  return [
    ...(before !== undefined && joined.length > 0
      ? [
          `Wait until ${joined.join(', ')} is ready: it is formatted when all of its drives are there. Then start a ` +
            'rebalance, which moves objects over: rustfs-tenant runbook append-pool.',
        ]
      : []),
    ...(isUpgrade
      ? [
          'Check between the pools as rustfs-tenant runbook upgrade says; RustFS does not promise every way back.',
        ]
      : []),
  ];
}

/** What no further change takes back. */
export function irreversibleOf({ before, now }: TenantSides, verdict: Verdict): string[] {
  if (verdict === 'refused' || before === undefined) return [];
  if (now === undefined) return removalOf(before);
  const joined = joining({ before, now });
  const left = before.pools.filter(({ key }) => !now.pools.some((pool) => pool.key === key));
  const larger = now.pools.filter((pool) => {
    const former = before.pools.find(({ key }) => key === pool.key);
    return (
      former?.layout !== undefined &&
      pool.layout !== undefined &&
      pool.layout.rawBytes > former.layout.rawBytes
    );
  });
  const deleting = now.pools.filter(
    ({ key, deletesClaims }) =>
      deletesClaims && !before.pools.some((pool) => pool.key === key && pool.deletesClaims),
  );
  const scaled = now.pools.filter(
    ({ key, deletesScaled }) =>
      deletesScaled && !before.pools.some((pool) => pool.key === key && pool.deletesScaled),
  );
  return [
    ...stepsBack(before.pools, now.pools),
    ...joined.map(
      (name) => `${name} joins for good: it leaves only by a decommission (runbook retire-pool).`,
    ),
    ...larger.map(({ name }) => `The claims of ${name} grow for good: no volume shrinks.`),
    ...left.map(({ name }) =>
      left.some((pool) => pool.name === name && pool.deletesClaims)
        ? `The claims of ${name} are deleted with its StatefulSet.`
        : `${name} has left ${identityTitle(now)} for good; its name is never used again. Its claims stay.`,
    ),
    ...deleting.map(
      ({ name }) => `From now on, deleting the StatefulSet of ${name} deletes its claims and the data.`,
    ),
    ...scaled.map(
      ({ name }) =>
        `From now on, scaling the StatefulSet of ${name} down, even to stop it, deletes the claims of the servers that go, and their data.`,
    ),
    ...(isEncryptionNew(before, now)
      ? [
          'Encryption stays on: what is encrypted from now on is readable only with these keys and settings. Back the ' +
            'keys up, apart from the data.',
        ]
      : []),
  ];
}

/** A tenant that goes, pool by pool: what becomes of the data is all that counts. */
function removalOf(before: ObservedTenant): string[] {
  const [deleted, kept] = [true, false].map((isDeleted) =>
    before.pools.filter(({ deletesClaims }) => deletesClaims === isDeleted).map(({ name }) => name),
  );
  const title = identityTitle(before);
  return [
    `${title} is removed: nobody reads or writes its data any more.`,
    ...(deleted && deleted.length > 0
      ? [
          `The claims of ${deleted.join(', ')} ARE DELETED with it (claimRetention.whenDeleted), and the data.`,
        ]
      : []),
    ...(kept && kept.length > 0
      ? [`The claims of ${kept.join(', ')} stay. Delete them by hand when nobody misses the data.`]
      : []),
  ];
}

function joining({ before, now }: TenantSides): string[] {
  const former = (before?.pools ?? []).map(({ key }) => key);
  return (now?.pools ?? []).filter(({ key }) => !former.includes(key)).map(({ name }) => name);
}

function imageOf(pools: readonly ObservedPool[], { key }: ObservedPool): string | undefined {
  return pools.find((pool) => pool.key === key)?.image;
}
