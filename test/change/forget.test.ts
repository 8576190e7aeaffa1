import {
  checkAgainstLock,
  composeTenant,
  emptyLock,
  lockText,
  lockWith,
  planChange,
  planText,
  readLock,
  tenantIdentity,
  type Lock,
  type TenantSpec,
} from 'rustfs-constructs';
import { withForgotten } from '../../lib/change/forget';
import type { LockedTenant } from '../../lib/change/lock';
import { withNewAddresses, withRetired } from '../../lib/change/record';
import { present } from '../support/composed';
import { acme, acmeWithDrives, singleDrive, twoPools } from '../support/specs';

function identity(spec: TenantSpec) {
  return present(tenantIdentity(composeTenant(spec)));
}

function locked(...specs: TenantSpec[]): Lock {
  return specs.reduce((lock, spec) => lockWith(lock, identity(spec)), emptyLock);
}

const why = { reason: 'nobody reads it', date: '2026-11-28' };
const other: TenantSpec = { ...acme, name: 'other' };

describe('A forgotten tenant', () => {
  const retired = withRetired(locked(twoPools, other), acme, 'pool-1', { reason: 'old', date: '2026-11-25' });
  const lock = withForgotten(retired, acme, why);

  test('leaves its entry, and a record of every pool that it ever had', () => {
    expect(lock.tenants.map(({ name }) => name)).toEqual(['other']);
    expect(lock.forgotten).toMatchObject([
      {
        namespace: 'storage',
        name: 'acme',
        ...why,
        pools: [{ statefulSet: 'acme-pool-0' }, { statefulSet: 'acme-pool-1' }],
      },
    ]);
    expect(readLock(lockText(lock))).toEqual({ lock, problems: [] });
  });

  test('is one that the lock has; of another there is nothing to forget', () => {
    expect(withForgotten(lock, acme, why)).toBe(lock);
  });

  test('is not declared again: a new one would take its claims', () => {
    expect(checkAgainstLock(lock, identity(acme))).toMatchObject([
      { path: 'name', code: 'tenant-forgotten', severity: 'error' },
    ]);
    expect(planChange([], acme, { lock })).toMatchObject({
      verdict: 'refused',
      refusals: [{ tenant: 'storage/acme', code: 'tenant-forgotten' }],
    });
  });

  test('leaves its StatefulSets to no tenant of another name either, but in another namespace', () => {
    const names = { ...acme, name: 'acme-pool', pools: acme.pools.map((pool) => ({ ...pool, name: '1' })) };
    expect(checkAgainstLock(lock, identity(names))).toMatchObject([
      { path: 'pools[0].name', code: 'object-taken' },
    ]);
    expect(checkAgainstLock(lock, identity({ ...names, namespace: 'elsewhere' }))).toEqual([]);
  });

  test('may be let go, with a procedure, and another take its place', () => {
    const lockBefore = locked(acme);
    const now = withForgotten(lockBefore, acme, why);
    expect(planChange(acme, [], { lock: now, lockBefore })).toMatchObject({
      verdict: 'procedure',
      refusals: [],
    });
    const successor = planChange(acme, other, { lock: now, lockBefore });
    expect(successor).toMatchObject({ verdict: 'procedure', refusals: [] });
    expect(successor.tenants.map(({ tenant, change }) => `${tenant} ${change}`)).toEqual([
      'storage/other created',
      'storage/acme removed',
    ]);
  });

  test('comes back with its block, as git revert puts it back', () => {
    const former = locked(acme);
    const plan = planChange([], acme, { lockBefore: withForgotten(former, acme, why), lock: former });
    expect(plan.refusals).toEqual([]);
  });
});

