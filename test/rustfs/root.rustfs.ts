import type { TenantSpec } from 'rustfs-constructs';
import { eventually } from '../real/control-plane/eventually';
import { declared, root, secretsOf } from './declared';
import { formed, serves } from './formed';
import { RealTenant } from './pods/tenant';
import { clientOf } from './s3/client';
import type { Credentials } from './s3/signature';
import { noticedText, traffic } from './traffic';

const rotated: Credentials = { ...root, secretKey: 'the-next-secret-of-root' };
const user: Credentials = { accessKey: 'app', secretKey: 'secret-of-the-app' };
const spec: TenantSpec = declared('4x1');
const tenant = new RealTenant(spec, secretsOf());
const status = async (pod: string, credentials: Credentials) =>
  (await clientOf(tenant.address(pod), credentials).admin('GET', 'info')).status;

beforeAll(async () => {
  await formed(tenant);
  const { put, admin } = clientOf(tenant.address('media-a-0'), root);
  await put('/bucket');
  await put('/bucket/former', 'written before');
  await admin(
    'PUT',
    'add-user',
    { accessKey: user.accessKey },
    `{"secretKey":"${user.secretKey}","status":"enabled"}`,
  );
  await admin('PUT', 'set-user-or-group-policy', {
    policyName: 'readwrite',
    userOrGroup: user.accessKey,
    isGroup: 'false',
  });
  await eventually('The user may read everywhere', async () => {
    const lists = tenant.pods.map((pod) => clientOf(tenant.address(pod), user).list('/bucket'));
    return (await Promise.all(lists)).every((list) => list.status === 200) ? true : undefined;
  });
});

afterAll(() => tenant.end());

describe('Root keeps its name and gets another secret, server by server', () => {
  test('users go on; each server knows the secret that it was started with', async () => {
    tenant.secrets = {
      ...tenant.secrets,
      'media-root-2': { accesskey: rotated.accessKey, secretkey: rotated.secretKey },
    };
    tenant.apply({ ...spec, credsSecret: { name: 'media-root-2' } });
    const behindService = new Set(tenant.pods);
    const clients = traffic(tenant, user, () => [...behindService]);
    const known: string[] = [];
    await tenant.roll({
      before: async (pod) => void behindService.delete(pod),
      after: async (pod) => {
        await serves(tenant, [pod], rotated);
        behindService.add(pod);
        const isOld = async (each: string) => ((await status(each, root)) === 200 ? 'old' : 'new');
        known.push((await Promise.all(tenant.pods.map(isOld))).join(' '));
      },
    });
    const noticed = await clients.end();
    const restarts = tenant.pods.filter((pod) => tenant.restarts(pod) > 0).join(', ') || 'none';
    console.log(
      `A rotation of root, seen by users: ${noticedText(noticed)}; ended at its start: ${restarts}.`,
    );
    expect(known).toEqual(['old old old new', 'old old new new', 'old new new new', 'new new new new']);
    expect(noticed.failed).toEqual([]);
  });

  test('then the new secret is the only one, and users are who they were', async () => {
    for (const pod of tenant.pods) {
      expect([await status(pod, rotated), await status(pod, root)]).toEqual([200, 403]);
      expect(await clientOf(tenant.address(pod), user).get('/bucket/former')).toMatchObject({
        status: 200,
      });
    }
  });
});
