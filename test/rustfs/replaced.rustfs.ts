import { present } from '../support/composed';
import { eventually } from '../real/control-plane/eventually';
import { made } from '../change/runbook/runbooks';
import { inShell, type Ran } from '../change/runbook/shell';
import { declared, root, secretsOf } from './declared';
import { formed, serves } from './formed';
import { big } from './objects';
import { emptyDrive, failDrive, mendDrive } from './pods/drive';
import { kubectl } from './pods/kubectl';
import { RealTenant } from './pods/tenant';
import { clientOf } from './s3/client';

/** The pods of a tenant `media` with one pool, by the ordinals of their servers. */
const pod = (server: number) => `media-a-${server}`;

/** Runs a line of the runbook that replaces a drive, in a shell that has its functions. */
function run(tenant: RealTenant, shape: string, server: number, line: string): Ran {
  const { functions } = made('replace', declared(shape), { server, drive: 0 });
  return inShell([...functions, line].join('\n'), { kubectl: kubectl(tenant) });
}

/** What the guard of the runbook says before anything is deleted. */
function guard(tenant: RealTenant, shape: string, server: number): Ran {
  const { steps } = made('replace', declared(shape), { server, drive: 0 });
  return run(tenant, shape, server, present(steps[0]?.check.commands[0]));
}

/** Drive 0 of a server answers errors, and the others have learned of it. */
async function fail(tenant: RealTenant, shape: string, server: number): Promise<void> {
  failDrive(tenant.drive(pod(server), 0));
  await eventually('all_ready names the drive', async () =>
    run(tenant, shape, server, 'all_ready').stderr.includes(`//${pod(server)}.`) ? true : undefined,
  );
}

/** As Kubernetes does when claim and pod are deleted: the server stops, and starts with an empty volume. */
async function replaceDrive(tenant: RealTenant, server: number): Promise<void> {
  await tenant.stop(pod(server));
  const drive = tenant.drive(pod(server), 0);
  mendDrive(drive);
  emptyDrive(drive);
  tenant.start(pod(server));
  await tenant.ready([pod(server)]);
}

async function withObject(tenant: RealTenant): Promise<void> {
  await formed(tenant);
  const client = clientOf(tenant.address(pod(0)), root);
  expect((await client.put('/media')).status).toBe(200);
  expect((await client.put('/media/object', big)).status).toBe(200);
}

const list = async (tenant: RealTenant) => (await clientOf(tenant.address(pod(0)), root).get('/')).status;
const read = async (tenant: RealTenant) =>
  (await clientOf(tenant.address(pod(0)), root).get('/media/object')).body.equals(big);

describe('Replacing the drive that shuts S3 of two servers with two each', () => {
  const tenant = new RealTenant(declared('2x2'), secretsOf());

  beforeAll(() => withObject(tenant));

  afterAll(() => tenant.end());

  test('begins while S3 answers 503, and ends with S3 open', async () => {
    await fail(tenant, '2x2', 1);
    await eventually('S3 is shut', async () => ((await list(tenant)) === 503 ? true : undefined));
    expect(run(tenant, '2x2', 1, 'healthy')).toMatchObject({ stdout: '503\n', status: 1 });
    expect(guard(tenant, '2x2', 1)).toMatchObject({ stdout: 'all servers are ready\n', status: 0 });
    const other = guard(tenant, '2x2', 0);
    expect(other.status).toBe(1);
    expect(other.stderr).toContain('STOP: what is to be replaced is ok: first mend what is not');
    await replaceDrive(tenant, 1);
    await serves(tenant);
    expect(await read(tenant)).toBe(true);
    await eventually('All is well', async () =>
      run(tenant, '2x2', 1, 'all_ready && healthy').status === 0 ? true : undefined,
    );
  });
});

describe('Replacing two drives that shut S3 of four servers with two each', () => {
  const tenant = new RealTenant(declared('4x2'), secretsOf());

  beforeAll(() => withObject(tenant));

  afterAll(() => tenant.end());

  test('goes on from one to the other, each while the other one is dead', async () => {
    await fail(tenant, '4x2', 2);
    await fail(tenant, '4x2', 3);
    await eventually('S3 is shut', async () => ((await list(tenant)) === 503 ? true : undefined));
    for (const server of [2, 3]) {
      const { stdout, stderr, status } = guard(tenant, '4x2', server);
      expect(stdout).toBe('all servers are ready\nnothing is lost: the others restore it\n');
      expect(stderr).toContain(`//${pod(5 - server)}.`);
      expect(status).toBe(0);
    }
    await replaceDrive(tenant, 2);
    await eventually('Three servers answer for a bucket', async () =>
      (await list(tenant)) === 200 ? true : undefined,
    );
    await eventually('Only the other one is named', async () => {
      const { stderr } = run(tenant, '4x2', 2, 'all_ready');
      return stderr.includes(`//${pod(3)}.`) && !stderr.includes(`//${pod(2)}.`) ? true : undefined;
    });
    expect(guard(tenant, '4x2', 3)).toMatchObject({ stdout: 'all servers are ready\n', status: 0 });
    await replaceDrive(tenant, 3);
    await eventually('All is well', async () =>
      run(tenant, '4x2', 3, 'all_ready && healthy').status === 0 ? true : undefined,
    );
    expect(await read(tenant)).toBe(true);
  });
});

describe('Half of the drives of a pool', () => {
  const tenant = new RealTenant(declared('1x4'), secretsOf());

  beforeAll(() => withObject(tenant));

  afterAll(() => tenant.end());

  test('are not replaced, as the server would not start with what is left', async () => {
    failDrive(tenant.drive(pod(0), 1));
    await fail(tenant, '1x4', 0);
    const { stderr, status } = guard(tenant, '1x4', 0);
    expect(status).toBe(1);
    expect(stderr).toContain('STOP: 2 of 4 drives of the pool would have a format');
    await tenant.stop(pod(0));
    for (const number of [0, 1]) {
      mendDrive(tenant.drive(pod(0), number));
      emptyDrive(tenant.drive(pod(0), number));
    }
    tenant.start(pod(0));
    expect(await tenant.ended(pod(0), 240)).toBe(1);
    expect(tenant.log(pod(0), 40)).toContain('storage format quorum not reached');
  });
});
