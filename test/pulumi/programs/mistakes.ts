import * as pulumi from '@pulumi/pulumi';
import { RustfsTenant, type RustfsTenantArgs } from 'rustfs-constructs/pulumi';

/** A value that is known a little later, as from another resource. */
function later(text: string): pulumi.Output<string> {
  return pulumi.output(new Promise<string>((resolve) => setTimeout(() => resolve(text), 5)));
}

const claim = { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1Ti' } } };
const pool = { name: 'pool-0', servers: 4, persistence: { volumesPerServer: 1, volumeClaimTemplate: claim } };

/** Tenants, most of which have a mistake that only shows when a leaf is known. */
const mistakes: Readonly<Record<string, Partial<RustfsTenantArgs>>> = {
  image: { image: later('Not An Image') },
  two: { image: later('Not An Image'), priorityClassName: later('Not A Class') },
  pair: {
    pools: [{ ...pool, resources: { requests: { memory: later('9Gi') }, limits: { memory: later('8Gi') } } }],
  },
  secret: { managedBy: pulumi.secret('hunter 2') },
  shape: { image: later('') },
  normal: { image: later('rustfs/rustfs:1.0.0'), managedBy: pulumi.secret('hunter-2') },
  floating: { image: later('rustfs/rustfs:latest') },
  key: { credsSecret: { accessKey: later('short'), secretKey: 'long-enough-1' } },
  published: { credsSecret: { accessKey: later('long-enough-1'), secretKey: 'rustfsadmin' } },
  rpc: { rpcSecret: { value: later('  ') } },
};

for (const [name, mistake] of Object.entries(mistakes)) {
  new RustfsTenant(name, {
    namespace: 'storage',
    credsSecret: { name: 'media-credentials' },
    rpcSecret: { name: 'media-rpc', key: 'secret' },
    pools: [pool],
    ...mistake,
  });
}
