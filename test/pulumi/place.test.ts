import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as pulumi from '@pulumi/pulumi';
import {
  composeTenant,
  emptyLock,
  lockText,
  lockWith,
  readLock,
  tenantIdentity,
  type TenantSpec,
} from 'rustfs-constructs';
import { RustfsTenant, type RustfsTenantArgs } from 'rustfs-constructs/pulumi';
import { present } from '../support/composed';
import { runProgram, unknown } from '../support/pulumi-monitor';
import { runPulumi } from '../support/run-pulumi';
import { singleDrive, twoPools } from '../support/specs';
import { versionOneText } from '../support/version-one';

let folder: string;
let lockFile: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'place-'));
  lockFile = join(folder, 'rustfs-tenant.lock.yaml');
});
afterEach(() => rmSync(folder, { recursive: true }));

const titles = () =>
  readLock(readFileSync(lockFile, 'utf8')).lock.tenants.map(({ namespace, name }) => `${namespace}/${name}`);

/** A tenant whose name is the component's, as it is without a name. */
const { name: _one, ...one } = twoPools;
const { name: _solo, ...solo } = singleDrive;
/** Another, no pool of which is called as one of the first. */
const other = { ...solo, pools: solo.pools.map((pool) => ({ ...pool, name: 'main' })) };

type Components = Readonly<Record<string, RustfsTenantArgs>>;

/** The lock of a stack in which components have declared these tenants. */
function lockOf(place: string, tenants: Readonly<Record<string, Omit<TenantSpec, 'name'>>>) {
  return Object.entries(tenants).reduce(
    (lock, [name, spec]) =>
      lockWith(lock, present(tenantIdentity(composeTenant({ ...spec, name }))), `${place}/${name}`),
    emptyLock,
  );
}

describe('A tenant that takes the place of another in a stack is refused, whatever its pools are called', () => {
  test.each<[string, Components, isPreview: boolean, code: string]>([
    ['by another component, whose name it has', { m2: one }, true, 'tenant-renamed'],
    [
      'by another component, in an update that no preview came before',
      { m2: other },
      false,
      'tenant-renamed',
    ],
    ['by another name and other pools', { m: { ...other, name: 'logs' } }, true, 'tenant-renamed'],
    [
      'by another namespace and other pools',
      { m: { ...other, namespace: 'elsewhere' } },
      true,
      'namespace-changed',
    ],
  ])('%s', async (_, components, preview, code) => {
    const text = lockText(lockOf('storage/dev', { m: one, kept: solo }));
    writeFileSync(lockFile, text);
    const env = { LOCK_FILE: lockFile, COMPONENTS: JSON.stringify({ kept: solo, ...components }) };
    const { exitCode, messages } = await runPulumi('test/pulumi/programs/stack.ts', { env, preview });
    const errors = messages.filter(({ severity }) => severity > 2).map(({ text }) => text);
    expect(errors.join()).toContain(`[${code}]`);
    expect(errors.join()).toContain('rustfs-tenant forget storage/m');
    expect(exitCode).not.toBe(0);
    expect(readFileSync(lockFile, 'utf8')).toBe(text);
  });

  test('as a lock of the first version tells', async () => {
    writeFileSync(lockFile, versionOneText(lockOf('storage/dev', { m: one })));
    const env = { LOCK_FILE: lockFile, COMPONENTS: JSON.stringify({ m2: other }) };
    const { exitCode, messages } = await runPulumi('test/pulumi/programs/stack.ts', { env, preview: true });
    expect(messages.map(({ text }) => text).join()).toContain('[tenant-renamed]');
    expect(exitCode).not.toBe(0);
  });
});

