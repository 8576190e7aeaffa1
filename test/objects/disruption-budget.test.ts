import { composeTenant, type TenantSpec } from 'rustfs-constructs';
import { acme, acmeWithPool, asOperator, pool0, pool1, twoPools } from '../support/specs';

function budgets(spec: TenantSpec) {
  return composeTenant(spec).filter((object) => object.kind === 'PodDisruptionBudget');
}

describe('A disruption budget', () => {
  test('lets a drain take one server of a pool at a time', () => {
    expect(budgets(acme)).toEqual([
      {
        apiVersion: 'policy/v1',
        kind: 'PodDisruptionBudget',
        metadata: {
          name: 'acme-pool-0',
          namespace: 'storage',
          labels: {
            'app.kubernetes.io/component': 'storage',
            'app.kubernetes.io/instance': 'acme',
            'app.kubernetes.io/managed-by': 'rustfs-constructs',
            'app.kubernetes.io/name': 'rustfs',
            'rustfs.pool': 'pool-0',
            'rustfs.tenant': 'acme',
          },
        },
        spec: {
          maxUnavailable: 1,
          unhealthyPodEvictionPolicy: 'IfHealthyBudget',
          selector: { matchLabels: { 'rustfs.tenant': 'acme', 'rustfs.pool': 'pool-0' } },
        },
      },
    ]);
  });

  test('is made for each pool, as each has its own sets', () => {
    expect(budgets(twoPools).map(({ metadata }) => metadata.name)).toEqual(['acme-pool-0', 'acme-pool-1']);
  });

  test('is not made for a pool that cannot spare a server: it would block every drain', () => {
    const pools = [{ ...pool0, servers: 2 }, pool1];
    expect(budgets({ ...acme, pools }).map(({ metadata }) => metadata.name)).toEqual(['acme-pool-1']);
    expect(budgets(acmeWithPool({ servers: 1 }))).toEqual([]);
  });

  test('may be wider, up to what the pool can spare', () => {
    const wide = { ...acmeWithPool({ servers: 8 }), disruptionBudget: { maxUnavailable: 2 } };
    expect(budgets(wide)[0]?.spec?.maxUnavailable).toBe(2);
    expect(() => composeTenant({ ...wide, disruptionBudget: { maxUnavailable: 3 } })).toThrow(
      'Give at most 2.',
    );
  });

  test('may let unready pods be evicted', () => {
    const disruptionBudget = { unhealthyPodEvictionPolicy: 'AlwaysAllow' } as const;
    expect(budgets({ ...acme, disruptionBudget })[0]?.spec?.unhealthyPodEvictionPolicy).toBe('AlwaysAllow');
  });

  test('can be switched off, and is no matter of the operator', () => {
    expect(budgets({ ...acme, disruptionBudget: { enabled: false } })).toEqual([]);
    expect(budgets(asOperator(acme))).toEqual([]);
  });

  test('is not made where nobody can know what the pool spares', () => {
    const valueFrom = { secretKeyRef: { name: 'coding', key: 'parity' } };
    expect(budgets({ ...acme, env: [{ name: 'RUSTFS_STORAGE_CLASS_STANDARD', valueFrom }] })).toEqual([]);
  });
});
