import { Chart } from 'cdk8s';
import type { Construct } from 'constructs';
import { RustfsTenant } from 'rustfs-constructs/cdk8s';

/** Four servers of one drive each. media.yaml and media-tenant.yaml declare the same tenant. */
export class Media extends Chart {
  constructor(scope: Construct, id: string) {
    // The chart's namespace is the tenant's.
    super(scope, id, { namespace: 'storage' });

    // The id is the tenant's name.
    new RustfsTenant(this, 'media', {
      // Secrets are named, never written out: make them beside this program.
      credsSecret: { name: 'media-credentials' },
      rpcSecret: { name: 'media-rpc', key: 'secret' },
      pools: [
        {
          name: 'pool-0',
          servers: 4,
          persistence: {
            volumesPerServer: 1,
            // Taken whole, so it says everything that a claim needs.
            volumeClaimTemplate: {
              accessModes: ['ReadWriteOnce'],
              resources: { requests: { storage: '100Gi' } },
            },
          },
        },
      ],
    });
  }
}
