import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { TenantSpec } from 'rustfs-constructs';
import { isRefused, runbook } from '../../lib/change/runbook';
import { eventually } from '../real/control-plane/eventually';
import { declared, root, secretsOf } from './declared';
import { formed, serves } from './formed';
import { big, setsHolding } from './objects';
import { RealTenant } from './pods/tenant';
import { clientOf } from './s3/client';

/** With a scanner that never rests, and drives that may be slow. */
const spec: TenantSpec = {
  ...declared('4x1', '4x1'),
  env: [
    { name: 'RUSTFS_SCANNER_SPEED', value: 'fastest' },
    { name: 'RUSTFS_SCANNER_START_DELAY_SECS', value: '2' },
    { name: 'RUSTFS_SCANNER_CYCLE', value: '5' },
    { name: 'RUSTFS_DRIVE_TIMEOUT_PROFILE', value: 'high_latency' },
  ],
};
const [retiring, staying] = ['a', 'b'].map((pool) => [0, 1, 2, 3].map((i) => `media-${pool}-${i}`));
const objects = Array.from({ length: 8 }, (_, i) => `/bucket/object-${i}`);
const scannerFile = '.rustfs.sys/buckets/bucket/.usage-cache.bin';

const tenant = new RealTenant(spec, secretsOf());
const client = (pod: string) => clientOf(tenant.address(pod), root);

/** The script of the runbook that deletes the scanner's files, as it is run in a pod. */
function scriptOfRunbook(): string {
  const made = runbook('retire-pool', spec, { file: 'media.yaml', pool: 'a' });
  if (isRefused(made)) throw new Error(JSON.stringify(made.problems));
  const lines = made.steps.flatMap(({ commands = [] }) => commands);
  const script = lines.map((line) => /sh -c '(for d in [^']*)'/.exec(line)?.[1]).find((each) => each);
  if (script === undefined) throw new Error('The runbook deletes no files.');
  return script;
}

interface Pool {
  readonly id: number;
  readonly cmdline: string;
  readonly decommissionInfo?: { readonly complete: boolean; readonly failed: boolean } | null;
}

async function poolsBy(pod: string): Promise<readonly Pool[]> {
  const { status, body } = await client(pod).admin('GET', 'pools/list');
  if (status !== 200) throw new Error(`${pod} does not list its pools: ${status}`);
  return JSON.parse(body.toString());
}

/** Starts a decommission of the first pool in the list, and waits for its end. */
async function decommissioned(): Promise<'complete' | 'failed'> {
  const query = { pool: '0', 'by-id': 'true' };
  expect(await client('media-b-0').admin('POST', 'pools/decommission', query)).toMatchObject({ status: 200 });
  return eventually(
    'The decommission has come to an end',
    async () => {
      const [pool] = await poolsBy('media-b-0');
      if (pool?.decommissionInfo?.complete) return 'complete' as const;
      return pool?.decommissionInfo?.failed ? ('failed' as const) : undefined;
    },
    300,
    1000,
  );
}

beforeAll(async () => {
  await formed(tenant);
  await client('media-a-0').put('/bucket');
  for (const path of objects) await client('media-a-1').put(path, big);
});

afterAll(() => tenant.end());

test('A pool that was scanned retires: what fails is of the scanner alone, and without it nothing does', async () => {
  await eventually(
    'Both pools have been scanned',
    async () =>
      ['media-a-0', 'media-b-0'].every((pod) => existsSync(join(tenant.drive(pod, 0), scannerFile)))
        ? true
        : undefined,
    120,
    1000,
  );
  // By luck it may be complete at once: each file fails where that of the other pool is older.
  let end = await decommissioned();
  for (let again = 0; end === 'failed' && again < 3; again++) {
    const failed = tenant.log('media-a-0', 20_000).matchAll(/failed for ([^:"]*): Precondition failed/g);
    const names = [...new Set([...failed].map(([, name]) => name ?? ''))];
    expect(names.length).toBeGreaterThan(0);
    expect(
      names.filter((name) => !/^\.rustfs\.sys\/buckets\/.*\.usage-cache\.bin(\.bkp)?$/.test(name)),
    ).toEqual([]);
    for (const pod of retiring ?? []) {
      const script = scriptOfRunbook().replaceAll('/data/rustfs0', tenant.drive(pod, 0));
      execFileSync('sh', ['-c', script]);
      expect(existsSync(join(tenant.drive(pod, 0), scannerFile))).toBe(false);
    }
    const query = { pool: '0', 'by-id': 'true' };
    expect(await client('media-b-0').admin('POST', 'pools/clear', query)).toMatchObject({ status: 200 });
    end = await decommissioned();
  }
  expect(end).toBe('complete');
  for (const path of objects) expect([path, setsHolding(tenant, path)]).toEqual([path, ['media-b']]);
}, 900_000);

test('When it has left, the id of the other is not its place in the list, by which RustFS takes it', async () => {
  tenant.apply({ ...spec, pools: spec.pools.slice(1) });
  await tenant.roll();
  await Promise.all((retiring ?? []).map((pod) => tenant.stop(pod)));
  await serves(tenant, staying);
  const pools = await poolsBy('media-b-0');
  expect(pools.map(({ id }) => id)).toEqual([1]);
  for (const path of objects) {
    const { status, body } = await client('media-b-2').get(path);
    expect([path, status, body.equals(big)]).toEqual([path, 200, true]);
  }
  expect(
    await client('media-b-0').admin('GET', 'pools/status', { pool: '0', 'by-id': 'true' }),
  ).toMatchObject({
    status: 200,
  });
}, 600_000);
