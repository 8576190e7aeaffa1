import { poolState, type Away, type PoolLayout } from '../../erasure';
import { serverCount, type Subject } from './subject';

/** Where nothing is missed. */
export const allGoesOn = 'reads and writes go on';

/** What goes on without exactly this part of one of the tenant's pools, as the gates of RustFS have it. */
export function goesOn(tenant: Pick<Subject, 'pools'>, layout: PoolLayout, away: Partial<Away>): string {
  const { isBucketGateOpen, sets } = poolState(layout, { hasServer: none, hasDrive: none, ...away });
  if (serverCount(tenant) === 1 && away.hasServer?.(0) === true) {
    return 'there is nobody to answer: connections are refused';
  }
  if (!isBucketGateOpen) {
    return 'too few servers answer for a bucket, so nothing of the tenant is read, written or listed (503 SlowDown)';
  }
  if (sets.every(({ canWrite }) => canWrite)) return allGoesOn;
  return sets.every(({ canRead }) => canRead)
    ? 'objects are read, and listings and writes fail'
    : 'what lies there is neither read nor written, and no bucket is listed';
}

/** What goes on while one server of each pool restarts. Pools may roll at the same time: no gate counts two together. */
export function whileOneRestarts(tenant: Pick<Subject, 'pools'>): string {
  const said = tenant.pools.map(({ name, layout }) => ({
    name,
    what:
      layout === undefined
        ? 'only the cluster knows whether reads and writes go on'
        : goesOn(tenant, layout, { hasServer: (server) => server === 0 }),
  }));
  return [...new Set(said.map(({ what }) => what))]
    .map((what) => {
      const names = said.filter((each) => each.what === what).map(({ name }) => name);
      return `While a server of ${names.join(' or ')} is away, ${what}.`;
    })
    .join(' ');
}

function none(): boolean {
  return false;
}
