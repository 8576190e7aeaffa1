import { observedPool } from '../../change/read-pool';
import { standingProblems } from '../../change/rules/standing';
import { nameOf } from '../../change/objects';
import { serverPolicy } from './servers';

/** The servers that are addressed run, and each finds drives of its own where it looks for them. */
export const serversInPlace = serverPolicy(
  {
    name: 'rustfs-servers-in-place',
    description: 'Kubernetes runs the servers that RUSTFS_VOLUMES addresses, and each has drives of its own.',
    enforcementLevel: 'mandatory',
  },
  function* (spec, metadata) {
    const object = { apiVersion: 'apps/v1', kind: 'StatefulSet', metadata, spec };
    const found = observedPool(object);
    if (found === undefined) return;
    const { namespace, name } = nameOf(object);
    // What the other pools are, only the whole program knows.
    const pools = [{ ...found.pool, poolList: [found.pool.volumes] }];
    for (const { severity, message, fix } of standingProblems({ namespace, name, pools })) {
      if (severity === 'error') yield `${message} ${fix}`;
    }
  },
);
