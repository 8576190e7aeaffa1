import { commonLabels, poolLabels, poolSelector, tenantSelector } from '../../lib/tenant/labels';
import { isQualifiedName } from '../../lib/tenant/rules/labels';

describe('Labels', () => {
  const common = {
    'app.kubernetes.io/name': 'rustfs',
    'app.kubernetes.io/instance': 'acme',
    'app.kubernetes.io/managed-by': 'rustfs-operator',
    'rustfs.tenant': 'acme',
  };

  test('of every object tell the tenant and who manages it', () => {
    expect(commonLabels('acme', 'rustfs-operator')).toEqual(common);
  });

  test('of a pool also tell the pool', () => {
    expect(poolLabels('acme', 'pool-0', 'rustfs-operator')).toEqual({
      ...common,
      'rustfs.pool': 'pool-0',
      'app.kubernetes.io/component': 'storage',
    });
  });
});

describe('Selectors', () => {
  test('of Services span all pools', () => {
    expect(tenantSelector({ name: 'acme' })).toEqual({ 'rustfs.tenant': 'acme' });
  });

  test('of a StatefulSet take one pool, and nothing that may ever change', () => {
    expect(poolSelector('acme', 'pool-0')).toEqual({ 'rustfs.tenant': 'acme', 'rustfs.pool': 'pool-0' });
  });
});

describe('The key of a label', () => {
  test.each([
    ['team', true],
    ['a', true],
    ['A.b_c-d', true],
    ['example.com/team', true],
    ['x'.repeat(63), true],
    ['x'.repeat(64), false],
    [`${'x'.repeat(253)}/team`, true],
    [`${'x'.repeat(254)}/team`, false],
    ['', false],
    ['-team', false],
    ['team-', false],
    ['a b', false],
    ['a/b/c', false],
    ['/team', false],
    ['example.com/', false],
    ['Example.com/team', false],
    ['example..com/team', false],
    ['example.-com/team', false],
  ])('may it be %j? %s', (key, expected) => {
    expect(isQualifiedName(key)).toBe(expected);
  });
});
