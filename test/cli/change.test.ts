import { mkdtempSync, mkdirSync, readFileSync, rmSync, writeFileSync, existsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  composeTenant,
  emptyLock,
  lockText,
  lockWith,
  readLock,
  tenantIdentity,
  toYaml,
  type TenantSpec,
} from 'rustfs-constructs';
import { reviewed } from '../../examples/plan';
import { assertConsistent } from '../../lib/cli/lock';
import { present } from '../support/composed';
import { asStored, kubectlList } from '../support/live';
import { withOwners } from '../support/managed-fields';
import { runCli } from '../support/run-cli';
import { acme, acmeWithDrives, pool1, singleDrive, twoPools } from '../support/specs';
import { secure } from '../change/runbook/runbooks';

let folder: string;
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'change-'))));
afterEach(() => rmSync(folder, { recursive: true }));

/** A file with declarations in the folder. */
function declare(name: string, ...specs: TenantSpec[]): string {
  const file = join(folder, name);
  mkdirSync(join(file, '..'), { recursive: true });
  writeFileSync(file, specs.map((spec) => JSON.stringify(spec)).join('\n---\n'));
  return file;
}

const lockFile = () => join(folder, 'rustfs-tenant.lock.yaml');
const lock = () => readFileSync(lockFile(), 'utf8');
const deploy = () => join(folder, 'deploy');

const larger = acmeWithDrives({
  volumeClaimTemplate: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1Ti' } } },
});

