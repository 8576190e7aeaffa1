import { checkTenant, type TenantSpec } from 'rustfs-constructs';
import { finding } from '../support/breaches';
import { acmeWithPool, asOperator } from '../support/specs';

/** `acme` under a tenant name and a pool name of these lengths, with ten servers. */
function named(tenant: number, pool: number): TenantSpec {
  return { ...acmeWithPool({ name: 'p'.repeat(pool), servers: 10 }), name: 't'.repeat(tenant) };
}

describe('The lengths of names', () => {
  test.each<[what: string, tenant: number, pool: number, findings: string[]]>([
    ['a StatefulSet of 52 characters', 40, 11, []],
    ['a StatefulSet of 53', 40, 12, ['error pools[0].name [stateful-set-name-length]']],
    ['pods of 63', 40, 20, ['error pools[0].name [stateful-set-name-length]']],
    ['pods of 64', 40, 21, ['error pools[0].name [peer-name-length]']],
    ['a pool name of 63', 4, 63, ['error pools[0].name [peer-name-length]']],
    [
      'a pool name of 64',
      4,
      64,
      ['error pools[0].name [peer-name-length]', 'error pools[0].name [pool-name]'],
    ],
    ['a tenant name of 55', 55, 1, ['error pools[0].name [stateful-set-name-length]']],
    [
      'a tenant name of 56',
      56,
      1,
      ['error name [tenant-name]', 'error pools[0].name [stateful-set-name-length]'],
    ],
  ])('%s', (_, tenant, pool, findings) => {
    expect(checkTenant(named(tenant, pool)).map(finding)).toEqual(findings);
  });

  test.each([
    ['55 characters of a tenant', 55, 1, true],
    ['56 characters of a tenant', 56, 1, false],
    ['63 characters of a pod', 40, 20, true],
    ['64 characters of a pod', 40, 21, false],
  ])('that the operator runs: %s', (_, tenant, pool, runs) => {
    const problems = checkTenant(asOperator(named(tenant, pool)));
    expect(problems.every(({ severity }) => severity === 'warning')).toBe(runs);
  });

  test('count the ordinal of the last pod', () => {
    const eleven = { ...acmeWithPool({ name: 'p'.repeat(20), servers: 11 }), name: 't'.repeat(40) };
    expect(checkTenant(eleven).map(finding)).toEqual(['error pools[0].name [peer-name-length]']);
  });
});
