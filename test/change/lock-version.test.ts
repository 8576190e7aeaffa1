import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  composeTenant,
  emptyLock,
  lockText,
  lockWith,
  readLock,
  tenantIdentity,
  type Lock,
  type TenantSpec,
} from 'rustfs-constructs';
import { lockNeeds, lockVersion } from '../../lib/change/lock';
import { withRetired } from '../../lib/change/record';
import { present } from '../support/composed';
import { acme, singleDrive, twoPools } from '../support/specs';

function identity(spec: TenantSpec) {
  return present(tenantIdentity(composeTenant(spec)));
}

/** As version 1 had it: without what it could not say. */
function firstVersion(lock: Lock): string {
  const tenants = lock.tenants.map((tenant) => ({
    ...tenant,
    pools: tenant.pools.map(({ drives: _drives, encryption: _encryption, ...pool }) => pool),
  }));
  return lockText({ version: 1, tenants, forgotten: [] });
}

const full: Lock = {
  ...withRetired(
    lockWith(lockWith(emptyLock, identity(twoPools), 'acme.yaml'), identity(singleDrive)),
    acme,
    'pool-1',
    { reason: 'old disks', date: '2026-11-25' },
  ),
  forgotten: [
    {
      namespace: 'storage',
      name: 'logs',
      reason: 'nobody reads them',
      date: '2026-11-26',
      pools: [{ name: 'pool-0', statefulSet: 'logs-pool-0', volumes: '/data/rustfs0' }],
    },
  ],
};

describe('A lock of version 2', () => {
  const text = lockText(full);

  test('reads as it was written, with the line ends of Windows too', () => {
    expect(readLock(text)).toEqual({ lock: full, problems: [] });
    expect(readLock(text.replaceAll('\n', '\r\n'))).toEqual({ lock: full, problems: [] });
  });

  test('says which version of the library reads it, and ends with the same line always', () => {
    expect(text).toContain(`version: 2\nneeds: rustfs-constructs ${lockNeeds.get(lockVersion)}\n`);
    expect(text.endsWith('\nend: true\n')).toBe(true);
    expect(lockText(emptyLock).endsWith('\nend: true\n')).toBe(true);
  });

  test('that was cut, at whatever place, is refused or says all', () => {
    const passed = Array.from(text, (_, i) => text.slice(0, i)).filter(
      (cut) => readLock(cut).problems.length === 0,
    );
    expect(passed).toEqual([text.trimEnd()]);
    expect(readLock(text.trimEnd())).toEqual(readLock(text));
  });

  test.each<[what: string, edit: (lock: string) => string]>([
    ['goes on after its end', (lock) => `${lock}declaredIn: a\n`],
    [
      'has its end elsewhere',
      (lock) => lock.replace('end: true\n', '').replace('tenants:', 'end: true\ntenants:'),
    ],
    ['has an end that is none', (lock) => lock.replace('end: true', 'end: maybe')],
    ['has its end within a text', (lock) => lock.replace('end: true', 'end: |\n  end: true')],
    ['has no word of what it needs', (lock) => lock.replace(/needs: .*\n/, '')],
    ['has a tenant that it has forgotten', (lock) => lock.replaceAll('storage/logs', 'storage/solo')],
    ['forgot on a day that there is not', (lock) => lock.replace('2026-11-26', '2026-02-30')],
    ['forgot nothing', (lock) => lock.replace(/(logs:[^]*pools:)[^]*(\nend)/, '$1 []$2')],
  ])('that %s is refused', (_, edit) => {
    const { problems } = readLock(edit(text));
    expect(edit(text)).not.toBe(text);
    expect(problems.length).toBeGreaterThan(0);
    expect(problems.every(({ code, severity }) => code === 'lock' && severity === 'error')).toBe(true);
  });

  test('keeps where the drives lie, a text for each of them', () => {
    const lock = { ...emptyLock, tenants: lockWith(emptyLock, identity(acme)).tenants.map(withSomeDrives) };
    const drives = '[vol-0, vol-1, vol-2, vol-3]';
    expect(lockText(lock)).toContain(`        drives: ${drives}\n`);
    expect(readLock(lockText(lock))).toEqual({ lock, problems: [] });
    expect(readLock(lockText(lock).replace(`drives: ${drives}`, 'drives: [vol-0]')).problems).toMatchObject([
      { path: 'tenants["storage/acme"].pools[0].drives' },
    ]);
  });
});

