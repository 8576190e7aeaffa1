import { Chart } from 'cdk8s';
import type { Construct } from 'constructs';
import type { PoolSpec } from 'rustfs-constructs';
import { RustfsTenant } from 'rustfs-constructs/cdk8s';

/** The pool that the tenant began with. It never changes again: its name and shape are the address of its data. */
export const firstPool: PoolSpec = {
  name: 'pool-0',
  servers: 4,
  persistence: {
    volumesPerServer: 1,
    volumeClaimTemplate: {
      accessModes: ['ReadWriteOnce'],
      resources: { requests: { storage: '500Gi' } },
    },
  },
};

/**
 * The pool that came later. Of the same shape, so that every object survives the same, whichever pool it lies in. It adds
 * room, not redundancy: every pool has to answer for a bucket, so when half of one pool is away nothing of either is read.
 */
const secondPool: PoolSpec = { ...firstPool, name: 'pool-1' };

/** A tenant that has grown by a pool. */
export class Growth extends Chart {
  constructor(scope: Construct, id: string) {
    super(scope, id, { namespace: 'storage' });

    new RustfsTenant(this, 'photos', {
      credsSecret: { name: 'photos-credentials' },
      rpcSecret: { name: 'photos-rpc', key: 'secret' },
      // Append only. Every server is told of every pool, so the first pool's servers restart as well. With clients at work
      // they had better stop for it, all together: `rustfs-tenant runbook append-pool` has the steps.
      // Apply both StatefulSets together: RustFS formats the new pool when all of its servers are there.
      pools: [firstPool, secondPool],
    });
  }
}
