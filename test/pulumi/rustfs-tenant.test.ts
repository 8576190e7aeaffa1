import { RustfsTenant, type RustfsTenantArgs } from 'rustfs-constructs/pulumi';
import { runProgram } from '../support/pulumi-monitor';

test('x', async () => {
  const run = await runProgram(() => new RustfsTenant('media', { namespace: 'storage', credsSecret: { name: 'a' }, pools: [{ name: 'pool-0', servers: 4, persistence: { volumesPerServer: 1 } }] }));
  console.log(JSON.stringify(run, null, 1));
});
