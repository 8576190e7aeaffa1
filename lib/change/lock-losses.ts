import { error, type Problem } from '../tenant/problem';
import { identityTitle, type PoolIdentity } from './identity';
import { forgottenTenant, lockedTenant, type ForgottenTenant, type Lock, type LockedTenant } from './lock';
import { identityProblems } from './rules';

/** Something that the lock of the old side knows and that of the new side does not. */
export interface LockLoss {
  /** The tenant that it knew it of, as `namespace/name`. */
  readonly tenant: string;
  /** Whether it knows nothing more of the tenant. */
  readonly isWhole: boolean;
  readonly problem: Problem;
}

/**
 * What a lock has lost: it only ever grows, so whatever is gone from it was edited out, merged away or never committed.
 * A tenant may go with a record that it is forgotten, a pool with one that it is retired.
 */
export function lockLosses(before: Lock, now: Lock): LockLoss[] {
  return [
    ...before.tenants.flatMap((tenant) => tenantLosses(tenant, now)),
    ...before.forgotten.filter((tenant) => isRecordLost(tenant, now)).map(recordLoss),
  ];
}

function tenantLosses(tenant: LockedTenant, now: Lock): LockLoss[] {
  const title = identityTitle(tenant);
  const entry = lockedTenant(now, tenant);
  if (entry !== undefined) {
    return entryLosses(tenant, entry).map((finding) => ({
      tenant: title,
      isWhole: false,
      problem: lost(`The lock of NEW knows less of ${title} than that of OLD. ${finding}`, putBack),
    }));
  }
  if (forgottenTenant(now, tenant) !== undefined) return [];
  const problem = lost(
    now.tenants.length === 0
      ? `The lock of OLD knows ${title}, and beside NEW there is none that does. Nothing would be left to hold its data's places and names to.`
      : `The lock of NEW has lost ${title}, which that of OLD knows. Nothing would be left to hold its data's places and names to.`,
    `${putBack} A lock that lies elsewhere is named by --lock FILE. If the tenant is gone for good, data and all: rustfs-tenant forget ${title}.`,
  );
  return [{ tenant: title, isWhole: true, problem }];
}

const putBack =
  'Take the lock back from OLD (git checkout), and let the tool write it: rustfs-tenant render FILE --out DIR.';

/** What an entry has lost. Addresses may be new where a procedure is there to write them. */
function entryLosses(before: LockedTenant, now: LockedTenant): string[] {
  const isRetired = ({ statefulSet }: Pick<PoolIdentity, 'statefulSet'>) =>
    now.retired.some((pool) => pool.statefulSet === statefulSet);
  const records = before.retired.filter((pool) => !isRetired(pool));
  const known = { ...before, pools: before.pools.filter((pool) => !isRetired(pool)) };
  const changed = identityProblems(known, now).filter(
    ({ severity, code }) =>
      severity === 'error' && !['scheme-changed', 'cluster-domain-changed', 'pool-retired'].includes(code),
  );
  const smaller = known.pools.flatMap((pool) => {
    const kept = now.pools.find(({ statefulSet }) => statefulSet === pool.statefulSet);
    return kept !== undefined && pool.drives !== undefined && kept.drives === undefined
      ? [`Where the drives of "${pool.name}" lie is gone.`]
      : [];
  });
  return [
    ...records.map(({ name, date }) => `The record that "${name}" was retired on ${date} is gone.`),
    ...changed.map(({ message }) => message),
    ...smaller,
  ];
}

/** A tenant that is known again, with all that it had, is no longer forgotten: the commit that forgot it was taken back. */
function isRecordLost(record: ForgottenTenant, now: Lock): boolean {
  const entry = lockedTenant(now, record);
  const kept = forgottenTenant(now, record) ?? {
    pools: entry === undefined ? [] : [...entry.pools, ...entry.retired],
  };
  return record.pools.some(
    ({ statefulSet, volumes }) =>
      !kept.pools.some((pool) => pool.statefulSet === statefulSet && pool.volumes === volumes),
  );
}

function recordLoss(record: ForgottenTenant): LockLoss {
  const title = identityTitle(record);
  return {
    tenant: title,
    isWhole: true,
    problem: lost(
      `The record that ${title} was forgotten on ${record.date} is gone from the lock of NEW. A new tenant of that name ` +
        'would take the claims that may still be there for its own.',
      putBack,
    ),
  };
}

function lost(message: string, fix: string): Problem {
  return error('', 'lock-lost', message, fix);
}