describe('plan', () => {
  test.each<[verdict: string, after: TenantSpec, code: number]>([
    ['none', acme, 0],
    ['in-place', { ...acme, services: { io: { type: 'NodePort' } } }, 0],
    ['rolls', { ...acme, image: 'rustfs/rustfs:1.0.1' }, 3],
    ['procedure', larger, 4],
    ['refused', { ...acme, clusterDomain: 'x.example.com' }, 5],
  ])('%s has an exit code of its own', (verdict, after, code) => {
    const result = runCli(['plan', declare('a/acme.yaml', acme), declare('b/acme.yaml', after), '--json']);
    expect(JSON.parse(result.output)).toMatchObject({ verdict });
    expect(result.code).toBe(code);
  });

  test('prints the documented JSON', () => {
    const { output } = runCli(['plan', declare('a.yaml', acme), declare('b.yaml', twoPools), '--json']);
    expect(JSON.parse(output)).toMatchSnapshot();
  });

  test('prints text for people', () => {
    const { output } = runCli(['plan', declare('a.yaml', acme), declare('b.yaml', twoPools)]);
    expect(output).toMatchSnapshot();
  });

  test('prints a comment for a pull request', () => {
    const reordered = { ...twoPools, pools: [...twoPools.pools].reverse() };
    const args = [
      'plan',
      declare('a.yaml', twoPools, singleDrive),
      declare('b.yaml', reordered, singleDrive),
    ];
    expect(runCli([...args, '--markdown']).output).toMatchSnapshot();
  });

  test('compares rendered folders, and a folder with declarations', () => {
    const tenants = declare('tenants/acme.yaml', acme);
    runCli(['render', join(folder, 'tenants'), '--out', deploy()]);
    writeFileSync(tenants, JSON.stringify(twoPools));
    const plans = [
      runCli(['plan', deploy(), join(folder, 'tenants'), '--json']),
      runCli(['plan', declare('old.yaml', acme), tenants, '--json']),
    ];
    expect(plans[0]).toEqual(plans[1]);
    expect(plans[0]).toMatchObject({ code: 3, errors: '' });
  });

  test('takes an empty folder for nothing', () => {
    mkdirSync(join(folder, 'empty'));
    const { output, code } = runCli(['plan', join(folder, 'empty'), declare('b.yaml', acme)]);
    expect(code).toBe(0);
    expect(output).toContain('storage/acme: new\n');
  });

  test('reads what kubectl prints from standard input', () => {
    const live = toYaml(composeTenant(acme));
    const args = ['plan', '--live', '-', declare('acme.yaml', { ...acme, image: 'rustfs/rustfs:1.0.1' })];
    expect(runCli(args, live).code).toBe(3);
    expect(runCli(args, '{"kind": "List", "items": []}').code).toBe(0);
    expect(runCli(args, 'a: b: c').code).toBe(2);
  });

  test('goes by whoever applies next, and by who owns the fields of what runs', () => {
    const before: TenantSpec = { ...acme, priorityClassName: 'high' };
    const owned = composeTenant(before).map((object) =>
      withOwners(asStored(object), { manager: 'argocd-controller', object }),
    );
    const args = ['plan', '--live', '-', declare('acme.yaml', acme)];
    expect(runCli(args, kubectlList(owned))).toMatchObject({
      code: 0,
      output: expect.stringMatching(
        /priorityClassName, and it stays: argocd-controller owns it.*\n.*\n\nVerdict: nothing changes/,
      ),
      errors: expect.not.stringContaining('managed fields'),
    });
    expect(runCli([...args, '--manager', 'argocd-controller'], kubectlList(owned)).code).toBe(3);
    const two = ['plan', declare('a.yaml', before), declare('b.yaml', acme)];
    expect(runCli([...two, '--manager', 'argocd-controller'])).toMatchObject({
      code: 2,
      errors: expect.stringContaining('--manager is about what a cluster has: it goes with --live.'),
    });
  });

  test('says when nobody knows who owns the fields of what runs', () => {
    const args = ['plan', '--live', '-', declare('acme.yaml', acme)];
    expect(runCli(args, kubectlList(composeTenant(acme).map((object) => asStored(object)))).errors).toContain(
      '- has no managed fields (kubectl get --show-managed-fields): of what has left NEW, only that is seen which kubectl noted',
    );
  });

  test('goes by the lock beside NEW', () => {
    const file = declare('acme.yaml', twoPools);
    runCli(['render', file, '--out', deploy()]);
    const record = ['--record', '--reason', 'old', '--date', '2026-11-25'];
    expect(runCli(['runbook', 'retire-pool', file, '--pool', 'pool-1', ...record]).code).toBe(0);
    declare('acme.yaml', acme);
    const old = declare('old/acme.yaml', twoPools);
    expect(runCli(['plan', old, file]).code).toBe(4);
    expect(runCli(['plan', old, declare('elsewhere/acme.yaml', acme)]).code).toBe(5);
    expect(runCli(['plan', old, join(folder, 'elsewhere/acme.yaml'), '--lock', lockFile()]).code).toBe(4);
  });

  test('holds NEW to the lock, whatever OLD is', () => {
    const file = declare('acme.yaml', twoPools);
    runCli(['render', file, '--out', deploy()]);
    declare('acme.yaml', { ...twoPools, pools: [...twoPools.pools].reverse() });
    mkdirSync(join(folder, 'empty'));
    for (const old of [join(folder, 'empty'), file]) {
      const { code, output } = runCli(['plan', old, file]);
      expect(code).toBe(5);
      expect(output).toContain('[pool-reordered]');
    }
  });

  test('knows a renamed tenant by the lock, though the cluster shows only its own', () => {
    const file = declare('acme.yaml', acme);
    runCli(['render', file, '--out', deploy()]);
    declare('acme.yaml', { ...acme, name: 'emca' });
    const { code, output } = runCli(['plan', '--live', '-', file], toYaml(composeTenant(acme)));
    expect(code).toBe(5);
    expect(output).toContain('[tenant-renamed]');
  });

  test('reads the lock beside OLD as well, and goes by none that is spoilt', () => {
    const [before, after] = [join(folder, 'a'), join(folder, 'b')];
    declare('a/acme.yaml', acme);
    declare('b/acme.yaml', acme);
    runCli(['render', before, '--out', deploy()]);
    expect(runCli(['plan', before, after]).output).toContain('[lock-lost]');
    writeFileSync(join(before, 'rustfs-tenant.lock.yaml'), 'tenants: nonsense');
    expect(runCli(['plan', before, after]).code).toBe(1);
  });

  test('lets claims grow in one step after the other', () => {
    const file = declare('acme.yaml', acme);
    runCli(['render', file, '--out', deploy()]);
    declare('acme.yaml', larger);
    const [small, large] = [acme, larger].map((spec) => toYaml(composeTenant(spec)));
    expect(runCli(['plan', '--live', '-', file], small).code).toBe(4);
    expect(runCli(['plan', '--live', '-', file], large).code).toBe(0);
    runCli(['render', file, '--out', deploy()]);
    expect(runCli(['plan', '--live', '-', file], small).code).toBe(4);
    expect(runCli(['plan', '--live', '-', file], large).code).toBe(0);
  });

  test('tells the errors of a declaration, and plans nothing', () => {
    const { code, output, errors } = runCli([
      'plan',
      declare('a.yaml', acme),
      declare('b.yaml', { ...acme, pools: [] }),
    ]);
    expect({ code, output }).toEqual({ code: 1, output: '' });
    expect(errors).toContain('[pool-count]');
  });

  test.each([
    [['plan'], 'Which file?'],
    [['plan', 'a'], 'plan compares two sides'],
    [['plan', 'a', 'b', 'c'], 'plan compares two sides'],
    [['plan', '-', '-'], 'Only one side'],
    [['plan', 'a', 'b', '--json', '--markdown'], 'do not go together'],
    [['plan', 'nowhere', 'b'], 'Cannot read nowhere'],
    [['plan', 'a', 'b', '--out', 'c'], '--out does not go with plan'],
  ])('%p is wrong usage', (args, message) => {
    const { code, errors } = runCli(args);
    expect(code).toBe(2);
    expect(errors).toContain(message);
  });
});

