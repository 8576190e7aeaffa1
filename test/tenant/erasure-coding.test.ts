import type { EnvVar } from 'kubernetes-types/core/v1';
import { layoutOf, type TenantSpec } from 'rustfs-constructs';
import { readCoding } from '../../lib/tenant/erasure-coding';
import { environment, present } from '../support/composed';
import { acme, development } from '../support/specs';

function variables(...names: [name: string, value: string][]): EnvVar[] {
  return names.map(([name, value]) => ({ name, value }));
}

describe('Parity and set size', () => {
  test.each<[title: string, source: Partial<TenantSpec>, coding: object]>([
    ['nothing', {}, {}],
    ['parity', { parity: 3 }, { parity: 3 }],
    [
      'storageClass',
      { storageClass: { standard: 3, reducedRedundancy: 2 } },
      { parity: 3, reducedParity: 2 },
    ],
    ['erasureSetDriveCount', { erasureSetDriveCount: 8 }, { setSize: 8 }],
    [
      'variables',
      {
        env: variables(
          ['RUSTFS_STORAGE_CLASS_STANDARD', 'EC:3'],
          ['RUSTFS_STORAGE_CLASS_RRS', 'EC:2'],
          ['RUSTFS_ERASURE_SET_DRIVE_COUNT', '8'],
        ),
      },
      { parity: 3, reducedParity: 2, setSize: 8 },
    ],
    ['their aliases', { env: variables(['MINIO_STORAGE_CLASS_STANDARD', 'EC:3']) }, { parity: 3 }],
    [
      "RustFS's own name before the alias",
      { env: variables(['RUSTFS_STORAGE_CLASS_STANDARD', 'EC:3'], ['MINIO_STORAGE_CLASS_STANDARD', 'EC:2']) },
      { parity: 3 },
    ],
    ['empty variables', { env: variables(['RUSTFS_STORAGE_CLASS_STANDARD', '']) }, {}],
    ['a set size of 0', { env: variables(['RUSTFS_ERASURE_SET_DRIVE_COUNT', '0']) }, {}],
  ])('are read from %s', (_, source, coding) => {
    expect(readCoding(source)).toMatchObject({ coding, unknown: [], malformed: [], doubled: [] });
    expect(Object.keys(readCoding(source).coding)).toEqual(Object.keys(coding));
  });

  test('become the variables that RustFS reads', () => {
    const spec = { ...acme, erasureSetDriveCount: 8, storageClass: { standard: 3, reducedRedundancy: 2 } };
    expect(environment(spec)).toEqual(
      expect.arrayContaining(
        variables(
          ['RUSTFS_STORAGE_CLASS_STANDARD', 'EC:3'],
          ['RUSTFS_STORAGE_CLASS_RRS', 'EC:2'],
          ['RUSTFS_ERASURE_SET_DRIVE_COUNT', '8'],
        ),
      ),
    );
    expect(environment({ ...acme, parity: 0 })).toContainEqual({
      name: 'RUSTFS_STORAGE_CLASS_STANDARD',
      value: 'EC:0',
    });
    expect(JSON.stringify(environment(acme))).not.toContain('STORAGE_CLASS');
  });
});

describe('The layout of a declaration', () => {
  test('has the bytes of the claims, exactly', () => {
    const { rawBytes, usableBytes } = present(layoutOf(acme));
    expect([rawBytes, usableBytes]).toEqual([160n << 30n, 120n << 30n]);
  });

  test('names the tenant and what its placement rests on', () => {
    const { tenant, pools } = present(layoutOf(acme));
    expect(tenant).toBe('storage/acme');
    expect(pools[0]?.placement.nodes).toEqual({ kind: 'one-each' });
  });

  test('of a lone drive has one set of it', () => {
    expect(present(layoutOf(development)).pools).toMatchObject([{ sets: 1, setSize: 1, parity: 0 }]);
  });

  test('is unknown where only the cluster knows', () => {
    const valueFrom = { secretKeyRef: { name: 'coding', key: 'parity' } };
    expect(
      layoutOf({ ...acme, env: [{ name: 'RUSTFS_STORAGE_CLASS_STANDARD', valueFrom }] }),
    ).toBeUndefined();
  });

  test('is unknown where a variable refers to another, or RustFS would not understand it', () => {
    const unclear = (value: string) => ({ ...acme, env: [{ name: 'RUSTFS_STORAGE_CLASS_STANDARD', value }] });
    expect(layoutOf(unclear('$(OTHER)'))).toBeUndefined();
    expect(layoutOf({ ...unclear('4'), placement: {}, compatibility: 'operator' })).toBeUndefined();
  });

  test('of a refused declaration is an error that lists its problems', () => {
    expect(() => layoutOf({ ...acme, erasureSetDriveCount: 5 })).toThrow('[erasure-set-size]');
  });
});
