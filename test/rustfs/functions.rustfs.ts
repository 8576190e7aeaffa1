import { eventually } from '../real/control-plane/eventually';
import { made } from '../change/runbook/runbooks';
import { inShell, type Ran } from '../change/runbook/shell';
import { declared, root, secretsOf } from './declared';
import { formed } from './formed';
import { failDrive, mendDrive } from './pods/drive';
import { kubectl } from './pods/kubectl';
import { RealTenant } from './pods/tenant';
import { clientOf } from './s3/client';

describe('The functions of a runbook', () => {
  const spec = declared('4x2');
  const { functions } = made('upgrade', spec, { image: 'rustfs/rustfs:1.0.1' });
  const lost = ['media-a-2', 'media-a-3'];
  let tenant: RealTenant;

  beforeAll(async () => {
    tenant = new RealTenant(spec, secretsOf());
    await formed(tenant);
  });

  afterAll(() => tenant.end());

  const run = (call: string): Ran =>
    inShell([...functions, call].join('\n'), { kubectl: kubectl(tenant) }, {});
  const failed = () => lost.map((pod) => tenant.drive(pod, 0));

  test('say that all is well when it is', () => {
    expect(run('all_ready && healthy')).toMatchObject({ stdout: 'all servers are ready\n200\n', status: 0 });
    expect(run('admin GET "v3/pools/status?by-id=true&pool=0" | jq -r .pool.id').stdout).toBe('0\n');
  });

  test('name a dead drive, with which S3 goes on', async () => {
    failDrive(tenant.drive('media-a-2', 0));
    // The others learn of it seconds later.
    const { stderr } = await eventually('all_ready sees it', async () => {
      const ran = run('all_ready');
      return ran.status === 0 ? undefined : ran;
    });
    expect(stderr).toMatch(/^drives: http:\/\/media-a-2\.\S*\/data\/rustfs0 drive access denied$/m);
    expect(run('healthy').stdout).toBe('200\n');
    expect(run('all_ready media-a-2 /data/rustfs0').status).toBe(0);
  });

  test.each(['no bucket', 'a bucket'])(
    'see that S3 refuses everything while health is 200: %s',
    async (what) => {
      failed().forEach(mendDrive);
      await eventually('S3 goes on', async () =>
        run('all_ready && healthy').status === 0 ? true : undefined,
      );
      if (what === 'a bucket')
        expect((await clientOf(tenant.address('media-a-0'), root).put('/media')).status).toBe(200);
      failed().forEach(failDrive);
      await eventually('S3 is shut', async () =>
        (await clientOf(tenant.address('media-a-0'), root).get('/')).status === 503 ? true : undefined,
      );
      expect(await tenant.health('media-a-0', '/minio/health/cluster')).toBe(200);
      expect(await tenant.health('media-a-0', '/health/ready')).toBe(200);
      expect(run('healthy')).toMatchObject({ stdout: '503\n', status: 1 });
    },
  );
});
