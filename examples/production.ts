import { Chart } from 'cdk8s';
import type { Construct } from 'constructs';
import { RustfsTenant } from 'rustfs-constructs/cdk8s';

/** Six servers of four drives over three zones. A zone may fail, and reading and writing go on. */
export class Production extends Chart {
  readonly tenant: RustfsTenant;

  constructor(scope: Construct, id: string) {
    super(scope, id, { namespace: 'storage' });

    // `tenant.layout` is what RustFS will make of it; production.svg is drawn from that.
    this.tenant = new RustfsTenant(this, 'archive', {
      // A version, so that all servers run the same one; a digest (@sha256:...) is better still.
      image: 'rustfs/rustfs:1.0.0',
      credsSecret: { name: 'archive-credentials' },
      // Without it the servers derive this secret from the credentials, and changing those stops the tenant.
      rpcSecret: { name: 'archive-rpc', key: 'secret' },
      placement: {
        // Two servers in each zone. The count matters: without it the scheduler is content with one zone.
        // While a zone is away no server may restart: it would wait for the zone (docs/erasure.md).
        failureDomain: { topologyKey: 'topology.kubernetes.io/zone', count: 3 },
        // Each claim gets a device of its own. RustFS refuses to start when two drives of a server share one.
        drives: 'distinct',
      },
      // The checks hold the tenant to this: a change that breaks it is refused, with the nearest layout that would do.
      requires: { survives: { zones: 1 }, usable: '60Ti' },
      pools: [
        {
          name: 'pool-0',
          // 24 drives make two erasure sets of 12, each with 4 drives of parity. A zone holds 4 drives of each set.
          // With four servers, some zone would hold two of them: losing it takes half, and RustFS asks more than half
          // of the servers for a bucket before it reads or writes.
          servers: 6,
          persistence: {
            volumesPerServer: 4,
            volumeClaimTemplate: {
              accessModes: ['ReadWriteOnce'],
              storageClassName: 'local-nvme',
              resources: { requests: { storage: '4Ti' } },
            },
          },
          resources: {
            // Request and limit of memory are equal, so that a server is not killed because of its neighbours.
            requests: { cpu: '4', memory: '16Gi' },
            // No CPU limit: throttled servers are slow to answer, and slow servers look lost to the others.
            limits: { memory: '16Gi' },
          },
        },
      ],
    });
  }
}
