import { composeTenant, type TenantSpec } from 'rustfs-constructs';
import { clashOf, recordOwner, type ObjectOwners } from '../../lib/objects/clashes';
import { fromChart, fromChartWithPool, pool0, acme } from '../support/specs';

/** What is found of the second of two tenants that are declared together. */
function clash(first: TenantSpec, second: TenantSpec): string | undefined {
  const owners: ObjectOwners = new Map();
  recordOwner(owners, { tenant: 'storage/first', place: 'first.yaml' }, composeTenant(first));
  return clashOf(owners, { tenant: 'storage/second', place: 'second.yaml' }, composeTenant(second))?.message;
}

const tenant = (name: string, pool: string): TenantSpec => ({
  ...acme,
  name,
  pools: [{ ...pool0, name: pool }],
});

describe('Two tenants that are declared together', () => {
  test('do not make one StatefulSet', () => {
    expect(clash(tenant('a', 'b-c'), tenant('a-b', 'c'))).toContain(
      'StatefulSet storage/a-b-c is made by tenant',
    );
  });

  test('do not make one claim by StatefulSets of different names', () => {
    // Template vol-0-acme of StatefulSet pool-0, and template vol-0 of StatefulSet acme-pool-0.
    const claimNames = ['vol-0-acme', 'vol-1-acme', 'vol-2-acme', 'vol-3-acme'];
    const adopted = fromChartWithPool({ statefulSet: 'pool-0', claimNames });
    expect(clash(acme, adopted)).toContain(
      'PersistentVolumeClaim storage/vol-3-acme-pool-0-0 is made by tenant',
    );
  });

  test('may stand beside each other', () => {
    expect(clash(acme, fromChart)).toBeUndefined();
    expect(clash(acme, { ...acme, namespace: 'elsewhere' })).toBeUndefined();
  });
});