describe('plan of a folder with a lock in a folder below', () => {
  const render = (side: string, file: string) =>
    runCli(['render', join(folder, side, file), '--out', deploy()]);
  const side = (name: string) => join(folder, name);
  const plan = (...more: string[]) => runCli(['plan', side('main'), side('pr'), ...more]);
  const lockIn = (name: string) => join(folder, name, 'team/rustfs-tenant.lock.yaml');

  beforeEach(() => {
    for (const name of ['main', 'pr']) {
      declare(`${name}/logs.yaml`, singleDrive);
      declare(`${name}/team/deep/acme.yaml`, acme);
      declare(`${name}/team/acme.yaml`, { ...acme, name: 'other' });
      render(name, 'team');
    }
  });

  test.each<[string, () => void, lock: () => string]>([
    ['as it is', () => undefined, () => lockIn('main')],
    ['that is gone from NEW', () => rmSync(lockIn('pr')), () => lockIn('main')],
    ['that is gone from OLD', () => rmSync(lockIn('main')), () => lockIn('pr')],
    [
      'with the tenants that it knows gone from OLD',
      () => rmSync(join(folder, 'main/team'), { recursive: true }),
      () => lockIn('pr'),
    ],
    [
      'that is left in OLD, with its tenants declared in NEW alone',
      () => [
        rmSync(lockIn('pr')),
        ...['acme.yaml', 'deep'].map((name) => rmSync(join(side('main/team'), name), { recursive: true })),
      ],
      () => lockIn('main'),
    ],
  ])('stops, as it would not ask that lock: one %s', (_, change, lock) => {
    change();
    const { code, output, errors } = plan();
    expect({ code, output }).toEqual({ code: 2, output: '' });
    expect(errors).toContain(`There is a lock ${lock()} for the tenants in its folder`);
    expect(errors).toContain('or say that lock with --lock FILE');
  });

  test('goes by the lock that is said, and by that of OLD at the same place', () => {
    expect(plan('--lock', lockIn('pr'))).toMatchObject({ code: 0, errors: '' });
    writeFileSync(lockIn('pr'), lockText(emptyLock));
    expect(plan('--lock', lockIn('pr')).output).toContain('[lock-lost]');
  });

  test('plans each folder by itself', () => {
    expect(runCli(['plan', side('main/team'), side('pr/team')])).toMatchObject({ code: 0, errors: '' });
  });

  test('minds no lock where nothing is declared', () => {
    for (const name of ['main', 'pr']) {
      const out = join(folder, `${name}-all`, 'deploy');
      runCli([
        'render',
        join(side(name), 'logs.yaml'),
        '--out',
        out,
        '--lock',
        join(out, 'rustfs-tenant.lock.yaml'),
      ]);
    }
    expect(runCli(['plan', side('main-all'), side('pr-all')])).toMatchObject({ code: 0, errors: '' });
  });
});

