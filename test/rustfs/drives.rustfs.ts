import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { eventually } from '../real/control-plane/eventually';
import { declared, root, secretsOf } from './declared';
import { formed, serves } from './formed';
import { big } from './objects';
import { emptyDrive, failDrive, mendDrive } from './pods/drive';
import { RealTenant } from './pods/tenant';
import { clientOf } from './s3/client';

describe('A drive of four servers with one each', () => {
  // With parity 1 a read needs three of four shards: all that are left when a drive is dead.
  const tenant = new RealTenant({ ...declared('4x1'), parity: 1 }, secretsOf());
  const drive = (pod: string) => tenant.drive(pod, 0);
  const client = () => clientOf(tenant.address('media-a-0'), root);
  const works = async (name: string) => {
    await eventually(`${name} is written and read`, async () => {
      const isWritten = (await client().put(`/bucket/${name}`, big)).status === 200;
      return isWritten && (await client().get(`/bucket/${name}`)).body.equals(big) ? true : undefined;
    });
  };

  beforeAll(async () => {
    await formed(tenant);
    await client().put('/bucket');
    await works('first');
  });

  afterAll(() => tenant.end());

  test('that answers errors is survived, and counts again when it is back', async () => {
    failDrive(drive('media-a-3'));
    await works('without-the-drive');
    mendDrive(drive('media-a-3'));
    const start = Date.now();
    await eventually(
      'What was written meanwhile is healed when it is read',
      async () => {
        await client().get('/bucket/without-the-drive');
        return existsSync(join(drive('media-a-3'), 'bucket/without-the-drive')) ? true : undefined;
      },
      200,
      1000,
    );
    console.log(`A drive that was back had what it missed after ${secondsSince(start)} s of reading it.`);
    failDrive(drive('media-a-2'));
    await works('without-another');
    // Three shards are needed, and one of the three is on the drive that was away.
    expect((await client().get('/bucket/without-the-drive')).body.equals(big)).toBe(true);
    mendDrive(drive('media-a-2'));
  });

  test('that was emptied is formatted again, and healed', async () => {
    await works('before-it-was-emptied');
    emptyDrive(drive('media-a-3'));
    const start = Date.now();
    await eventually(
      'It is formatted',
      async () => (existsSync(join(drive('media-a-3'), '.rustfs.sys/format.json')) ? true : undefined),
      120,
    );
    const formatted = secondsSince(start);
    await eventually(
      'It is healed',
      async () =>
        existsSync(join(drive('media-a-3'), 'bucket/before-it-was-emptied/xl.meta')) ? true : undefined,
      180,
    );
    console.log(
      `An emptied drive was formatted after ${formatted} s, and healed after ${secondsSince(start)} s.`,
    );
    failDrive(drive('media-a-2'));
    await eventually('What it held is read with its shard', async () =>
      (await client().get('/bucket/before-it-was-emptied')).body.equals(big) ? true : undefined,
    );
    mendDrive(drive('media-a-2'));
  });
});

describe('A server with four drives, of which one answers "permission denied"', () => {
  const tenant = new RealTenant(declared('1x4'), secretsOf());
  const pod = 'media-a-0';

  beforeAll(() => formed(tenant));

  afterAll(() => tenant.end());

  test('goes on while it runs, does not start again, and does once the drive is back', async () => {
    failDrive(tenant.drive(pod, 0));
    expect(await clientOf(tenant.address(pod), root).put('/bucket')).toMatchObject({ status: 200 });
    await tenant.stop(pod);
    tenant.start(pod);
    expect(await tenant.ended(pod, 180)).toBe(1);
    mendDrive(tenant.drive(pod, 0));
    tenant.start(pod);
    await tenant.ready();
    await serves(tenant);
    expect(await clientOf(tenant.address(pod), root).list('/bucket')).toMatchObject({ status: 200 });
  });
});

function secondsSince(start: number): string {
  return ((Date.now() - start) / 1000).toFixed(0);
}
