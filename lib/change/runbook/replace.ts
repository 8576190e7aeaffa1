import { counted } from '../../counted';
import type { TenantSpec } from '../../tenant/spec';
import { allReady, noMovement } from './commands';
import { isRefused, poolNamed, refuse, type RunbookResult } from './refuse';
import { claimsOf } from './size-up';
import { subjectOf, type SubjectOptions } from './subject';

/** Which server, and which of its drives; without a drive, the node under it with all of them. */
export interface ReplaceOptions {
  readonly pool?: string;
  readonly server?: number;
  readonly drive?: number;
}

/** A node or a drive that is lost or has to go: an empty one takes its place, and RustFS heals it. */
export function replaceRunbook(
  spec: TenantSpec,
  options: SubjectOptions,
  { pool: name, server, drive }: ReplaceOptions,
): RunbookResult {
  const subject = subjectOf(spec, options);
  const pool = poolNamed(subject, name ?? (subject.pools.length === 1 ? subject.pools[0]?.name : undefined));
  if (isRefused(pool)) return pool;
  if (server === undefined || server >= pool.servers) {
    return refuse('pools', `Which server of ${pool.name}?`, `Say --server, from 0 to ${pool.servers - 1}.`);
  }
  if (drive !== undefined && drive >= pool.drivesPerServer) {
    return refuse(
      'pools',
      `Which drive of ${pool.name}?`,
      `Say --drive, from 0 to ${pool.drivesPerServer - 1}.`,
    );
  }
  const { layout } = pool;
  if (layout === undefined)
    return refuse(
      'pools',
      'Only the cluster knows how RustFS lays the pool out, and so what it can lose.',
      'Say parity and set size in the declaration.',
    );
  const what = drive === undefined ? 'server' : 'drive';
  const tolerance = drive === undefined ? layout.serverTolerance : layout.driveTolerance;
  const lostDrives = drive === undefined ? layout.drivesPerServerInSet : 1;
  if (lostDrives > layout.parity) {
    return refuse(
      'pools',
      `${pool.name} has ${layout.parity} parity drives in each set, and the ${what} has ${lostDrives}: what is on it cannot be restored from the others.`,
      'Copy the objects elsewhere first. A pool with more parity or more servers survives this.',
    );
  }
  const pod = `${pool.statefulSet}-${server}`;
  const claims = claimsOf(pool, server).filter((_, i) => drive === undefined || i === drive);
  const { namespace } = spec;
  return {
    title: `Replace ${drive === undefined ? `the node of ${pod}` : `drive ${drive} of ${pod}`} in ${namespace}/${spec.name}`,
    summary: [
      `Meanwhile ${pool.name} is without ${counted(claims.length, 'drive')} of ${pod}: ${survivors(what, tolerance)}`,
      'An empty volume takes the place of each, at the same address. RustFS formats it and rebuilds the shards from the others (heal); until that is done, the pool survives less than usual.',
    ],
    requirements: [
      {
        ...allReady(subject),
        text: `All other servers are ready${drive === undefined ? '' : ', and no other drive of the pool is away or healing'}.`,
      },
      { ...noMovement, text: 'No rebalance and no decommission is running.' },
      {
        text: 'The volume is really lost, or may go: a node that only restarts needs nothing of this.',
        commands: [
          `kubectl get pod ${pod} -n ${namespace} -o wide`,
          `kubectl get pvc ${claims.join(' ')} -n ${namespace}`,
        ],
      },
    ],
    tables: [],
    steps: [
      {
        title: drive === undefined ? 'Keep pods away from the node' : 'Note which volume goes',
        commands:
          drive === undefined
            ? [`kubectl cordon "$(kubectl get pod ${pod} -n ${namespace} -o jsonpath='{.spec.nodeName}')"`]
            : [`kubectl get pvc ${claims[0] ?? ''} -n ${namespace} -o jsonpath='{.spec.volumeName}{"\\n"}'`],
        check: {
          commands: ['healthy'],
          expect: `it prints ${tolerance.write > 0 ? '200: writes go on without the ' + what : '200 as long as the ' + what + ' is there; without it writes wait'}.`,
        },
        back: drive === undefined ? 'kubectl uncordon the node.' : 'Nothing has changed yet.',
      },
      {
        title: `Give up ${claims.length === 1 ? 'the claim, and let Kubernetes make it anew' : `all ${claims.length} claims, and let Kubernetes make them anew`}`,
        text: 'A claim goes when its pod has gone; the StatefulSet makes both again, on volumes that are empty. On a node that is down, the pod goes only with --force --grace-period=0, and only when the node will not come back by itself.',
        commands: [
          `kubectl delete pvc ${claims.join(' ')} -n ${namespace} --wait=false`,
          `kubectl delete pod ${pod} -n ${namespace}`,
        ],
        check: {
          commands: [
            `kubectl get pvc ${claims.join(' ')} -n ${namespace}   # Bound, younger than a minute`,
            `kubectl wait pod/${pod} -n ${namespace} --for=condition=Ready --timeout=30m`,
          ],
          expect: 'the claims are bound to new volumes, and the pod is ready.',
        },
        back: 'With a StorageClass that retains, the old volume is still there: bind it to the claim again before anything is healed. Otherwise there is none.',
      },
      {
        title: 'Wait until it is healed',
        text: 'RustFS notices an empty drive within seconds and begins by itself. An idle queue or an object that can be read is no proof that it has ended (rustfs/rustfs docs/operations/cluster-lifecycle-operations.md, 10.2).',
        check: {
          commands: [
            'admin GET v4/heal/replacement-recovery | jq',
            'admin POST v3/background-heal/status | jq',
            'healthy',
          ],
          expect:
            'the recovery of the new drives says completed, and the last line is 200. Replace nothing else before.',
        },
        back: 'Nothing to go back from.',
      },
    ],
  };
}

function survivors(what: string, { read, write }: { readonly read: number; readonly write: number }): string {
  if (write > 0) {
    const more = write - 1;
    return `reads and writes go on, and ${more === 0 ? `no further ${what} may fail` : `${counted(more, what)} more may fail`} before writes stop.`;
  }
  return read > 0
    ? `reads go on, writes fail until the ${what} is back.`
    : `neither reads nor writes go on until the ${what} is back.`;
}