describe('a lock that lies elsewhere', () => {
  test('is held to that of OLD at the same place, seen from the declarations', () => {
    const sides = ['main', 'pr'].map((name) => {
      const tenants = join(declare(`${name}/tenants/acme.yaml`, acme), '..');
      const file = join(folder, name, 'deploy/rustfs-tenant.lock.yaml');
      runCli(['render', tenants, '--out', join(folder, name, 'deploy'), '--lock', file]);
      return { tenants, file };
    });
    const [old, { tenants, file }] = [present(sides[0]), present(sides[1])];
    const plans = [
      ['plan', old.tenants, tenants, '--lock', file],
      ['plan', join(old.tenants, 'acme.yaml'), join(tenants, 'acme.yaml'), '--lock', file],
    ];
    for (const plan of plans) expect(runCli(plan)).toMatchObject({ code: 0, errors: '' });
    writeFileSync(file, lockText(emptyLock));
    for (const plan of plans) {
      const { code, output } = runCli(plan);
      expect(code).toBe(5);
      expect(output).toContain('[lock-lost]');
    }
  });
});

describe('a lock among the FILEs, as a shell names them', () => {
  test.each([['check'], ['render'], ['layout'], ['runbook', 'upgrade', '--image', 'rustfs/rustfs:1.0.1']])(
    'is no declaration: %s',
    (...command) => {
      const file = declare('acme.yaml', acme);
      runCli(['render', file, '--out', deploy()]);
      const of = (...files: string[]) => runCli([...command, ...files]);
      expect(of(file, lockFile())).toEqual(of(file));
      expect(of(lockFile(), file)).toEqual(of(file));
      expect(of(file)).toMatchObject({ code: 0, errors: '' });
    },
  );

  test('is left out when a tenant is forgotten, too', () => {
    const [file, other] = [declare('acme.yaml', acme), declare('logs.yaml', singleDrive)];
    runCli(['render', file, other, '--out', deploy()]);
    rmSync(other);
    const title = `${singleDrive.namespace}/${singleDrive.name}`;
    const call = ['forget', title, '--reason', 'moved', '--date', '2026-11-25', file, lockFile()];
    expect(runCli(call)).toMatchObject({ code: 0 });
  });

  test('is wrong usage when it is all that is named', () => {
    const file = declare('acme.yaml', acme);
    runCli(['render', file, '--out', deploy()]);
    for (const call of [
      ['check', lockFile()],
      ['plan', file, lockFile()],
      ['plan', lockFile(), file],
    ]) {
      const { code, errors } = runCli(call);
      expect(code).toBe(2);
      expect(errors).toContain(`${lockFile()} is a lock, which declares no tenant.`);
    }
  });
});