function withSomeDrives(tenant: Lock['tenants'][number]): Lock['tenants'][number] {
  const pools = tenant.pools.map((pool) => ({ ...pool, drives: ['vol-0', 'vol-1', 'vol-2', 'vol-3'] }));
  return { ...tenant, pools };
}

describe('A lock of a newer version', () => {
  const newer = lockText(full).replace('version: 2', 'version: 3').replace('end:', 'more:\n  - 1\nend:');

  test('is refused with the version of the library that it needs', () => {
    const { lock, problems } = readLock(newer.replace(/needs: .*/, 'needs: rustfs-constructs 4.5.6'));
    expect(lock).toEqual(emptyLock);
    expect(problems).toMatchObject([{ path: 'version', code: 'lock' }]);
    expect(problems[0]?.message).toContain(
      'is 3; this version of the tool reads 1 to 2, and the lock needs rustfs-constructs 4.5.6',
    );
    expect(problems[0]?.fix).toContain('npm install rustfs-constructs@4.5.6');
  });

  test('that does not say what it needs is refused with the way to find out', () => {
    const { problems } = readLock(newer.replace(/needs: .*\n/, ''));
    expect(problems).toMatchObject([{ path: 'version' }]);
    expect(problems[0]?.fix).toContain('the version of rustfs-constructs that wrote the lock');
  });
});

describe('A lock of version 1', () => {
  const lock = lockWith(lockWith(emptyLock, identity(acme), 'acme.yaml'), identity(singleDrive));
  const text = firstVersion(lock);
  const read = readLock(text).lock;

  test('is read, and says that it is', () => {
    expect(readLock(text).problems).toEqual([]);
    expect(read).toMatchObject({ version: 1, forgotten: [] });
    expect(lockText(read)).toBe(text);
  });

  test('stays as it is when nothing new is recorded', () => {
    expect(lockWith(read, identity(acme), 'acme.yaml')).toBe(read);
    expect(lockWith(read, identity(acme))).toBe(read);
  });

  test.each<[what: string, grown: Lock]>([
    ['another tenant', lockWith(read, identity({ ...acme, name: 'other' }))],
    ['a pool', lockWith(read, identity(twoPools))],
    ['another place', lockWith(read, identity(acme), 'elsewhere.yaml')],
    ['a retired pool', withRetired(read, acme, 'pool-0', { reason: 'old', date: '2026-11-25' })],
  ])('becomes one of version 2 with %s', (_, grown) => {
    expect(grown.version).toBe(2);
    expect(lockText(grown)).toContain('version: 2\n');
  });

  test('that was cut within a line is refused; after a line it may be a lock that knows less', () => {
    const passed = Array.from(text, (_, i) => text.slice(0, i)).filter(
      (cut) => readLock(cut).problems.length === 0,
    );
    expect(passed.every((cut) => cut.endsWith('\n'))).toBe(true);
  });
});

describe('Two branches', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'merge-'));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  /** What git makes of two changes of the same lock. */
  function merged(base: Lock, ours: Lock, theirs: Lock): string {
    const files = Object.entries({ ours, base, theirs }).map(([name, lock]) => {
      writeFileSync(join(folder, name), lockText(lock));
      return join(folder, name);
    });
    execFileSync('git', ['merge-file', ...files]);
    return readFileSync(join(folder, 'ours'), 'utf8');
  }

  const named = (name: string) => identity({ ...acme, name });
  const base = lockWith(lockWith(emptyLock, named('d')), named('m'));

  test('that add different tenants merge', () => {
    const [ours, theirs] = [lockWith(base, named('a')), lockWith(base, named('z'))];
    const both = lockWith(ours, named('z'));
    expect(merged(base, ours, theirs)).toBe(lockText(both));
  });

  test('that append a pool to one tenant each merge', () => {
    const more = (name: string) => identity({ ...twoPools, name });
    const [ours, theirs] = [lockWith(base, more('d')), lockWith(base, more('m'))];
    expect(merged(base, ours, theirs)).toBe(lockText(lockWith(ours, more('m'))));
  });

  test('that both append a pool to the same tenant do not', () => {
    const ours = lockWith(base, identity({ ...twoPools, name: 'm' }));
    const pools = twoPools.pools.map((pool, i) => (i === 0 ? pool : { ...pool, name: 'fast' }));
    const theirs = lockWith(base, identity({ ...twoPools, pools, name: 'm' }));
    expect(() => merged(base, ours, theirs)).toThrow();
  });
});
