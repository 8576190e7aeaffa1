import { counted } from '../../counted';
import { majority } from '../../erasure';
import type { TenantSpec } from '../../tenant/spec';
import { drivePaths, poolAddress } from '../address';
import type { ObservedPool } from '../observed-pool';
import { alone, onlyAlone, whyNotAlone } from './alone';
import { noMovement, replaceableFirst } from './commands';
import { isRefused, poolNamed, refuse, type RunbookResult } from './refuse';
import { allGoesOn, goesOn } from './spared';
import type { Step } from './runbook';
import { claimsOf } from './size-up';
import { serverCount, subjectOf, type SubjectOptions } from './subject';

/** Which server, and which of its drives; without a drive, the node under it with all of them. */
export interface ReplaceOptions {
  readonly pool?: string;
  readonly server?: number;
  readonly drive?: number;
}

/**
 * A node or a drive that is lost or has to go: an empty one takes its place, and RustFS heals it. What a node takes with it
 * is counted as one server, so there is a runbook only where no second one of the pool can be there; whether one of
 * another pool is, the first step asks the cluster.
 */
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
  const shared = drive === undefined ? whyNotAlone(spec, pool) : undefined;
  if (shared !== undefined) return shared;
  const { layout } = pool;
  if (layout === undefined)
    return refuse(
      'pools',
      'Only the cluster knows how RustFS lays the pool out, and so what it can lose.',
      'Say parity and set size in the declaration.',
    );
  const what = drive === undefined ? 'server' : 'drive';
  const lostDrives = drive === undefined ? layout.drivesPerServerInSet : 1;
  if (lostDrives > layout.parity) {
    return refuse(
      'pools',
      `${pool.name} has ${layout.parity} parity drives in each set, and the ${what} has ${lostDrives}: what is on it cannot be restored from the others.`,
      'Copy the objects elsewhere first. A pool with more parity or more servers survives this.',
    );
  }
  const drives = pool.servers * pool.drivesPerServer;
  const goingDrives = drive === undefined ? pool.drivesPerServer : 1;
  if (drives - goingDrives < majority(drives)) {
    return refuse(
      'pools',
      `Without the ${what}, ${drives - goingDrives} of ${drives} drives of ${pool.name} have a format, and with an empty one no server starts unless more than half have.`,
      `Bring back the ${what} with what it holds: S3 goes on as soon as it is there.${goingDrives > 1 ? ` Where the node still runs, replace one drive after the other with --drive.` : ''} Otherwise copy the objects elsewhere while S3 answers.`,
    );
  }
  const pod = `${pool.statefulSet}-${server}`;
  const claims = claimsOf(pool, server).filter((_, i) => drive === undefined || i === drive);
  const { namespace } = spec;
  const goes = drive === undefined ? alone(subject, pod) : undefined;
  const guard = goes === undefined ? '' : `${onlyAlone} && `;
  const isThis = (each: number) => each === server;
  const without = goesOn(
    subject,
    layout,
    drive === undefined
      ? { hasServer: isThis }
      : { hasDrive: (ofServer, each) => isThis(ofServer) && each === drive },
  );
  const but = drive === undefined ? pod : `${pod} ${pathOf(pool, drive)}`;
  return {
    title: `Replace ${drive === undefined ? `the node of ${pod}` : `drive ${drive} of ${pod}`} in ${namespace}/${spec.name}`,
    summary: [
      `Meanwhile ${pool.name} is without ${counted(claims.length, 'drive')} of ${pod}: ${without}${without === allGoesOn ? `. Count on no further ${what}: how many more may fail depends on where they are.` : ` until the ${what} is back.`}`,
      'An empty volume takes the place of each, at the same address. RustFS formats it and rebuilds the shards from the others (heal); until that is done, the pool survives less than usual.',
      ...(drive === undefined
        ? []
        : [
            ...(pool.drivesPerServer - 1 < layout.bucketQuorum.drives
              ? [
                  `**It is as good as a server**: with ${pool.drivesPerServer - 1} of its ${counted(pool.drivesPerServer, 'drive')} ${pod} answers for no bucket.`,
                ]
              : []),
            `${pod} restarts for it: while it is away, ${goesOn(subject, layout, { hasServer: isThis })}.`,
          ]),
    ],
    requirements: [
      {
        text: `No other drive is away or healing; or, where some are, the ${what} is dead as well, and the first step finds that the others restore it.`,
      },
      {
        text:
          `Every object there has at least ${counted(lostDrives, 'parity shard')}, as STANDARD has now, and one more for each other drive of its erasure set that is dead: ` +
          (layout.reducedParity < lostDrives
            ? `those of REDUCED_REDUNDANCY have ${layout.reducedParity} and would be lost, and so would `
            : '') +
          `objects of a time when the tenant had less parity${layout.reducedParity < lostDrives ? '' : ' would be lost'}. Copy such objects elsewhere first.`,
      },
      noMovement,
      {
        text: 'The volume is really lost, or may go. **A dead drive answers errors**: RustFS shows it as offline, drive access denied or the like. One that is only empty, a new file system with the right owner, needs nothing of this, as RustFS formats it within seconds and heals it while its server runs; nor does a node that only restarts. A drive that answers "permission denied" ends its whole server at every start, whatever the other drives say: first look at its owner and mode.',
        commands: [
          `admin GET v3/storageinfo | jq -r '(.info // .).disks[] | select(.endpoint | contains("//${pod}.")) | .endpoint + " " + .state'`,
          `kubectl get pod ${pod} -n ${namespace} -o wide`,
          `kubectl get pvc ${claims.join(' ')} -n ${namespace}`,
        ],
      },
    ],
    tables: [],
    steps: [
      replaceableFirst(subject, but),
      ...(goes === undefined ? [] : [goes]),
      {
        title: drive === undefined ? 'Keep pods away from the node' : 'Note which volume goes',
        ...(drive === undefined ? { commands: [`${guard}kubectl cordon "$NODE"`] } : {}),
        check:
          drive === undefined
            ? { commands: ['kubectl get node "$NODE"'], expect: 'it says SchedulingDisabled.' }
            : {
                commands: [
                  `kubectl get pvc ${claims[0] ?? ''} -n ${namespace} -o jsonpath='{.spec.volumeName}{"\\n"}'`,
                ],
                expect: 'it prints the name of the volume.',
              },
        back: drive === undefined ? 'kubectl uncordon "$NODE"' : 'Nothing has changed yet.',
      },
      {
        title: `Give up ${claims.length === 1 ? 'the claim, and let Kubernetes make it anew' : `all ${claims.length} claims, and let Kubernetes make them anew`}`,
        text: `A claim goes when its pod has gone; the StatefulSet makes both again, on volumes that are empty. On a node that is down, the pod goes only with --force --grace-period=0, and only when the node will not come back by itself.${drive === undefined ? ' Unless the server was found to be alone, the shell refuses these.' : ''}${drive !== undefined && pool.drivesPerServer > 1 ? ` Where the first step names another drive of ${pod} as dead while that server is ready, it may not start with it: name its claim beside this one. The first step has counted it already. Of a server that is away, drives are named that are only away with it: they stay.` : ''}${serverCount(subject) === 1 ? ' Where the drive keeps the only server down, nobody answers and nothing is counted: if you know that its other drives are sound, leave replaceable away.' : ''}`,
        commands: [
          `replaceable ${but} && ${guard}kubectl delete pvc ${claims.join(' ')} -n ${namespace} --wait=false && kubectl delete pod ${pod} -n ${namespace}`,
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
        // State and definitive: crates/heal/src/heal/resume/replacement.rs and rustfs/src/admin/handlers/heal.rs, 1.0.0-rc.3.
        text: 'RustFS notices an empty drive within seconds and begins by itself. An idle queue or an object that can be read is no proof that it has ended. A drive that was emptied while its server ran was seen to be healed with no record of it: then the used space of the new drives tells, which comes close to that of the others of their set.',
        check: {
          commands: [
            `admin GET v4/heal/replacement-recovery | jq '.cluster | {definitive, reason, records: [.records[] | {state, reason, targetSlots}]}'`,
            `admin GET v3/storageinfo | jq -c '(.info // .).disks[] | {endpoint, state, healing, usedspace}'`,
            'all_ready && healthy',
          ],
          expect: `the drives of ${pod} are ok, none is healing, their used space comes close to that of the others, and every record of them is completed. Where nothing else is dead, definitive is true and the last line is 200: S3 answers. **Where others are still dead**, the last line names them instead and nothing of ${but}: this one is done, so go on with the next one, by the runbook for it. Replace nothing else before.`,
        },
        back: 'Nothing to go back from.',
      },
      ...(drive === undefined ? [openNode] : []),
    ],
  };
}

/** A node that stays cordoned takes no pod again, and the next replacement finds one node less. */
const openNode: Step = {
  title: 'Let pods on the node again, or take it out of the cluster',
  text: 'It is still kept from pods. Once it is mended, with volumes that are empty or new, it is a node like any other; one that does not come back is deleted: kubectl delete node "$NODE".',
  commands: ['kubectl uncordon "$NODE"'],
  check: {
    commands: ['kubectl get node "$NODE" -o jsonpath=\'{.spec.unschedulable}{"\\n"}\''],
    expect: 'it prints an empty line, or the node is gone.',
  },
  back: 'kubectl cordon "$NODE"',
};

/** Where the server finds the drive. */
function pathOf({ volumes }: ObservedPool, drive: number): string {
  return drivePaths(poolAddress(volumes)?.path ?? '')[drive] ?? '';
}
