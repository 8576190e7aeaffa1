import {
  checkAgainstLock,
  composeTenant,
  emptyLock,
  lockWith,
  tenantIdentity,
  type Lock,
  type TenantSpec,
} from 'rustfs-constructs';
import type { TenantIdentity } from '../../lib/change';
import { withForgotten } from '../../lib/change/forget';
import { withRetired } from '../../lib/change/record';
import { present } from '../support/composed';
import { acme, fromChart, pool0, pool1 } from '../support/specs';

function identity(spec: TenantSpec): TenantIdentity {
  return present(tenantIdentity(composeTenant(spec)));
}

function lockOf(...tenants: TenantIdentity[]): Lock {
  return tenants.reduce((lock, tenant) => lockWith(lock, tenant, `${tenant.name}.yaml`), emptyLock);
}

function tenant(name: string, ...pools: string[]): TenantSpec {
  return { ...acme, name, pools: pools.map((pool) => ({ ...pool0, name: pool })) };
}

const findings = (lock: Lock, now: TenantIdentity) =>
  checkAgainstLock(lock, now, `${now.name}.yaml`).map(
    ({ path, code, message }) => `${path} [${code}] ${message}`,
  );

describe('What another tenant of the namespace has is refused', () => {
  test('a StatefulSet: its claims would be those of the other', () => {
    expect(findings(lockOf(identity(tenant('a', 'b-c'))), identity(tenant('a-b', 'c')))).toEqual([
      'pools[0].name [object-taken] The StatefulSet a-b-c belongs to pool "b-c" of storage/a: the two would be one, ' +
        'and "c" would start on the claims of the other.',
    ]);
  });

  test('and so by a pool that joins', () => {
    const lock = lockOf(identity(tenant('a', 'b-c')), identity(tenant('a-b', 'd')));
    expect(findings(lock, identity(tenant('a-b', 'd', 'c')))).toEqual([
      expect.stringMatching(/^pools\[1\]\.name \[object-taken\]/),
    ]);
  });

  test('the StatefulSet of a pool that was retired, whose claims may still be there', () => {
    const lock = withRetired(
      lockOf(identity(tenant('a', 'first', 'b-c'))),
      identity(tenant('a', 'first')),
      'b-c',
      {
        reason: 'old disks',
        date: '2026-11-25',
      },
    );
    expect(findings(lock, identity(tenant('a-b', 'c')))[0]).toContain('which was retired on 2026-11-25');
  });

  test('the claims of a tenant that was forgotten, under a StatefulSet of another name', () => {
    const media = identity(tenant('media', 'a'));
    const lock = withForgotten(lockOf(media), media, { reason: 'moved', date: '2026-11-25' });
    const claims = media.pools.flatMap((pool) => pool.claims.flatMap(({ templates }) => templates));
    const other: TenantIdentity = {
      ...media,
      name: 'neu',
      pools: media.pools.map((pool) => ({
        ...pool,
        statefulSet: 'a',
        service: 'neu-hl',
        claims: pool.claims.map((claim) => ({
          ...claim,
          templates: claims.map((template) => `${template}-media`),
        })),
      })),
    };
    expect(findings(lock, other)[0]).toContain(
      'The PersistentVolumeClaim vol-0-media-a-0 belongs to pool "a"',
    );
  });

  test('the StatefulSet of a tenant that was forgotten', () => {
    const a = identity(tenant('a', 'b-c'));
    const lock = withForgotten(lockOf(a), a, { reason: 'moved', date: '2026-11-25' });
    expect(findings(lock, identity(tenant('a-b', 'c')))[0]).toContain('which was given up on 2026-11-25');
  });

  test('a claim of another StatefulSet', () => {
    const other = identity(tenant('b', 'c'));
    // An adopted tenant brings the names of its claim templates and of its StatefulSet: vol-0-b + c is vol-0 + b-c.
    const adopted = identity(tenant('x', 'y'));
    const [pool] = adopted.pools;
    const [claim] = present(pool).claims;
    const taking: TenantIdentity = {
      ...adopted,
      pools: [
        { ...present(pool), statefulSet: 'c', claims: [{ ...present(claim), templates: ['vol-0-b'] }] },
      ],
    };
    expect(findings(lockOf(other), taking)).toEqual([
      expect.stringContaining(
        '[object-taken] The PersistentVolumeClaim vol-0-b-c-0 belongs to pool "c" of storage/b',
      ),
    ]);
  });

  test('a headless Service, once however many pools are behind it', () => {
    const adopted: TenantSpec = {
      ...fromChart,
      adopted: { ...present(fromChart.adopted), headlessService: 'acme-hl' },
    };
    const found = findings(lockOf(identity(adopted)), identity({ ...acme, pools: [pool0, pool1] }));
    expect(found).toEqual([
      expect.stringContaining('name [object-taken] The Service acme-hl belongs to pool'),
    ]);
  });

  test('of a tenant that it takes the place of as well', () => {
    const other = identity(tenant('a-b', 'c'));
    const codes = checkAgainstLock(lockOf(identity(tenant('a', 'b-c'))), other, 'a.yaml').map(
      ({ code }) => code,
    );
    expect(codes).toEqual(['tenant-renamed', 'object-taken']);
  });

  test('also where a merge has put both into the lock', () => {
    const [one, two] = [identity(tenant('a', 'b-c')), identity(tenant('a-b', 'c'))];
    const lock = lockOf(one, two);
    expect([...findings(lock, one), ...findings(lock, two)]).toEqual([
      expect.stringContaining('belongs to pool "c" of storage/a-b'),
      expect.stringContaining('belongs to pool "b-c" of storage/a'),
    ]);
  });
});

describe('What is the tenant’s own is not', () => {
  const a = identity(tenant('a', 'b-c'));

  test('another namespace', () => {
    expect(findings(lockOf(a), identity({ ...tenant('a-b', 'c'), namespace: 'elsewhere' }))).toEqual([]);
  });

  test('its own pools', () => {
    expect(findings(lockOf(a), a)).toEqual([]);
  });

  test('a pool that it has had for longer than another has it as retired', () => {
    const both = lockOf(identity(tenant('a', 'first', 'b-c')), identity(tenant('a-b', 'c')));
    const lock = withRetired(both, a, 'b-c', { reason: 'it was never made', date: '2026-11-25' });
    expect(findings(lock, identity(tenant('a-b', 'c')))).toEqual([]);
  });
});
