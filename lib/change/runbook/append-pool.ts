import type { TenantSpec } from '../../tenant/spec';
import {
  applyAll,
  noMovement,
  readyFirst,
  restartNotice,
  seeNothingLeft,
  settled,
  whenReady,
} from './commands';
import { isRefused, poolNamed, refuse, type RunbookResult } from './refuse';
import { statefulSetsOf, subjectOf, type SubjectOptions } from './subject';

/** A pool more: its servers start, the others restart with the longer list, then objects are moved over. */
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
  const certificates = subject.objects.filter(({ kind }) => kind === 'Certificate');
  return {
    title: `Append ${pool.name} to ${spec.namespace}/${spec.name}`,
    summary: [
      `The servers of ${others.map((other) => other.name).join(', ')} restart once, one at a time in each pool, with the longer list of pools. Reads and writes go on where the pool can spare a server; rustfs-tenant plan says whether it can.`,
      restartNotice,
      `${pool.name} is formatted when all of its ${pool.servers * pool.drivesPerServer} drives are there. New objects then go to the pool with more room; existing ones stay where they are until a rebalance moves them.`,
    ],
    requirements: [
      noMovement,
      {
        text: `There are nodes and volumes for ${pool.servers} servers of ${pool.drivesPerServer} drives.`,
        commands: ['kubectl get nodes', 'kubectl get storageclass'],
      },
      {
        text: 'All StatefulSets of the tenant are applied in one go: in different sync waves the first may wait for the second for ever.',
      },
    ],
    tables: [],
    steps: [
      readyFirst(subject),
      {
        title: `Apply the declaration with ${pool.name} at its end`,
        by: whenReady(applyAll(subject)),
        objects: statefulSetsOf(subject, [pool]),
        check: {
          commands: [
            ...(certificates.length === 0
              ? []
              : [
                  `kubectl wait ${certificates.map(({ metadata }) => `certificate/${metadata.name}`).join(' ')} -n ${spec.namespace} --for=condition=Ready --timeout=10m`,
                ]),
            ...settled(subject, subject.pools).commands,
            `admin GET v3/pools/list | jq -r '.[].cmdline'`,
          ],
          expect: `every rollout is complete, the health check prints 200, and the list ends with ${pool.volumes}. Until all servers of ${pool.name} are there, a few restarts of them are to be expected.`,
        },
        back: `While the servers of ${pool.name} are not all there and no other server has restarted: revert the commit, delete the StatefulSet ${pool.statefulSet} and its claims. Afterwards the way back is runbook retire-pool.`,
      },
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
      seeNothingLeft(subject),
    ],
  };
}