describe('A lock that has lost something between the sides', () => {
  const full: Lock = {
    ...withRetired(locked(twoPools, singleDrive, other), acme, 'pool-1', {
      reason: 'old',
      date: '2026-11-25',
    }),
    forgotten: withForgotten(locked(acme), acme, why).forgotten.map((tenant) => ({
      ...tenant,
      name: 'logs',
    })),
  };
  const edited = (edit: (tenant: LockedTenant) => LockedTenant | undefined): Lock => ({
    ...full,
    tenants: full.tenants.flatMap((tenant) => (tenant.name === 'acme' ? (edit(tenant) ?? []) : tenant)),
  });
  const objects = [acme, singleDrive, other].flatMap((spec) => composeTenant(spec));

  test.each<[what: string, lock: Lock, tenant: string, words: string]>([
    ['all', emptyLock, 'storage/acme', 'beside NEW there is none that does'],
    ['a tenant', edited(() => undefined), 'storage/acme', 'has lost storage/acme'],
    [
      'a pool',
      edited((tenant) => ({ ...tenant, pools: identity({ ...acme, pools: twoPools.pools.slice(1) }).pools })),
      'storage/acme',
      'pool-0',
    ],
    [
      'the record of a retired pool',
      edited((tenant) => ({ ...tenant, retired: [] })),
      'storage/acme',
      'The record that "pool-1" was retired on 2026-11-25 is gone',
    ],
    [
      'a claim',
      edited((tenant) => ({ ...tenant, pools: tenant.pools.map((pool) => ({ ...pool, claims: [] })) })),
      'storage/acme',
      'vol-0',
    ],
    [
      'the size of a claim',
      edited((tenant) => ({
        ...tenant,
        pools: tenant.pools.map((pool) => ({
          ...pool,
          claims: pool.claims.map((claim) => ({ ...claim, size: '1Gi' })),
        })),
      })),
      'storage/acme',
      'shrink from 10Gi to 1Gi',
    ],
    [
      'the set size',
      edited((tenant) => ({
        ...tenant,
        pools: tenant.pools.map(({ setSize: _setSize, ...pool }) => pool),
      })),
      'storage/acme',
      'erasure sets',
    ],
    ['the record of a forgotten tenant', { ...full, forgotten: [] }, 'storage/logs', 'was forgotten on'],
  ])('%s is refused, though nothing changes in the objects', (_, lock, tenant, words) => {
    const plan = planChange(objects, objects, { lock, lockBefore: full });
    expect(plan.verdict).toBe('refused');
    const refusal = plan.refusals.find((each) => each.tenant === tenant && each.code === 'lock-lost');
    expect(refusal?.message).toContain(words);
    expect(planText(plan)).toContain('[lock-lost]');
  });

  test('is refused for a tenant that neither side has: it may be declared elsewhere', () => {
    const plan = planChange([], [], { lockBefore: locked(other), lock: locked(acme) });
    expect(plan.refusals).toMatchObject([{ tenant: 'storage/other', code: 'lock-lost' }]);
  });

  const moved = { ...twoPools, clusterDomain: 'k8s.example.com' };
  test.each<[what: string, before: Lock, now: Lock]>([
    ['nothing', full, full],
    ['nothing, and it has more', locked(acme), locked(twoPools, other)],
    [
      'the size of claims that have grown',
      locked(acme),
      lockWith(
        locked(acme),
        identity(
          acmeWithDrives({
            volumeClaimTemplate: {
              accessModes: ['ReadWriteOnce'],
              resources: { requests: { storage: '1Ti' } },
            },
          }),
        ),
      ),
    ],
    ['a pool that is retired', locked(twoPools), withRetired(locked(twoPools), acme, 'pool-1', why)],
    ['addresses, by their procedure', locked(twoPools), withNewAddresses(locked(twoPools), identity(moved))],
    ['a tenant that is forgotten', locked(acme, other), withForgotten(locked(acme, other), acme, why)],
  ])('%s is told of nothing', (_, lockBefore, lock) => {
    expect(planChange([], [], { lock, lockBefore }).refusals).toEqual([]);
  });
});
