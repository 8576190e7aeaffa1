import { RustfsTenant } from 'rustfs-constructs/pulumi';

/** Four servers of one drive each. The component's name is the tenant's. */
const media = new RustfsTenant('media', {
  namespace: 'storage',
  // Secrets that are there already. pulumi-production makes its own.
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

export const endpoint = media.endpoint;
