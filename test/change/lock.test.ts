import {
  checkAgainstLock,
  composeTenant,
  emptyLock,
  lockText,
  lockWith,
  readLock,
  tenantIdentity,
  type TenantSpec,
} from 'rustfs-constructs';
import { withNewAddresses, withRetired } from '../../lib/change/record';
import { present } from '../support/composed';
import { acme, acmeWithDrives, singleDrive, twoPools } from '../support/specs';

function identity(spec: TenantSpec) {
  return present(tenantIdentity(composeTenant(spec)));
}

const text = lockText(lockWith(lockWith(emptyLock, identity(twoPools), 'acme.yaml'), identity(singleDrive)));

describe('A lock file', () => {
  test('is a block per tenant and pool', () => {
    expect(text).toMatchSnapshot();
  });

  test('is the same in whatever order tenants were put in', () => {
    const other = lockWith(lockWith(emptyLock, identity(singleDrive)), identity(twoPools), 'acme.yaml');
    expect(lockText(other)).toBe(text);
  });

  test('may be written by hand in another style', () => {
    const styled = text.replaceAll(
      '[vol-0, vol-1, vol-2, vol-3]',
      '\n              - vol-0\n              - vol-1\n              - vol-2\n              - vol-3',
    );
    expect(readLock(styled)).toEqual(readLock(text));
  });

  test.each<[nonsense: string, edit: (lock: string) => string, path: string]>([
    ['no YAML', (lock) => lock.replace('pools:', 'pools: ]'), ''],
    ['a merge that nobody resolved', (lock) => `<<<<<<< HEAD\n${lock}=======\n`, ''],
    ['a list', () => '- a\n', ''],
    ['no version', (lock) => lock.replace('version: 2', ''), 'version'],
    ['another version', (lock) => lock.replace('version: 2', 'version: 3'), 'version'],
    ['a title without a namespace', (lock) => lock.replace('storage/acme', 'acme'), 'tenants.acme'],
    [
      'an unknown field',
      (lock) => lock.replace('setSize', 'setsize'),
      'tenants["storage/acme"].pools[0].setsize',
    ],
    [
      'a missing field',
      (lock) => lock.replace('        service: acme-hl\n', ''),
      'tenants["storage/acme"].pools[0].service',
    ],
    [
      'a number that is none',
      (lock) => lock.replace('servers: 4', 'servers: four'),
      'tenants["storage/acme"].pools[0].servers',
    ],
    [
      'another number of servers',
      (lock) => lock.replace('servers: 4', 'servers: 5'),
      'tenants["storage/acme"].pools[0].volumes',
    ],
    [
      'another address',
      (lock) => lock.replace('volumes: http://acme-pool-0-', 'volumes: http://acme-pool-7-'),
      'tenants["storage/acme"].pools[0].volumes',
    ],
    [
      'a set size that does not fit',
      (lock) => lock.replace('setSize: 16', 'setSize: 7'),
      'tenants["storage/acme"].pools[0].setSize',
    ],
    [
      'a size that is none',
      (lock) => lock.replace('size: 10Gi', 'size: 10GB'),
      'tenants["storage/acme"].pools[0].claims[0].size',
    ],
    [
      'a fingerprint that is none',
      (lock) => lock.replace(/fingerprint: \S+/, 'fingerprint: mine'),
      'tenants["storage/acme"].pools[0].claims[0].fingerprint',
    ],
    [
      'a tenant without pools',
      (lock) => lock.replace('tenants:\n', 'tenants:\n  a/b:\n    pools: []\n'),
      'tenants["a/b"].pools',
    ],
  ])('that is %s is refused', (_, edit, path) => {
    const { problems } = readLock(edit(text));
    expect(problems.map((problem) => problem.path)).toContain(path);
    expect(problems.every(({ code, severity }) => code === 'lock' && severity === 'error')).toBe(true);
  });

  test('that has a pool twice is refused', () => {
    const twice = text.replaceAll('pool-1', 'pool-0');
    expect(readLock(twice).problems.map(({ message }) => message)).toContain(
      'Two pools of storage/acme have the name "pool-0".',
    );
  });
});

describe('A lock', () => {
  const title = { namespace: 'storage', name: 'acme' };
  const large = acmeWithDrives({
    volumeClaimTemplate: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1Ti' } } },
  });

  test('takes new pools at its end, and larger claims', () => {
    const lock = lockWith(
      lockWith(emptyLock, identity(acme)),
      identity({ ...large, pools: [...large.pools, ...twoPools.pools.slice(1)] }),
    );
    expect(lock.tenants[0]?.pools.map(({ name, claims }) => `${name} ${claims[0]?.size}`)).toEqual([
      'pool-0 1Ti',
      'pool-1 10Gi',
    ]);
  });

  test('never forgets: what is smaller or gone changes nothing of it', () => {
    const lock = lockWith(lockWith(emptyLock, identity(large)), identity(twoPools));
    expect(lock.tenants[0]?.pools.map(({ claims }) => claims[0]?.size)).toEqual(['1Ti', '10Gi']);
    expect(lockWith(lock, identity(acme)).tenants[0]?.pools).toHaveLength(2);
  });

  test('takes a retired pool with its reason and date, and never lets its name be used again', () => {
    const lock = withRetired(lockWith(emptyLock, identity(twoPools)), title, 'pool-1', {
      reason: 'old disks',
      date: '2026-11-25',
    });
    expect(lock.tenants[0]?.pools.map(({ name }) => name)).toEqual(['pool-0']);
    expect(readLock(lockText(lock))).toEqual({ lock, problems: [] });
    expect(checkAgainstLock(lock, identity(acme))).toEqual([]);
    expect(checkAgainstLock(lock, identity(twoPools))).toMatchObject([
      { path: 'pools[1].name', code: 'pool-retired' },
    ]);
    expect(readLock(lockText(lock).replace('2026-11-25', '2026-13-25')).problems).toMatchObject([
      { path: 'tenants["storage/acme"].retired[0].date' },
    ]);
  });

  test('takes new addresses only by their procedure', () => {
    const moved = identity({ ...twoPools, clusterDomain: 'k8s.example.com' });
    const lock = lockWith(emptyLock, identity(twoPools));
    expect(checkAgainstLock(lockWith(lock, moved), moved)).toHaveLength(2);
    expect(checkAgainstLock(withNewAddresses(lock, moved), moved)).toEqual([]);
  });
});