describe('the lock', () => {
  test('is kept beside the first FILE by render --out, and by nothing else', () => {
    const file = declare('acme.yaml', acme);
    runCli(['render', file]);
    runCli(['check', file]);
    expect(existsSync(lockFile())).toBe(false);
    const { output } = runCli(['render', file, '--out', deploy()]);
    expect(output).toContain(`${lockFile()}: 1 tenant, changed\n`);
    expect(lock()).toContain('declaredIn: acme.yaml');
    expect(runCli(['render', file, '--out', deploy()]).output).not.toContain('lock');
  });

  test('is kept for standard input only where --lock says', () => {
    const input = JSON.stringify(acme);
    runCli(['render', '-', '--out', deploy()], input);
    expect(existsSync(lockFile())).toBe(false);
    runCli(['render', '-', '--out', deploy(), '--lock', lockFile()], input);
    expect(lock()).not.toContain('declaredIn');
  });

  test('lies in the folder that is FILE, and is no declaration in it', () => {
    declare('tenants/acme.yaml', acme);
    const tenants = join(folder, 'tenants');
    runCli(['render', tenants, '--out', deploy()]);
    expect(existsSync(join(tenants, 'rustfs-tenant.lock.yaml'))).toBe(true);
    expect(runCli(['check', tenants])).toMatchObject({
      code: 0,
      output: '1 tenant checked: no errors, no warnings\n',
    });
  });

  test.each([
    ['check', 'FILE'],
    ['render', 'FILE'],
    ['plan', 'FILE', 'FILE'],
    ['runbook', 'append-pool', 'FILE'],
  ])('has to be there for %s when --lock says it', (...args) => {
    const file = declare('acme.yaml', twoPools);
    const nowhere = join(folder, 'nowhere.yaml');
    const call = [...args.map((arg) => (arg === 'FILE' ? file : arg)), '--lock', nowhere];
    expect(runCli(call)).toMatchObject({ code: 2, output: '' });
    expect(runCli(call).errors).toContain(`There is no lock ${nowhere}. rustfs-tenant render`);
    runCli(['render', file, '--out', deploy(), '--lock', nowhere]);
    expect(runCli(call).code).toBe(0);
  });

  test('is the same in whatever order the FILEs stand', () => {
    const [a, b] = [declare('a/acme.yaml', acme), declare('b/solo.yaml', singleDrive)];
    runCli(['render', b, '--out', deploy()]);
    declare('b/solo.yaml', { ...singleDrive, podManagementPolicy: 'OrderedReady' });
    for (const files of [
      [a, b],
      [b, a],
    ]) {
      expect(runCli(['check', ...files]).output).toContain('[start-order-changed]');
    }
    runCli(['render', a, '--out', deploy()]);
    const lockOf = (file: string) => join(file, '..', 'rustfs-tenant.lock.yaml');
    for (const files of [
      [a, b],
      [b, a],
    ]) {
      const { code, errors } = runCli(['check', ...files]);
      expect(code).toBe(2);
      expect(errors).toContain('Say which with --lock FILE.');
      expect(runCli(['check', ...files, '--lock', lockOf(b)]).output).toContain('[start-order-changed]');
      expect(runCli(['check', ...files, '--lock', lockOf(a)]).code).toBe(0);
    }
  });

  test('is no larger for a tenant that is rendered beside others', () => {
    runCli(['render', declare('a.yaml', acme), '--out', deploy()]);
    runCli(['render', declare('b.yaml', singleDrive), '--out', deploy()]);
    expect(lock().match(/^ {2}storage\/\w+:$/gm)).toEqual(['  storage/acme:', '  storage/solo:']);
  });

  test.each([['render'], ['check']])('holds %s to what it knows, and stays as it is', (command) => {
    const file = declare('acme.yaml', twoPools);
    runCli(['render', file, '--out', deploy()]);
    const before = lock();
    declare('acme.yaml', { ...twoPools, pools: [...twoPools.pools].reverse() });
    const { code, output, errors } = runCli([command, file]);
    expect(code).toBe(1);
    expect(output + errors).toContain(`${file}:1: error: pools: The pools stand in another order`);
    expect(runCli(['render', file, '--out', deploy()]).code).toBe(1);
    expect(lock()).toBe(before);
  });

  test('takes a tenant with another name in the same file for what it is', () => {
    const file = declare('acme.yaml', acme);
    runCli(['render', file, '--out', deploy()]);
    declare('acme.yaml', { ...acme, name: 'emca' });
    expect(runCli(['check', file]).output).toContain('[tenant-renamed]');
    declare('acme.yaml', acme, { ...acme, name: 'emca' });
    expect(runCli(['check', file]).code).toBe(0);
  });

  test('warns of larger claims, and takes them', () => {
    const file = declare('acme.yaml', acme);
    runCli(['render', file, '--out', deploy()]);
    declare('acme.yaml', larger);
    const { code, errors } = runCli(['render', file, '--out', deploy()]);
    expect(code).toBe(0);
    expect(errors).toContain('[claim-grown]');
    expect(lock()).toContain('size: 1Ti');
  });

  test.each([['render', '--out'], ['check'], ['plan']])(
    'that is nonsense stops %s, and is left alone',
    (command, ...more) => {
      const file = declare('acme.yaml', acme);
      writeFileSync(lockFile(), 'version: 1\ntenants: nonsense\n');
      const args =
        command === 'plan' ? [file, file] : [file, ...more, ...(more.length > 0 ? [deploy()] : [])];
      const { code, output, errors } = runCli([command, ...args]);
      expect(code).toBe(1);
      expect(output + errors).toContain(`${lockFile()}:2: error: tenants: "tenants" is no mapping. [lock]`);
      expect(lock()).toBe('version: 1\ntenants: nonsense\n');
      expect(existsSync(deploy())).toBe(false);
    },
  );
});

test('What is wrong in a lock is told with its line, and once', () => {
  const file = declare('acme.yaml', twoPools);
  runCli(['render', file, '--out', deploy()]);
  const lines = lock().split('\n');
  const line = lines.findLastIndex((text) => text.includes('servers: 4'));
  writeFileSync(lockFile(), lines.with(line, '        servers: many').join('\n'));
  const { code, errors } = runCli(['plan', file, file]);
  expect(code).toBe(1);
  expect(errors.match(/^.*\[lock\]$/gm)).toEqual([
    `${lockFile()}:${line + 1}: error: tenants["storage/acme"].pools[1].servers: "tenants["storage/acme"].pools[1].servers" is no whole number from 1. [lock]`,
  ]);
});

