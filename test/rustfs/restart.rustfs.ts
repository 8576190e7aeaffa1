import { eventually } from '../real/control-plane/eventually';
import { declared, root, secretsOf } from './declared';
import { formed, serves } from './formed';
import { RealTenant } from './pods/tenant';
import { clientOf } from './s3/client';
import { noticedText, traffic } from './traffic';

const tenant = new RealTenant(declared('4x1'), secretsOf());
const client = (pod: string) => clientOf(tenant.address(pod), root);
const others = ['media-a-0', 'media-a-1', 'media-a-2'];

beforeAll(async () => {
  await formed(tenant);
  await client('media-a-0').put('/bucket');
});

afterAll(() => tenant.end());

describe('A server of four that restarts', () => {
  test('ends well when it is asked to, and comes back with what was written without it', async () => {
    const clients = traffic(tenant, root, () => others);
    expect(await tenant.stop('media-a-3')).toBe(0);
    expect(await client('media-a-0').put('/bucket/meanwhile', 'written without it')).toMatchObject({
      status: 200,
    });
    tenant.start('media-a-3');
    await tenant.ready();
    await serves(tenant);
    const noticed = await clients.end();
    console.log(`A restart, seen by clients of the other servers: ${noticedText(noticed)}`);
    expect(noticed.failed).toEqual([]);
    const read = await client('media-a-3').get('/bucket/meanwhile');
    expect(read).toMatchObject({ status: 200, body: Buffer.from('written without it') });
    expect(tenant.pods.map((pod) => tenant.restarts(pod))).toEqual([0, 0, 0, 0]);
  });

  test('is not missed when it is killed: reads and writes go on', async () => {
    const clients = traffic(tenant, root, () => others);
    await tenant.kill('media-a-3');
    await eventually('Ten objects are written', async () => (clients.written() < 10 ? undefined : true));
    tenant.start('media-a-3');
    await tenant.ready();
    const noticed = await clients.end();
    console.log(`A killed server, seen by clients of the others: ${noticedText(noticed)}`);
    expect(noticed.failed).toEqual([]);
  });

  test('all at once: they come back by themselves, with everything', async () => {
    await Promise.all(tenant.pods.map((pod) => tenant.stop(pod)));
    tenant.start(...tenant.pods);
    await tenant.ready();
    await serves(tenant);
    expect(await client('media-a-2').get('/bucket/meanwhile')).toMatchObject({ status: 200 });
    expect(tenant.pods.map((pod) => tenant.restarts(pod))).toEqual([0, 0, 0, 0]);
  });
});
