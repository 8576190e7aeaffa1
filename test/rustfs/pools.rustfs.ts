import type { TenantSpec } from 'rustfs-constructs';
import { eventually } from '../real/control-plane/eventually';
import { declared, root, secretsOf } from './declared';
import { formed, serves } from './formed';
import { big, setsHolding } from './objects';
import { RealTenant } from './pods/tenant';
import { clientOf } from './s3/client';

/** Without a scanner: what it leaves in a pool is in the way of a decommission. */
const grown: TenantSpec = {
  ...declared('4x1', '4x1'),
  env: [{ name: 'RUSTFS_SCANNER_ENABLED', value: 'false' }],
};
const [first, second] = grown.pools;
if (first === undefined || second === undefined) throw new Error('There are two pools.');
const before: TenantSpec = { ...grown, pools: [first] };
const after: TenantSpec = { ...grown, pools: [second] };

const objects = Array.from({ length: 12 }, (_, i) => `/bucket/object-${i}`);
const ofFirst = ['media-a-0', 'media-a-1', 'media-a-2', 'media-a-3'];
const ofSecond = ['media-b-0', 'media-b-1', 'media-b-2', 'media-b-3'];

const tenant = new RealTenant(before, secretsOf());
const client = (pod: string) => clientOf(tenant.address(pod), root);

/** Every object, as each of the pods reads it. */
async function readBy(pods: readonly string[]): Promise<void> {
  for (const pod of pods) {
    for (const path of objects) {
      const { status, body } = await client(pod).get(path);
      expect({ pod, path, status, isWhole: body.equals(big) }).toEqual({
        pod,
        path,
        status: 200,
        isWhole: true,
      });
    }
  }
}

/** The addresses of the pools, in order, as a server has them. */
const addresses = ['a', 'b'].map(
  (pool) => `http://media-${pool}-{0...3}.media-hl.storage.svc.cluster.local:9000/data/rustfs{0...0}`,
);

async function poolsBy(pod: string): Promise<string[]> {
  const { status, body } = await client(pod).admin('GET', 'pools/list');
  if (status !== 200) throw new Error(`${pod} does not list its pools: ${status}\n${tenant.log(pod)}`);
  const pools: readonly { cmdline: string }[] = JSON.parse(body.toString());
  return pools.map(({ cmdline }) => cmdline.trim());
}

beforeAll(async () => {
  await formed(tenant);
  await client('media-a-0').put('/bucket');
  for (const path of objects) await client('media-a-1').put(path, big);
});

afterAll(() => tenant.end());

/** One thing follows from the other: where one failed, the next would show nothing. */
let hasFailed = false;
const step = (title: string, run: () => Promise<void>) =>
  test(title, async () => {
    if (hasFailed) throw new Error('What comes before has failed.');
    hasFailed = true;
    await run();
    hasFailed = false;
  });

describe('A pool is appended, and another retired', () => {
  step('a pool more: all stop, and start together with the new ones; all objects are read', async () => {
    await Promise.all(ofFirst.map((pod) => tenant.stop(pod)));
    tenant.apply(grown);
    tenant.start(...tenant.pods);
    await tenant.ready();
    await serves(tenant);
    for (const pod of tenant.pods) expect([pod, await poolsBy(pod)]).toEqual([pod, addresses]);
    await readBy(tenant.pods);
  });

  step('new objects go to both pools', async () => {
    const paths = Array.from({ length: 24 }, (_, i) => `/bucket/later-${i}`);
    for (const path of paths)
      expect(await client('media-b-0').put(path, 'hello')).toMatchObject({ status: 200 });
    expect(new Set(paths.flatMap((path) => setsHolding(tenant, path)))).toEqual(
      new Set(['media-a', 'media-b']),
    );
  });

  step(
    'a pool that was never scanned is decommissioned to the end: what it held lies in the other',
    async () => {
      const pool = (await poolsBy('media-b-0')).indexOf(addresses[0] ?? '');
      const query = { pool: `${pool}`, 'by-id': 'true' };
      expect(await client('media-a-0').admin('POST', 'pools/decommission', query)).toMatchObject({
        status: 200,
      });
      const info = await eventually(
        'The decommission has come to an end',
        async () => {
          const { body } = await client('media-b-0').admin('GET', 'pools/status', query);
          const told: Status = JSON.parse(body.toString());
          const { decommissionInfo } = told.pool ?? told;
          const hasEnded = decommissionInfo?.complete === true || decommissionInfo?.failed === true;
          return hasEnded ? decommissionInfo : undefined;
        },
        300,
        1000,
      );
      expect(info).toMatchObject({
        complete: true,
        failed: false,
        canceled: false,
        objectsDecommissionedFailed: 0,
      });
      for (const path of objects) expect([path, setsHolding(tenant, path)]).toEqual([path, ['media-b']]);
      await readBy(tenant.pods);
    },
  );

  step('its servers leave, those of the other restart without it, and all objects are read', async () => {
    tenant.apply(after);
    await tenant.roll();
    await Promise.all(ofFirst.map((pod) => tenant.stop(pod)));
    await serves(tenant, ofSecond);
    for (const pod of ofSecond) expect([pod, await poolsBy(pod)]).toEqual([pod, addresses.slice(1)]);
    await readBy(ofSecond);
    expect(await client('media-b-3').put('/bucket/after', 'hello')).toMatchObject({ status: 200 });
  });
});

interface Decommission {
  readonly complete?: boolean;
  readonly failed?: boolean;
}

/** RustFS wraps the pool since 1.0.0-beta.9. */
interface Status {
  readonly pool?: Status;
  readonly decommissionInfo?: Decommission;
}
