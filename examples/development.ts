import { Chart } from 'cdk8s';
import type { Construct } from 'constructs';
import { RustfsTenant } from 'rustfs-constructs/cdk8s';

/** One server with one drive, for a developer's machine. It can never grow: RustFS takes no pool beside a single drive. */
export class Development extends Chart {
  constructor(scope: Construct, id: string) {
    super(scope, id, { namespace: 'development' });

    new RustfsTenant(this, 'scratch', {
      // Makes a Secret with RustFS's published defaults: user and password rustfsadmin. Draws a warning, as anybody
      // can log in, and is refused with more than one server.
      developmentCredentials: true,
      pools: [{ name: 'pool-0', servers: 1, persistence: { volumesPerServer: 1 } }],
    });
  }
}