describe('No runbook begins', () => {
  const why = ['--reason', 'old', '--date', '2026-11-25'];
  const file = () => join(folder, 'acme.yaml');
  beforeEach(() => runCli(['render', declare('acme.yaml', twoPools), '--out', deploy()]));

  test.each<[string, TenantSpec, string, ...args: string[]]>([
    ['a renamed tenant', { ...twoPools, name: 'emca' }, 'tenant-renamed', 'upgrade'],
    ['one that has moved', { ...twoPools, namespace: 'elsewhere' }, 'namespace-changed', 'upgrade'],
    [
      'a renamed pool',
      { ...twoPools, pools: twoPools.pools.map((pool, i) => (i === 1 ? { ...pool, name: 'new' } : pool)) },
      'pool-renamed',
      ...['append-pool', '--pool', 'new'],
    ],
  ])('with %s', (_, spec, code, kind, ...args) => {
    declare('acme.yaml', spec);
    const image = kind === 'upgrade' ? ['--image', 'rustfs/rustfs:1.0.1'] : [];
    const { errors, ...result } = runCli(['runbook', kind ?? '', file(), ...args, ...image]);
    expect(result).toEqual({ code: 1, output: '' });
    expect(errors).toContain(`[${code}]`);
  });

  test('with a pool that was retired, or a tenant that was forgotten', () => {
    expect(runCli(['runbook', 'retire-pool', file(), '--pool', 'pool-1', '--record', ...why]).code).toBe(0);
    for (const call of [
      ['retire-pool', '--pool'],
      ['append-pool', '--pool'],
      ['replace', '--server', '0', '--pool'],
    ]) {
      const [kind = '', ...args] = call;
      const { code, errors } = runCli(['runbook', kind, file(), ...args, 'pool-1']);
      expect({ code, errors }).toMatchObject({ code: 1, errors: expect.stringContaining('[pool-retired]') });
    }
    rmSync(file());
    expect(runCli(['forget', 'storage/acme', ...why, '--lock', lockFile()]).code).toBe(0);
    declare('acme.yaml', acme);
    expect(runCli(['runbook', 'upgrade', file(), '--image', 'rustfs/rustfs:1.0.1'])).toMatchObject({
      code: 1,
      errors: expect.stringContaining('[tenant-forgotten]'),
    });
  });

  test('with an amount that is none', () => {
    const { code, errors } = runCli(['runbook', 'size-up', file(), '--pool', 'pool-0', '--size', '1e6Gi']);
    expect({ code, errors }).toMatchObject({
      code: 1,
      errors: expect.stringContaining('"1e6Gi" is not an amount that Kubernetes takes.'),
    });
  });
});

