import { eventually } from '../real/control-plane/eventually';
import { root } from './declared';
import type { RealTenant } from './pods/tenant';
import { clientOf } from './s3/client';
import type { Credentials } from './s3/signature';

/** Starts every pod, and waits until each serves S3 and has seen the others. */
export async function formed(tenant: RealTenant): Promise<void> {
  tenant.start(...tenant.pods);
  await tenant.ready();
  await serves(tenant);
  await Promise.all(
    tenant.pods.map((pod) =>
      eventually(
        `The health of the cluster, by ${pod}`,
        async () => ((await tenant.health(pod, '/minio/health/cluster')) === 200 ? true : undefined),
        120,
        500,
      ),
    ),
  );
}

/** Waits until the pods serve S3: each says that it is ready some seconds before. */
export async function serves(
  tenant: RealTenant,
  pods: readonly string[] = tenant.pods,
  credentials: Credentials = root,
): Promise<void> {
  await Promise.all(
    pods.map((pod) =>
      eventually(
        `${pod} serves S3`,
        async () =>
          (await clientOf(tenant.address(pod), credentials).get('/')).status === 200 ? true : undefined,
        120,
        500,
      ),
    ),
  );
}
