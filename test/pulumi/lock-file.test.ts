import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import * as pulumi from '@pulumi/pulumi';
import { readLock } from 'rustfs-constructs';
import { RustfsTenant, type RustfsTenantArgs } from 'rustfs-constructs/pulumi';
import { runProgram, unknown, type Run } from '../support/pulumi-monitor';
import { runPulumi } from '../support/run-pulumi';
import { acme, pool0, pool1 } from '../support/specs';

let folder: string;
let lockFile: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'lock-'));
  lockFile = join(folder, 'rustfs-tenant.lock.yaml');
});
afterEach(() => rmSync(folder, { recursive: true }));

const { name: _, ...args } = acme;
const pools = [pool0, pool1];

function run(changes: Partial<RustfsTenantArgs> = {}, isPreview = false, stack?: string): Promise<Run> {
  return runProgram(() => new RustfsTenant('acme', { ...args, lockFile, ...changes }), isPreview, stack);
}

function locked() {
  return readLock(readFileSync(lockFile, 'utf8'));
}

describe('The lock file of a component', () => {
  test('is written by a preview too, to be committed with the change', async () => {
    await run({}, true);
    const { lock, problems } = locked();
    expect(problems).toEqual([]);
    expect(lock.tenants.map(({ namespace, name, declaredIn }) => [namespace, name, declaredIn])).toEqual([
      ['storage', 'acme', 'project/stack/acme'],
    ]);
  });

  test('grows with a pool, and stays as it is when nothing is new', async () => {
    await run();
    await run({ pools });
    const grown = readFileSync(lockFile, 'utf8');
    expect(locked().lock.tenants[0]?.pools.map(({ name }) => name)).toEqual(['pool-0', 'pool-1']);
    await run({ pools });
    expect(readFileSync(lockFile, 'utf8')).toBe(grown);
  });

  test('refuses what would strand the data, before anything is registered', async () => {
    await run({ pools });
    const before = readFileSync(lockFile, 'utf8');
    let message = '';
    const { resources } = await runProgram(() => {
      try {
        new RustfsTenant('acme', { ...args, lockFile, pools: [pool1, pool0] });
      } catch (thrown) {
        if (!pulumi.ResourceError.isInstance(thrown)) throw thrown;
        message = thrown.message;
      }
    });
    expect(message).toContain('[pool-reordered]');
    expect(resources.filter(({ custom }) => custom)).toEqual([]);
    expect(readFileSync(lockFile, 'utf8')).toBe(before);
  });

  test('keeps where the keys of encrypted data are, and no program takes them from there', async () => {
    const inRegion = (value: string) =>
      ({ encryption: { enabled: true, backend: 'aws' }, env: [{ name: 'AWS_REGION', value }] }) as const;
    await run(inRegion('eu-central-1'));
    const before = readFileSync(lockFile, 'utf8');
    expect(before).toContain('RUSTFS_KMS_AWS_REGION: ');
    for (const changes of [inRegion('eu-west-1'), {}]) {
      let message = '';
      await runProgram(() => {
        try {
          new RustfsTenant('acme', { ...args, lockFile, ...changes });
        } catch (thrown) {
          if (!pulumi.ResourceError.isInstance(thrown)) throw thrown;
          message = thrown.message;
        }
      });
      expect(message).toContain('[encryption-changed]');
    }
    expect(readFileSync(lockFile, 'utf8')).toBe(before);
  });

  test('keeps nothing of an address that the program has as a secret', async () => {
    await run({
      encryption: { enabled: true, backend: 'aws' },
      env: [
        { name: 'AWS_REGION', value: 'eu-central-1' },
        { name: 'AWS_ENDPOINT_URL', value: pulumi.secret('https://hidden.example.com') },
      ],
    });
    expect(readFileSync(lockFile, 'utf8')).not.toContain('hidden');
  });

  test('waits for a namespace that is known later', async () => {
    await run({ pools });
    const { resources } = await run({ namespace: pulumi.output('storage'), pools });
    expect(resources.filter(({ type }) => type.endsWith(':StatefulSet'))).toHaveLength(2);
    expect(locked().lock.tenants).toHaveLength(1);
  });

  test('is heard then before any object is made', async () => {
    await run({ pools });
    const env = { LOCK_FILE: lockFile };
    const { exitCode, messages, resources } = await runPulumi('test/pulumi/programs/reordered.ts', { env });
    expect(exitCode).not.toBe(0);
    expect(messages.map(({ text }) => text).join()).toContain('error pools [pool-reordered]');
    expect(resources.filter(({ custom }) => custom)).toEqual([]);
  });

  test.each([true, false])(
    'refuses what a transform makes of the servers (preview: %s)',
    async (isPreview) => {
      const program = 'test/pulumi/programs/transformed.ts';
      const { exitCode, messages } = await runPulumi(program, {
        env: { LOCK_FILE: lockFile },
        preview: isPreview,
      });
      expect(exitCode).not.toBe(0);
      const told = messages.map(({ text }) => text).join();
      expect(told).toContain('error pools[0].servers [servers-unlike-address]');
      expect(told).toContain('A transform changes what the lock keeps.');
    },
  );

  test('refuses what a transform makes of the headless Service', async () => {
    const env = { LOCK_FILE: lockFile, TRANSFORMED: 'Service' };
    const { exitCode, messages } = await runPulumi('test/pulumi/programs/transformed.ts', {
      env,
      preview: true,
    });
    expect(exitCode).not.toBe(0);
    expect(messages.map(({ text }) => text).join()).toContain('[servers-cut-off]');
  });

  test('is what holds transforms to it: without one they may do what they want', async () => {
    const { exitCode } = await runPulumi('test/pulumi/programs/transformed.ts', { preview: true });
    expect(exitCode).toBe(0);
  });

  test.each([true, false])(
    'learns nothing of a tenant that is refused later (preview: %s)',
    async (isPreview) => {
      await run();
      const before = readFileSync(lockFile, 'utf8');
      const env = { LOCK_FILE: lockFile };
      const program = 'test/pulumi/programs/refused-later.ts';
      const { exitCode, messages } = await runPulumi(program, { env, preview: isPreview });
      expect(exitCode).not.toBe(0);
      expect(messages.map(({ text }) => text).join()).toContain('error image');
      expect(readFileSync(lockFile, 'utf8')).toBe(before);
    },
  );

  test('learns of a tenant that is accepted later, whose identity was known at once', async () => {
    await run({ image: pulumi.output('rustfs/rustfs:1.0.0') });
    await run({ image: pulumi.output('rustfs/rustfs:1.0.0'), pools });
    expect(locked().lock.tenants[0]?.pools.map(({ name }) => name)).toEqual(['pool-0', 'pool-1']);
  });

  test('is not written while another process writes it', async () => {
    const marker = join(folder, '.rustfs-tenant.lock.yaml.busy');
    writeFileSync(marker, JSON.stringify({ pid: process.ppid, host: hostname() }));
    let message = '';
    await runProgram(() => {
      try {
        new RustfsTenant('acme', { ...args, lockFile });
      } catch (thrown) {
        message = String(thrown);
      }
    });
    expect(message).toContain('is writing here');
    expect(existsSync(lockFile)).toBe(false);
  });

  test('learns nothing of a namespace that stays unknown', async () => {
    await run({ namespace: unknown() }, true);
    expect(existsSync(lockFile)).toBe(false);
  });

  test('is written at once when what is unknown has no part in it', async () => {
    await run({ image: unknown() }, true);
    expect(locked().lock.tenants).toHaveLength(1);
  });

  test('keeps the tenants of several components', async () => {
    await runProgram(() => {
      new RustfsTenant('acme', { ...args, lockFile });
      new RustfsTenant('other', { ...args, lockFile });
    });
    expect(locked().lock.tenants.map(({ name }) => name)).toEqual(['acme', 'other']);
  });

  test('tells the stacks of a program apart, which have a namespace each', async () => {
    await run({ namespace: 'dev' }, false, 'dev');
    await run({ namespace: 'prod' }, false, 'prod');
    expect(locked().lock.tenants.map(({ declaredIn }) => declaredIn)).toEqual([
      'project/dev/acme',
      'project/prod/acme',
    ]);
  });

  test('waits for a storage class that is known later, of which it keeps a fingerprint', async () => {
    const volumeClaimTemplate = (storageClassName: pulumi.Input<string>) => ({
      accessModes: ['ReadWriteOnce'],
      storageClassName,
      resources: { requests: { storage: '1Ti' } },
    });
    const poolsOn = (storageClass: pulumi.Input<string>) => [
      {
        ...pool0,
        persistence: { volumesPerServer: 4, volumeClaimTemplate: volumeClaimTemplate(storageClass) },
      },
    ];
    await run({ pools: poolsOn('fast') });
    const plain = readFileSync(lockFile, 'utf8');
    await run({ pools: poolsOn(pulumi.output('fast')) });
    expect(readFileSync(lockFile, 'utf8')).toBe(plain);
  });
});
