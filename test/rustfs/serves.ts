import { eventually } from '../real/control-plane/eventually';
import type { RealTenant } from './pods/tenant';
import { clientOf } from './s3/client';
import type { Credentials } from './s3/signature';

/** Waits until every running server serves S3: it says that it is ready some seconds before. */
export async function serves(tenant: RealTenant, credentials: Credentials): Promise<void> {
  const running = tenant.pods.filter((pod) => tenant.isRunning(pod));
  await Promise.all(
    running.map((pod) =>
      eventually(
        `${pod} serves S3`,
        async () => {
          const { status } = await clientOf(tenant.address(pod), credentials).get('/');
          return status === 200 ? true : undefined;
        },
        90,
        500,
      ),
    ),
  );
}