describe('runbook', () => {
  test('prints Markdown, or the steps as JSON', () => {
    const file = declare('acme.yaml', twoPools);
    expect(runCli(['runbook', 'retire-pool', file, '--pool', 'pool-1']).output).toMatch(
      /^# Retire pool-1 of storage\/acme\n/,
    );
    const { output } = runCli([
      'runbook',
      'replace',
      file,
      '--pool',
      'pool-1',
      '--server',
      '0',
      '--drive',
      '1',
      '--json',
    ]);
    expect(JSON.parse(output)).toMatchObject({ tenant: 'storage/acme', steps: [{}, {}, {}, {}] });
  });

  test('refuses what cannot be done, with its place', () => {
    const file = declare('acme.yaml', acme);
    const { code, output, errors } = runCli(['runbook', 'retire-pool', file, '--pool', 'pool-0']);
    expect({ code, output }).toEqual({ code: 1, output: '' });
    expect(errors).toMatch(
      /acme\.yaml:1: error: pools: "pool-0" is the last pool.* \[runbook\]\n {4}Fix: Append/,
    );
  });

  test('--record takes new addresses into the lock, which nothing else does', () => {
    const file = declare('acme.yaml', twoPools);
    runCli(['render', file, '--out', deploy()]);
    declare('acme.yaml', secure);
    expect(runCli(['render', file, '--out', deploy()]).errors).toContain('[scheme-changed]');
    expect(runCli(['runbook', 'tls', file]).output).toContain('# Turn HTTPS on for storage/acme');
    expect(runCli(['runbook', 'tls', file, '--record']).output).toBe(
      `${lockFile()}: the new addresses of storage/acme\n`,
    );
    expect(lock().match(/volumes: https:/g)).toHaveLength(2);
    expect(runCli(['render', file, '--out', deploy()]).code).toBe(0);
  });

  test('--record takes a retired pool, with reason and date', () => {
    const file = declare('acme.yaml', twoPools);
    runCli(['render', file, '--out', deploy()]);
    const args = ['runbook', 'retire-pool', file, '--pool', 'pool-1', '--record'];
    expect(runCli(args).errors).toContain('--reason TEXT --date');
    expect(runCli([...args, '--reason', 'old', '--date', '2026-02-30']).code).toBe(2);
    expect(runCli([...args, '--reason', 'old disks', '--date', '2026-02-28']).output).toBe(
      `${lockFile()}: the retired pool pool-1 of storage/acme\n`,
    );
    declare('acme.yaml', acme);
    expect(runCli(['render', file, '--out', deploy()]).code).toBe(0);
    expect(lock()).toContain('reason: old disks');
    declare('acme.yaml', twoPools);
    expect(runCli(['check', file]).output).toContain('[pool-retired]');
  });

  test('--record retires no pool twice, none that the lock has not, and never the last', () => {
    const file = declare('acme.yaml', twoPools);
    runCli(['render', file, '--out', deploy()]);
    const retire = (pool: string) =>
      runCli(
        ['runbook', 'retire-pool', file, '--pool', pool, '--record'].concat([
          '--reason',
          'old',
          '--date',
          '2026-11-25',
        ]),
      );
    const pools = [...twoPools.pools, { ...pool1, name: 'pool-2' }];
    declare('acme.yaml', { ...twoPools, pools });
    expect(retire('pool-2')).toMatchObject({ code: 2, output: '' });
    expect(retire('pool-2').errors).toContain('the lock has no pool pool-2, it has pool-0, pool-1.');
    expect(retire('pool-1').code).toBe(0);
    const before = lock();
    expect(retire('pool-1').errors).toContain('pool-1 was retired on 2026-11-25 already.');
    expect(retire('pool-0').errors).toContain('pool-0 is the last pool that the lock has');
    expect(lock()).toBe(before);
  });

  test('--record and render write no lock that contradicts itself', () => {
    const { lock: sound } = readLock(
      lockText(lockWith(emptyLock, present(tenantIdentity(composeTenant(acme))))),
    );
    expect(() => assertConsistent('a.yaml', sound)).not.toThrow();
    const tenants = sound.tenants.map((tenant) => ({ ...tenant, pools: [...tenant.pools, ...tenant.pools] }));
    expect(() => assertConsistent('a.yaml', { ...sound, tenants })).toThrow(
      'a.yaml stays as it is, as it would contradict itself: Two pools of storage/acme have the name "pool-0".',
    );
  });

  test.each([
    [['runbook'], 'Which'],
    [['runbook', 'dance', 'a.yaml'], 'Which runbook? There are size-up, tls'],
    [['runbook', 'tls'], 'Which file?'],
  ])('%p is wrong usage', (args, message) => {
    const { code, errors } = runCli(args);
    expect(code).toBe(2);
    expect(errors).toContain(message);
  });

  test('--record goes only with what the lock has to learn, and with a lock that knows the tenant', () => {
    const file = declare('acme.yaml', twoPools);
    expect(runCli(['runbook', 'append-pool', file, '--record']).errors).toContain(
      'does not know storage/acme',
    );
    runCli(['render', file, '--out', deploy()]);
    expect(runCli(['runbook', 'append-pool', file, '--record']).errors).toContain('--record goes with');
    expect(runCli(['runbook', 'replace', file, '--pool', 'pool-0', '--server', 'x']).errors).toContain(
      'whole number',
    );
  });
});

test('the example of the library says what a change does, and stops what would lose data', () => {
  expect(reviewed(acme, twoPools)).toContain('Verdict: restarts servers');
  expect(() => reviewed(twoPools, acme)).toThrow('[pool-removed]');
});
