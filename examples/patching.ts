import { Chart, JsonPatch } from 'cdk8s';
import type { Construct } from 'constructs';
import { RustfsTenant } from 'rustfs-constructs/cdk8s';

/** The escape hatch: what the declaration cannot say is patched onto the object. */
export class Patching extends Chart {
  constructor(scope: Construct, id: string) {
    super(scope, id, { namespace: 'storage' });

    const tenant = new RustfsTenant(this, 'reports', {
      credsSecret: { name: 'reports-credentials' },
      rpcSecret: { name: 'reports-rpc', key: 'secret' },
      pools: [{ name: 'pool-0', servers: 4, persistence: { volumesPerServer: 1 } }],
    });

    // Every object is a plain ApiObject, so any field of the Kubernetes API survives, new ones too.
    tenant.ioService.addJsonPatch(JsonPatch.add('/spec/ipFamilyPolicy', 'PreferDualStack'));

    // Never patch what identifies the data: names, selectors, serviceName, claim templates, RUSTFS_VOLUMES.
    for (const statefulSet of Object.values(tenant.statefulSets)) {
      statefulSet.addJsonPatch(
        JsonPatch.add('/spec/template/metadata/annotations', {
          'cluster-autoscaler.kubernetes.io/safe-to-evict': 'false',
        }),
      );
    }
  }
}
