import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { eventually } from '../real/control-plane/eventually';
import type { RealTenant } from './pods/tenant';
import type { Client } from './s3/client';

/** So large that its shards are files of their own: RustFS keeps small objects beside their metadata. */
export const big = randomBytes(3_000_000);

/** The StatefulSets, one for each pool, on whose drives something of the object lies. */
export function setsHolding(tenant: RealTenant, path: string): string[] {
  const holding = tenant.pods.filter((pod) =>
    tenant.drives(pod).some((drive) => existsSync(join(drive, path))),
  );
  return [...new Set(holding.map((pod) => tenant.statefulSet(pod)))];
}

/**
 * Writes an object into the pool of a StatefulSet. RustFS draws the pool of a new object by free space, so it is removed
 * and written again until it lies there.
 */
export async function writeInto(
  tenant: RealTenant,
  { put, remove }: Client,
  statefulSet: string,
  path: string,
  body: Buffer | string,
): Promise<void> {
  await eventually(`${path} lies in ${statefulSet}`, async () => {
    const { status } = await put(path, body);
    if (status === 200 && setsHolding(tenant, path).includes(statefulSet)) return true;
    await remove(path);
    return undefined;
  });
}
