// What cdk8s takes for the tenant of examples/media.yaml, without reading any manifest.
const { App, Chart } = require('cdk8s');
const { mkdtempSync, rmSync } = require('node:fs');
const { tmpdir } = require('node:os');
const { join } = require('node:path');
const { RustfsTenant } = require('rustfs-constructs/cdk8s');

const outdir = mkdtempSync(join(tmpdir(), 'bench-'));
const app = new App({ outdir });
new RustfsTenant(new Chart(app, 'media', { namespace: 'storage' }), 'media', {
  credsSecret: { name: 'media-credentials' },
  rpcSecret: { name: 'media-rpc', key: 'secret' },
  pools: [{ name: 'pool-0', servers: 4, persistence: { volumesPerServer: 1 } }],
});
app.synth();
rmSync(outdir, { recursive: true });
