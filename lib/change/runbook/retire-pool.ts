import type { TenantSpec } from '../../tenant/spec';
import type { ObservedPool } from '../observed-pool';
import { applyAll, noMovement, readyFirst, restartNotice, seeNothingLeft, settled } from './commands';
import { deleteAgain, noteDeletedKeys } from './deleted-keys';
import { isRefused, poolNamed, refuse, type RunbookResult } from './refuse';
import type { Step } from './runbook';
import { goOnWithoutScannerFiles } from './scanner-files';
import { allClaimsOf } from './size-up';
import { selectorText, statefulSetsOf, subjectOf, type Subject, type SubjectOptions } from './subject';

/** A pool less: its objects are moved to the others, then it leaves in a second commit that lies ready. */
export function retirePoolRunbook(
  spec: TenantSpec,
  options: SubjectOptions,
  { pool: name }: { readonly pool?: string },
): RunbookResult {
  const subject = subjectOf(spec, options);
  const pool = poolNamed(subject, name);
  if (isRefused(pool)) return pool;
  if (subject.pools.length < 2) {
    return refuse(
      'pools',
      `"${pool.name}" is the last pool: its data has nowhere to go.`,
      'Append the pool that is to take its place first: runbook append-pool.',
    );
  }
  const held = spec.pools.findIndex((each) => each.name !== pool.name && (each.updatePartition ?? 0) > 0);
  if (held !== -1) {
    return refuse(
      `pools[${held}].updatePartition`,
      'When the pool leaves, every other server has to restart without it, and a partition keeps some from that.',
      'Set updatePartition to 0, apply that, and ask again.',
    );
  }
  if (pool.deletesClaims) {
    return refuse(
      'claimRetention.whenDeleted',
      `With whenDeleted: Delete the claims of ${pool.name}, and the data, go with its StatefulSet, which whoever prunes deletes as soon as the pool leaves.`,
      'Set it to Retain, apply that, and ask again.',
    );
  }
  const remaining = subjectOf(
    { ...spec, pools: spec.pools.filter((each) => each.name !== pool.name) },
    options,
  );
  const isFirst = subject.pools[0]?.key === pool.key;
  return {
    title: `Retire ${pool.name} of ${spec.namespace}/${spec.name}`,
    summary: [
      `RustFS moves the objects of ${pool.name} to ${remaining.pools.map((each) => each.name).join(', ')}. Reads and writes go on (of 730 requests of a client none failed, with 1.0.0-rc.3); ${pool.name} takes no new objects from the start.`,
      `It ends failed when it meets files that RustFS's scanner keeps in every pool, as it mostly does; one step is about that.`,
      '**From the moment it has finished, a server that restarts refuses to start until the pool has left the list.** So the commit that removes the pool is prepared before, and merged at once. Keep nodes from being drained and images from being changed in between.',
      'Then the remaining servers restart, one at a time in each pool. The claims of the pool stay until you delete them.',
      restartNotice,
    ],
    requirements: [
      noMovement,
      {
        text: 'The free space of the remaining pools is more than what is used in this one, and 30 % on top.',
        commands: [`admin GET v3/pools/list | jq '.[] | {cmdline, totalSize, currentSize, usedSize}'`],
      },
      {
        text: 'The claims outlive the StatefulSet, in the cluster as in the declaration.',
        commands: [
          `kubectl get statefulset ${pool.statefulSet} -n ${spec.namespace} -o jsonpath='{.spec.persistentVolumeClaimRetentionPolicy.whenDeleted}{"\\n"}'   # Retain, or nothing`,
        ],
      },
      { text: 'There is a backup of what must not be lost.' },
    ],
    tables: [],
    steps: [
      readyFirst(subject),
      prepare(subject, pool, remaining),
      ...(isFirst ? [noteDeletedKeys] : []),
      start(pool),
      wait(pool),
      goOnWithoutScannerFiles(subject, pool, { byId, state, findPlace: findPlace(pool) }),
      leave(pool, remaining),
      removeServers(subject, pool),
      ...(isFirst ? [deleteAgain] : []),
      seeNothingLeft(remaining),
      removeClaims(subject, pool),
    ],
  };
}

/**
 * The number by which RustFS takes the pool: its place in the list (rustfs/src/admin/handlers/pools.rs,
 * parse_pool_idx_by_id). The `id` that the list shows is the place at which the pool once joined; it stays when a pool
 * before it has retired, and is then the number of another one (measured with 1.0.0-rc.3).
 */
function findPlace({ volumes }: ObservedPool): string {
  return `POOL=$(admin GET v3/pools/list | jq -e --arg volumes '${volumes}' '[to_entries[] | select((.value.cmdline | ltrimstr(" ") | rtrimstr(" ")) == $volumes) | .key] | if length == 1 then .[0] else error("\\(length) pools have this address") end') && echo "$POOL"`;
}

/** The number that was found. Without one the shell refuses the command, so a pasted block asks for no other pool. */
const byId = 'by-id=true&pool=${POOL:?not found}';

