import * as pulumi from '@pulumi/pulumi';
import { RustfsTenant } from 'rustfs-constructs/pulumi';

const pool = { servers: 4, persistence: { volumesPerServer: 4 } };

/** Pools in another order than the lock knows, in a namespace that is known a little later. */
new RustfsTenant('acme', {
  namespace: pulumi.output(new Promise<string>((resolve) => setTimeout(() => resolve('storage'), 5))),
  credsSecret: { name: 'acme-root' },
  rpcSecret: { name: 'acme-rpc', key: 'secret' },
  placement: { drives: 'distinct' },
  pools: [
    { ...pool, name: 'pool-1' },
    { ...pool, name: 'pool-0' },
  ],
  lockFile: process.env.LOCK_FILE ?? '',
});
