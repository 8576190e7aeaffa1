import { counted } from '../../counted';
import type { TenantSpec } from '../../tenant/spec';
import { noMovement, pause, readyFirst, resume } from './commands';
import { issueCertificates } from './issue-certificates';
import { isRefused, poolNamed, refuse, whyNotTogether, type RunbookResult } from './refuse';
import { subjectOf, type SubjectOptions } from './subject';
import { restartTogether } from './together';

/** How long requests went unanswered when all servers were stopped and started. */
const outage =
  'With RustFS 1.0.0-rc.3, 25 and 28 s went by so in two runs, with four servers and four new ones as processes on two busy cores; in a cluster, the time to attach volumes and to start pods comes on top.';

/**
 * A pool more: all servers stop, and start with the longer list. One at a time they would know of different pools. Measured
 * three times with 1.0.0-rc.3, a pool of 4 x 1 more under two clients: servers of the shorter list answered 404 for objects
 * that were in the new pool; servers exited at their start, 1 to 12 times, when clients kept them from a bucket's lock for 5 s
 * ("Server runtime failed: Lock error"); and while half of the new pool's were away, no bucket answered at those that knew
 * it. 2 to 20 % of all requests failed, over up to three minutes. Together, with clients held back, nothing else failed.
 */
export function appendPoolRunbook(
  spec: TenantSpec,
  options: SubjectOptions,
  { pool: name }: { readonly pool?: string },
): RunbookResult {
  const subject = subjectOf(spec, options);
  const pool = poolNamed(subject, name ?? subject.pools.at(-1)?.name);
  if (isRefused(pool)) return pool;
  const others = subject.pools.filter(({ key }) => key !== pool.key);
  if (others.length === 0) {
    return refuse(
      'pools',
      `"${pool.name}" is the only pool.`,
      'Write the new pool after the others in the declaration.',
    );
  }
  if (subject.pools.at(-1)?.key !== pool.key) {
    return refuse(
      'pools',
      `"${pool.name}" is not the last pool.`,
      'New pools go to the end of the list; say --pool of the last.',
    );
  }
  const refused = whyNotTogether(subject);
  if (refused !== undefined) return refused;
  return {
    title: `Append ${pool.name} to ${spec.namespace}/${spec.name}`,
    summary: [
      `All servers stop, and all start with the longer list: the tenant is down from the first that stops until S3 answers again. Announce it. ${outage}`,
      `Not one at a time: until the last has restarted, those of the shorter list answer 404 for objects that others have written to ${pool.name}, and delete nothing there. New servers exit when a lock takes more than 5 s, as it does while clients write, and with too few of them no bucket answers.`,
      `${pool.name} is formatted when all of its ${counted(pool.servers * pool.drivesPerServer, 'drive')} are there. New objects then go to any pool, the more the more room it has; existing ones stay where they are until a rebalance moves them.`,
    ],
    requirements: [
      noMovement,
      {
        text: `There are nodes and volumes for ${counted(pool.servers, 'server')} of ${counted(pool.drivesPerServer, 'drive')}.`,
        commands: ['kubectl get nodes', 'kubectl get storageclass'],
      },
      {
        text: 'All StatefulSets of the tenant are applied in one go: in different sync waves the first may wait for the second for ever.',
      },
      { text: 'The outage is announced.' },
    ],
    tables: [],
    steps: [
      readyFirst(subject),
      pause(subject),
      {
        title: `Write ${pool.name} at the end of the pools, render, and commit`,
        text: 'With the step before nothing applies the commit by itself.',
        commands: [
          `rustfs-tenant render ${options.file} --out deploy`,
          `git add -A && git commit -m 'Append ${pool.name}'`,
        ],
        check: {
          commands: [`rustfs-tenant check ${options.file}`],
          expect: 'it finds no error.',
        },
        back: 'git revert the commit.',
      },
      ...issueCertificates(subject, 'Not needed: the former names are among the new ones.'),
      ...restartTogether(
        subject,
        `As long as not all servers of ${pool.name} are there: revert the commit, do the steps again from the stop on, and delete the StatefulSet ${pool.statefulSet} and its claims. Afterwards the way back is runbook retire-pool.`,
        others,
      ),
      {
        title: 'See that RustFS has the pool',
        check: {
          commands: [`admin GET v3/pools/list | jq -r '.[].cmdline'`],
          expect: `the list ends with ${pool.volumes}.`,
        },
        back: 'As in the step before.',
      },
      resume(subject),
      {
        title: 'Move objects over',
        text: 'A rebalance reads and writes a lot; choose a quiet time. It can be stopped; what has moved stays moved.',
        commands: ['admin POST v3/rebalance/start'],
        check: {
          commands: [`admin GET v3/rebalance/status | jq '.pools[] | {id, status, used, lastError}'`],
          expect: 'no pool is started or stopping any more, and lastError is empty. This may take days.',
        },
        back: 'admin POST v3/rebalance/stop',
      },
    ],
  };
}
