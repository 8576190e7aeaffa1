import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { layoutOf } from 'rustfs-constructs';
import { poolState, setOfDrive, type PoolLayout } from '../../lib/erasure';
import { eventually } from '../real/control-plane/eventually';
import { declared, root, secretsOf } from './declared';
import { formed } from './formed';
import { big } from './objects';
import { failDrive } from './pods/drive';
import { RealTenant } from './pods/tenant';
import { clientOf } from './s3/client';

/** As many as it takes for each of two sets to hold some. */
const names = Array.from({ length: 12 }, (_, i) => `/bucket/object-${i}`);

function layout(shape: string, setSize: number): PoolLayout {
  const [pool] = layoutOf({ ...declared(shape), erasureSetDriveCount: setSize })?.pools ?? [];
  if (pool === undefined) throw new Error(`${shape} in sets of ${setSize} has no layout.`);
  return pool;
}

/** The set that an object lies in: that of the first drive which holds it. */
function setOf(tenant: RealTenant, pool: PoolLayout, path: string): number {
  for (const [server, pod] of tenant.pods.entries()) {
    const drive = tenant.drives(pod).findIndex((each) => existsSync(join(each, path)));
    if (drive >= 0) return setOfDrive(pool, server, drive);
  }
  throw new Error(`${path} lies nowhere.`);
}

/** Starts a tenant, and writes the objects through its last server. */
async function filled(tenant: RealTenant): Promise<void> {
  await formed(tenant);
  await client(tenant).put('/bucket');
  for (const name of names) {
    await eventually(`${name} is written`, async () =>
      (await client(tenant).put(name, big)).status === 200 ? true : undefined,
    );
  }
}

function client(tenant: RealTenant) {
  return clientOf(tenant.address(tenant.pods.at(-1) ?? ''), root);
}

/** Whether each of the objects is served, as soon as it is as the planner says; servers notice a loss one after the other. */
async function seen(
  what: string,
  ask: (name: string) => Promise<{ readonly status: number }>,
  planned: (name: string) => boolean,
): Promise<void> {
  for (const name of names) {
    await eventually(
      `${what} ${name} ${planned(name) ? 'goes on' : 'fails'}`,
      async () => ((await ask(name)).status < 300 === planned(name) ? true : undefined),
      60,
    );
  }
}

describe('Eight servers in two sets of four, without half of the first', () => {
  const pool = layout('8x1', 4);
  const tenant = new RealTenant({ ...declared('8x1'), erasureSetDriveCount: 4 }, secretsOf());
  const away = [2, 3];
  const state = poolState(pool, { hasServer: (server) => away.includes(server), hasDrive: () => false });

  beforeAll(async () => {
    await filled(tenant);
    for (const server of away) await tenant.kill(`media-a-${server}`);
  });

  afterAll(() => tenant.end());

  test('keep both sets readable, and the other one writable', async () => {
    expect(state).toMatchObject({ isBucketGateOpen: true, isLockGateOpen: true });
    expect(new Set(names.map((name) => setOf(tenant, pool, name)))).toEqual(new Set([0, 1]));
    const set = (name: string) => state.sets[setOf(tenant, pool, name)];
    await seen('Reading', client(tenant).get, (name) => set(name)?.canRead === true);
    await seen(
      'Writing',
      (name) => client(tenant).put(name, big),
      (name) => set(name)?.canWrite === true,
    );
  });

  test('delete nothing of either set, as that takes more than half of the first set', async () => {
    expect(state.isDeletionLockOpen).toBe(false);
    await seen('Deleting', client(tenant).remove, () => false);
    await seen('Reading', client(tenant).get, () => true);
  });

  test('list no bucket, as that takes of every set what a write takes', async () => {
    expect(state.sets.map(({ canWrite }) => canWrite)).toEqual([false, true]);
    await seen(
      'Listing',
      () => client(tenant).list('/bucket'),
      () => false,
    );
  });
});

describe('Four servers with four drives in sets of four, with two dead drives of one set', () => {
  const pool = layout('4x4', 4);
  const tenant = new RealTenant({ ...declared('4x4'), erasureSetDriveCount: 4 }, secretsOf());
  const isDead = (server: number, drive: number) => server >= 2 && drive === 0;
  const state = poolState(pool, { hasServer: () => false, hasDrive: isDead });

  beforeAll(async () => {
    await filled(tenant);
  });

  afterAll(() => tenant.end());

  test('read all, write what lies in the other sets, and list nothing', async () => {
    const sets = new Map(names.map((name) => [name, setOf(tenant, pool, name)]));
    expect([...sets.values()]).toContain(0);
    for (const pod of ['media-a-2', 'media-a-3']) failDrive(tenant.drive(pod, 0));
    const set = (name: string) => state.sets[sets.get(name) ?? 0];
    expect(state.isBucketGateOpen).toBe(true);
    await seen('Reading', client(tenant).get, () => true);
    await seen(
      'Writing',
      (name) => client(tenant).put(name, big),
      (name) => set(name)?.canWrite === true,
    );
    await seen(
      'Listing',
      () => client(tenant).list('/bucket'),
      () => state.sets.every(({ canWrite }) => canWrite),
    );
  });
});
