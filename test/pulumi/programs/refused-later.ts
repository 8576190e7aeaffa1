import * as pulumi from '@pulumi/pulumi';
import { RustfsTenant } from 'rustfs-constructs/pulumi';

const pool = { servers: 4, persistence: { volumesPerServer: 4 } };

/** A new pool, and an image that is known a little later and refused. */
new RustfsTenant('acme', {
  namespace: 'storage',
  image: pulumi.output(new Promise<string>((resolve) => setTimeout(() => resolve('no image'), 5))),
  credsSecret: { name: 'acme-root' },
  rpcSecret: { name: 'acme-rpc', key: 'secret' },
  placement: { drives: 'distinct' },
  pools: [
    { ...pool, name: 'pool-0' },
    { ...pool, name: 'pool-1' },
  ],
  lockFile: process.env.LOCK_FILE ?? '',
});