/** RustFS answers {"pool": {...}} since 1.0.0-beta.9, and before it the pool itself (operator contract 8.1). */
const state = `admin GET "v3/pools/status?${byId}" | jq '(.pool // .) | {cmdline} + (.decommissionInfo // {} | {queued, complete, failed, canceled, objectsDecommissioned, bytesDecommissioned, objectsDecommissionedFailed})'`;

function prepare(subject: Subject, pool: ObservedPool, remaining: Subject): Step {
  const { file } = subject;
  return {
    title: 'Prepare the commit in which the pool leaves, and do not merge it',
    text: `On a branch, take ${pool.name} out of the list of pools in ${file}. The date is the day on which you expect to merge.`,
    commands: [
      `git switch -c retire-${pool.name}`,
      `rustfs-tenant runbook retire-pool ${file} --pool ${pool.name} --record --reason 'why it goes' --date "$(date +%F)"`,
      `# now take ${pool.name} out of ${file}`,
      `rustfs-tenant render ${file} --out deploy`,
      `git add -A && git commit -m 'Retire ${pool.name}' && git push -u origin retire-${pool.name}`,
      'git switch -',
    ],
    objects: statefulSetsOf(remaining, remaining.pools),
    check: {
      commands: [`git diff ...retire-${pool.name} --stat`],
      expect: 'the branch is there, and the pull request waits for its merge.',
    },
    back: `git branch -D retire-${pool.name}`,
  };
}

function start(pool: ObservedPool): Step {
  return {
    title: 'Start the decommission of exactly this pool',
    text: 'The first command finds its place in the list by its whole address, and fails unless exactly one pool has it; then the second does nothing. Not its id: RustFS takes the place, and the id is another number once a pool before it has retired.',
    commands: [findPlace(pool), `admin POST "v3/pools/decommission?${byId}"`],
    check: {
      commands: [state],
      expect: `cmdline is ${pool.volumes}, and complete, failed and canceled are all false.`,
    },
    back: `admin POST "v3/pools/cancel?${byId}"; when it is canceled, admin POST "v3/pools/clear?${byId}". What has moved stays moved; a rebalance spreads it again.`,
  };
}

function wait(pool: ObservedPool): Step {
  return {
    title: 'Wait until everything has moved',
    text: `This may take days. A server that restarts meanwhile goes on with it after about three minutes. Where the numbers stand still for long, ${pool.statefulSet}-0 may have given up and not been able to write that down (seen under load with 1.0.0-rc.3; log: decommission terminal mark failed): cancel it as below, clear it, and start it again.`,
    commands: [`while sleep 60; do ${state}; done   # Ctrl-C to stop looking`],
    check: {
      commands: [findPlace(pool), state],
      expect:
        'complete or failed is true, and canceled is not. With failed, the next step says whether it was by more than files of the scanner.',
    },
    back: 'Before it is complete as in the step before. Once it is complete there is no way back for this pool: append a new one.',
  };
}

function leave(pool: ObservedPool, remaining: Subject): Step {
  return {
    title: 'Merge the prepared commit at once, and apply it',
    text: `Until this is done, no server may restart. Only the objects of the remaining pools matter here; the servers of ${pool.name} run on until the next step.`,
    commands: [`# merge retire-${pool.name}, and check it out`],
    by: applyAll(remaining),
    objects: statefulSetsOf(remaining, remaining.pools),
    check: {
      commands: [
        ...settled(remaining, remaining.pools).commands,
        `admin GET v3/pools/list | jq -r '.[].cmdline'`,
      ],
      expect: `every rollout is complete, the health check prints 200, and ${pool.volumes} is no longer listed.`,
    },
    back: `None: with ${pool.name} in the list the servers do not start any more. If a server hangs, apply the commit and delete that pod.`,
  };
}

function removeServers({ spec }: Subject, pool: ObservedPool): Step {
  const { namespace } = spec;
  const claims = allClaimsOf(pool);
  return {
    title: `Remove the servers of ${pool.name}`,
    text: 'Its claims stay. Flux or Argo CD may have removed the StatefulSet already, where it prunes.',
    commands: [
      `kubectl delete statefulset ${pool.statefulSet} -n ${namespace} --ignore-not-found`,
      `kubectl delete poddisruptionbudget ${pool.statefulSet} -n ${namespace} --ignore-not-found`,
    ],
    check: {
      commands: [
        `kubectl get pods -n ${namespace} -l ${selectorText(pool.selector)}   # none`,
        `kubectl get pvc ${claims.join(' ')} -n ${namespace}`,
        'healthy',
      ],
      expect: 'no pod is left, every claim is, and the last line is 200.',
    },
    back: 'Not needed: the pool is no longer part of the tenant.',
  };
}

function removeClaims({ spec }: Subject, pool: ObservedPool): Step {
  const claims = allClaimsOf(pool);
  return {
    title: 'Much later, delete its claims',
    text: 'After a time in which nobody has missed an object.',
    commands: [`kubectl delete pvc ${claims.join(' ')} -n ${spec.namespace}`],
    check: {
      commands: [`kubectl get pvc -n ${spec.namespace}`],
      expect: 'only the claims of the remaining pools are left.',
    },
    back: 'None: what was on the claims is gone, unless the volumes are retained.',
  };
}
