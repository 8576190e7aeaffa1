import type { Table } from './runbook';
import { compareVersions } from './versions';

/** What changed at a version, what that means for a tenant, and who says so. */
interface Gate {
  /** The first version with it. */
  readonly since: string;
  readonly what: string;
  readonly source: string;
}

const gates: readonly Gate[] = [
  {
    since: '1.0.0-alpha.95',
    what: 'Drives of a server on one device are refused ("can not find disk"): several claims need volumes of their own, or placement.drives: shared',
    source: 'rustfs/rustfs#2788, #2463',
  },
  {
    since: '1.0.0-beta.9',
    what: 'pools/status answers {"pool": {...}}; the operator 0.1.0 cannot see a decommission end',
    source: 'rustfs/rustfs 31b5db9a7',
  },
  {
    since: '1.0.0-rc.1',
    what: 'Servers start without the DNS records of others when they have the endpoint anchor (RUSTFS_LOCAL_ENDPOINT_HOST); older images ignore it',
    source: 'rustfs/rustfs#5416, PR 5460',
  },
  {
    since: '1.0.0-rc.3',
    what: 'Certificates can be read again without a restart (RUSTFS_TLS_RELOAD_ENABLE)',
    source: 'rustfs/rustfs crates/config constants/tls.rs at 20d1266, which is rc.3: it may be older',
  },
  {
    since: '1.0.0',
    what: 'Readiness needs the write quorum of every set, and the locks: a pool that cannot write has no ready server',
    source: 'rustfs/rustfs PR 6554, #7974',
  },
  {
    since: '1.0.0',
    what: 'Readiness may fail for 300 ms about once a minute: failureThreshold 3 or more',
    source: 'rustfs/rustfs#7950',
  },
  {
    since: '1.0.0',
    what: "Worker threads and memory go by the container's limits, not by the node's size",
    source: 'rustfs/rustfs PR 6536',
  },
  {
    since: '1.0.1',
    what: 'Perhaps: readiness needs the read quorum only, and no longer flaps; check which your release has',
    source: 'rustfs/rustfs PR 7566, PR 7956',
  },
];

/** The gates that lie between two versions. Without a version, all of them. */
export function featureGates(from: string | undefined, to: string | undefined): Table {
  const isBetween = ({ since }: Gate) =>
    (from === undefined || compareVersions(since, from) > 0) &&
    (to === undefined || compareVersions(since, to) <= 0);
  return {
    title:
      from === undefined || to === undefined
        ? 'What changes by version'
        : `What changes from ${from} to ${to}`,
    head: ['Since', 'What', 'Source'],
    rows: gates.filter(isBetween).map(({ since, what, source }) => [since, what, source]),
  };
}
