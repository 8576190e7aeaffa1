import { declared, root, secretsOf } from './declared';
import { formed } from './formed';
import { RealTenant } from './pods/tenant';
import { clientOf } from './s3/client';

const tenant = new RealTenant(declared('4x1'), secretsOf());
const client = (pod: string) => clientOf(tenant.address(pod), root);

beforeAll(() => formed(tenant));

afterAll(() => tenant.end());

describe('A rendered tenant on a real RustFS', () => {
  test('forms, and what is written through one server is read through the others', async () => {
    const [first = '', ...others] = tenant.pods;
    expect(others).toHaveLength(3);
    expect(await client(first).put('/bucket')).toMatchObject({ status: 200 });
    expect(await client(first).put('/bucket/greeting', 'hello')).toMatchObject({ status: 200 });
    for (const pod of others) {
      expect(await client(pod).get('/bucket/greeting')).toMatchObject({
        status: 200,
        body: Buffer.from('hello'),
      });
    }
  });

  test('refuses who has another secret', async () => {
    const stranger = clientOf(tenant.address('media-a-0'), { ...root, secretKey: 'another-secret' });
    expect(await stranger.get('/bucket/greeting')).toMatchObject({ status: 403 });
  });

  test('works as the user of its pod spec, without privileges, on a root that is read-only', () => {
    const status = tenant.proc('media-a-0', 'status');
    expect(status).toMatch(/^Uid:\t10001\t10001\t/m);
    expect(status).toMatch(/^Groups:\t10001 $/m);
    expect(status).toMatch(/^CapBnd:\t0+$/m);
    expect(status).toMatch(/^NoNewPrivs:\t1$/m);
    expect(tenant.proc('media-a-0', 'mountinfo')).toMatch(/ \/ \/ ro,/);
  });
});
