import { ApiObject, Chart } from 'cdk8s';
import type { Construct } from 'constructs';
import { RustfsTenant } from 'rustfs-constructs/cdk8s';

/** A ServiceAccount that you bring, for example because a cloud's roles are bound to it. */
export class OwnServiceAccount extends Chart {
  constructor(scope: Construct, id: string) {
    super(scope, id, { namespace: 'storage' });

    const account = new ApiObject(this, 'account', {
      apiVersion: 'v1',
      kind: 'ServiceAccount',
      metadata: {
        name: 'backup-storage',
        annotations: { 'eks.amazonaws.com/role-arn': 'arn:aws:iam::111122223333:role/backup-storage' },
      },
      // Yours to say: for an account that you bring, the tenant's pods leave it to the account.
      automountServiceAccountToken: false,
    });

    new RustfsTenant(this, 'backup', {
      // The object itself; its name would do too. The tenant makes none of its own then.
      serviceAccountName: account,
      credsSecret: { name: 'backup-credentials' },
      rpcSecret: { name: 'backup-rpc', key: 'secret' },
      pools: [{ name: 'pool-0', servers: 4, persistence: { volumesPerServer: 1 } }],
    });
  }
}
