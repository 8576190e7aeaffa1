// What the pure library takes for the tenant of examples/media.yaml, without reading any manifest.
const { composeTenant, toYaml } = require('rustfs-constructs');

const objects = composeTenant({
  name: 'media',
  namespace: 'storage',
  credsSecret: { name: 'media-credentials' },
  rpcSecret: { name: 'media-rpc', key: 'secret' },
  pools: [{ name: 'pool-0', servers: 4, persistence: { volumesPerServer: 1 } }],
});
process.stdout.write(toYaml(objects));