describe('No alarm is raised', () => {
  const declare = (components: Components) => () => {
    for (const [name, args] of Object.entries(components)) new RustfsTenant(name, { ...args, lockFile });
  };

  test.each<[string, place: string, Components]>([
    ['when a tenant joins the stack', 'project/stack', { m: one, n: other }],
    ['when it comes before those that are known', 'project/stack', { n: other, m: one }],
    [
      'when a tenant moves to another component, and a new one has its',
      'project/stack',
      { moved: { ...one, name: 'm' }, m: { ...other, name: 'n' } },
    ],
    [
      'when it comes before one whose namespace is known a while later',
      'project/stack',
      { n: other, m: { ...one, namespace: pulumi.output('storage') } },
    ],
    ['for what another stack has in the same lock', 'project/production', { n: other }],
    ['for what another project has in the same lock', 'another/stack', { n: other }],
    ['for what stacks have that are called alike', 'project/stack-b', { n: other }],
  ])('%s', async (_, place, components) => {
    writeFileSync(lockFile, lockText(lockOf(place, { m: one })));
    const { warnings } = await runProgram(declare(components));
    expect(warnings).toEqual([]);
    expect(titles()).toEqual(['storage/m', 'storage/n']);
  });

  test('when the namespace of a tenant stays unknown in a preview', async () => {
    writeFileSync(lockFile, lockText(lockOf('project/stack', { m: one })));
    await runProgram(declare({ n: other, m: { ...one, namespace: unknown() } }), true);
    expect(titles()).toEqual(['storage/m', 'storage/n']);
  });

  test('when a tenant is declared long after a new one', async () => {
    writeFileSync(lockFile, lockText(lockOf('storage/dev', { m: one })));
    const env = { LOCK_FILE: lockFile, COMPONENTS: JSON.stringify({ n: other, m: one }), LATE: 'm' };
    const { exitCode, messages } = await runPulumi('test/pulumi/programs/stack.ts', { env });
    expect(messages.filter(({ severity }) => severity > 1)).toEqual([]);
    expect(exitCode).toBe(0);
    expect(titles()).toEqual(['storage/m', 'storage/n']);
  });
});

test('A tenant that leaves a program is told when it ends', async () => {
  const text = lockText(lockOf('storage/dev', { m: one, kept: solo }));
  writeFileSync(lockFile, text);
  const env = { LOCK_FILE: lockFile, COMPONENTS: JSON.stringify({ kept: solo }) };
  const { exitCode, messages } = await runPulumi('test/pulumi/programs/stack.ts', { env, preview: true });
  expect(messages.filter(({ severity }) => severity > 1).map((message) => message.text)).toEqual([
    expect.stringContaining(
      'The tenant storage/m, which the lock knows from this stack (storage/dev/m), is declared no longer.',
    ),
  ]);
  expect(exitCode).toBe(0);
  expect(readFileSync(lockFile, 'utf8')).toBe(text);
});

test('A component that declares the tenant of another stack in place of its own is refused', async () => {
  const lock = lockOf('project/stack', { m: one });
  const grown = lockWith(
    lock,
    present(tenantIdentity(composeTenant({ ...one, name: 'p' }))),
    'project/prod/m',
  );
  writeFileSync(lockFile, lockText(grown));
  const messages: string[] = [];
  await runProgram(() => {
    try {
      new RustfsTenant('m', { ...one, name: 'p', lockFile });
    } catch (thrown) {
      if (!pulumi.ResourceError.isInstance(thrown)) throw thrown;
      messages.push(thrown.message);
    }
  });
  expect(messages).toEqual([
    expect.stringMatching(
      /\[tenant-renamed\]\n.* and storage\/p, which it knows from project\/prod\/m, is\./,
    ),
  ]);
});

test('A tenant that is new where another is missing stays out of the lock until all are declared', async () => {
  const text = lockText(lockOf('project/stack', { m: one }));
  writeFileSync(lockFile, text);
  let before = '';
  await runProgram(() => {
    new RustfsTenant('n', { ...other, lockFile });
    before = readFileSync(lockFile, 'utf8');
    new RustfsTenant('m', { ...one, lockFile });
  });
  expect(before).toBe(text);
  expect(titles()).toEqual(['storage/m', 'storage/n']);
});

test('Where the end of the program is not seen, as for other languages, it is said at once', async () => {
  writeFileSync(lockFile, lockText(lockOf('project/stack', { m: one })));
  const stack = jest.spyOn(pulumi.runtime, 'getStackResource').mockReturnValue(undefined);
  const { warnings } = await runProgram(() => void new RustfsTenant('n', { ...other, lockFile }));
  stack.mockRestore();
  expect(warnings).toEqual([
    expect.stringContaining('storage/n is new, and storage/m, which the lock knows'),
  ]);
  expect(titles()).toEqual(['storage/m']);
});
