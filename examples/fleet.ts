import { Chart } from 'cdk8s';
import { FleetApp, RustfsTenant } from 'rustfs-constructs/cdk8s';

/** A tenant per team, each in a chart of its own. An `App` would write the same files, later. */
export function fleet(teams: readonly string[]): FleetApp {
  const app = new FleetApp();
  for (const team of teams) {
    new RustfsTenant(new Chart(app, team, { namespace: team }), 'storage', {
      credsSecret: { name: 'storage-credentials' },
      rpcSecret: { name: 'storage-rpc', key: 'secret' },
      pools: [{ name: 'pool-0', servers: 4, persistence: { volumesPerServer: 1 } }],
    });
  }
  return app;
}
