import fc from 'fast-check';
import type { TopologySpreadConstraint } from 'kubernetes-types/core/v1';
import type { PoolSpec, TenantSpec } from 'rustfs-constructs';
import { poolGuarantees } from '../../lib/tenant/guarantees';
import { acme, asOperator, pool0, twoPools } from '../support/specs';

const zone = 'topology.kubernetes.io/zone';
const host = 'kubernetes.io/hostname';
const ofThisPool = { matchLabels: { 'rustfs.tenant': 'acme', 'rustfs.pool': 'pool-0' } };
const ofTheTenant = { matchLabels: { 'rustfs.tenant': 'acme' } };

const spread: TopologySpreadConstraint = {
  maxSkew: 1,
  minDomains: 3,
  topologyKey: zone,
  whenUnsatisfiable: 'DoNotSchedule',
  labelSelector: ofThisPool,
};

function placementOf(spec: Partial<TenantSpec>, pool: Partial<PoolSpec> = {}) {
  return poolGuarantees({ ...acme, ...spec }, { ...pool0, ...pool }).placement;
}

function certaintyOf(spec: Partial<TenantSpec>, pool: Partial<PoolSpec> = {}): boolean[] {
  return poolGuarantees({ ...acme, ...spec }, { ...pool0, ...pool }).statements.map(
    ({ isCertain }) => isCertain,
  );
}

describe('What is certain about placement', () => {
  test('is one server per node by default, and nothing where the operator decides', () => {
    expect(placementOf({}).nodes).toEqual({ kind: 'one-each' });
    expect(placementOf(asOperator(acme)).nodes).toEqual({ kind: 'anywhere' });
    expect(poolGuarantees(asOperator(acme), pool0).statements).toEqual([]);
  });

  test('is an even spread over failure domains', () => {
    const failureDomain = { topologyKey: zone, count: 3 };
    expect(placementOf({ placement: { failureDomain } }).domains[zone]).toEqual({
      kind: 'even',
      domains: 3,
      maxSkew: 1,
    });
  });

  test("is a pool's own constraint, when it is enforced, counts domains and selects this pool", () => {
    const own = (change: object) =>
      placementOf({}, { topologySpreadConstraints: [{ ...spread, ...change }] }).domains[zone];
    expect(own({ maxSkew: 2 })).toEqual({ kind: 'even', domains: 3, maxSkew: 2 });
    expect(own({ whenUnsatisfiable: 'ScheduleAnyway' })).toBeUndefined();
    expect(own({ labelSelector: ofTheTenant })).toBeUndefined();
    const { minDomains, ...uncounted } = spread;
    expect(placementOf({}, { topologySpreadConstraints: [uncounted] }).domains[zone]).toBeUndefined();
  });

  test("is a pool's own anti-affinity, when it is required and selects this pool", () => {
    const term = { labelSelector: ofThisPool, topologyKey: zone };
    const required = { requiredDuringSchedulingIgnoredDuringExecution: [term] };
    expect(placementOf({}, { affinity: { podAntiAffinity: required } })).toEqual({
      // A node lies in one zone.
      nodes: { kind: 'one-each' },
      domains: { [zone]: { kind: 'one-each' } },
    });
    const expression = { key: 'rustfs.pool', operator: 'In', values: ['pool-0'] };
    const tenant = { key: 'rustfs.tenant', operator: 'In', values: ['acme'] };
    const byExpression = { labelSelector: { matchExpressions: [tenant, expression] }, topologyKey: host };
    expect(
      placementOf(
        {},
        {
          affinity: { podAntiAffinity: { requiredDuringSchedulingIgnoredDuringExecution: [byExpression] } },
        },
      ).nodes,
    ).toEqual({ kind: 'one-each' });
  });
});

describe('What looks like a guarantee and is none', () => {
  const term = { labelSelector: ofThisPool, topologyKey: host };

  function nodesWith(change: object) {
    const required = [{ ...term, ...change }];
    return placementOf(
      {},
      {
        affinity: { podAntiAffinity: { requiredDuringSchedulingIgnoredDuringExecution: required } },
      },
    ).nodes.kind;
  }

  test('is a term that looks at other namespaces, or at each pod by itself', () => {
    expect(nodesWith({})).toBe('one-each');
    expect(nodesWith({ namespaces: ['storage'] })).toBe('one-each');
    expect(nodesWith({ namespaces: ['other'] })).toBe('anywhere');
    expect(nodesWith({ namespaceSelector: { matchLabels: { team: 'media' } } })).toBe('anywhere');
    const itsName = (name: string) => ({ matchLabels: { 'kubernetes.io/metadata.name': name } });
    expect(nodesWith({ namespaceSelector: itsName('other') })).toBe('anywhere');
    expect(nodesWith({ namespaceSelector: itsName('storage') })).toBe('one-each');
    expect(nodesWith({ mismatchLabelKeys: ['rustfs.pool'] })).toBe('anywhere');
    expect(nodesWith({ mismatchLabelKeys: ['team'] })).toBe('one-each');
    expect(nodesWith({ matchLabelKeys: ['controller-revision-hash'] })).toBe('anywhere');
    expect(nodesWith({ matchLabelKeys: ['rustfs.pool'], labelSelector: ofTheTenant })).toBe('one-each');
    expect(nodesWith({ matchLabelKeys: ['statefulset.kubernetes.io/pod-name'] })).toBe('anywhere');
    expect(nodesWith({ labelSelector: { matchLabels: { 'rustfs.pool': 'pool-1' } } })).toBe('anywhere');
  });

  test('while one that takes more pods than those of the pool holds all the more', () => {
    expect(nodesWith({ labelSelector: ofTheTenant })).toBe('one-each');
    expect(nodesWith({ labelSelector: {} })).toBe('one-each');
    expect(nodesWith({ namespaceSelector: {} })).toBe('one-each');
    expect(nodesWith({ namespaces: ['other', 'storage'] })).toBe('one-each');
  });

  test('is a spread that counts each pod by itself, or is content with one domain', () => {
    const own = (change: object) =>
      placementOf({}, { topologySpreadConstraints: [{ ...spread, ...change }] }).domains[zone];
    expect(own({ matchLabelKeys: ['statefulset.kubernetes.io/pod-name'] })).toBeUndefined();
    expect(own({ minDomains: 1 })).toBeUndefined();
  });
});

describe('What is only hoped for', () => {
  test('is what the scheduler prefers', () => {
    expect(certaintyOf({ placement: { perNode: 'preferred' } })).toEqual([false]);
    expect(
      certaintyOf({}, { topologySpreadConstraints: [{ ...spread, whenUnsatisfiable: 'ScheduleAnyway' }] }),
    ).toEqual([true, false]);
    const preferred = { weight: 1, podAffinityTerm: { labelSelector: ofThisPool, topologyKey: host } };
    const podAntiAffinity = { preferredDuringSchedulingIgnoredDuringExecution: [preferred] };
    expect(certaintyOf({}, { affinity: { podAntiAffinity } })).toEqual([false]);
  });

  test('is a spread that does not count its domains', () => {
    const { minDomains, ...uncounted } = spread;
    const { statements } = poolGuarantees(acme, { ...pool0, topologySpreadConstraints: [uncounted] });
    expect(statements.at(-1)?.text).toBe(`even over as many ${zone} as there happen to be, which may be one`);
  });
});

describe('A spread is certain for a pool only when it counts that pool alone', () => {
  const tenant = { key: 'rustfs.tenant', operator: 'In', values: ['acme'] };
  const pool = (operator: string, values?: string[]) => ({
    key: 'rustfs.pool',
    operator,
    ...(values && { values }),
  });
  const certain = (constraint: object, spec: TenantSpec = twoPools) => {
    const topologySpreadConstraints = [{ ...spread, ...constraint }];
    return (
      poolGuarantees(spec, { ...pool0, topologySpreadConstraints }).placement.domains[zone] !== undefined
    );
  };
  const by = (...matchExpressions: object[]) => ({ labelSelector: { matchExpressions } });

  test.each([
    ['its name and the tenant', by(tenant, pool('In', ['pool-0']))],
    ['a list in which only its name is a pool', by(tenant, pool('In', ['pool-0', 'pool-7']))],
    ['any pool but the others', by(tenant, pool('Exists'), pool('NotIn', ['pool-1']))],
    [
      'the tenant and the own value of the key',
      { labelSelector: ofTheTenant, matchLabelKeys: ['rustfs.pool'] },
    ],
    ['its name, and a key that no server has', { matchLabelKeys: ['team'] }],
    [
      'its name, and no label that it lacks',
      by(tenant, pool('In', ['pool-0']), { key: 'team', operator: 'DoesNotExist' }),
    ],
    ['its name, with the taints that Kubernetes ignores anyway', { nodeTaintsPolicy: 'Ignore' }],
  ])('as by %s', (_, constraint) => {
    expect(certain(constraint)).toBe(true);
  });

  test.each([
    ['all pools, for each has the label', by(tenant, pool('Exists'))],
    ['a list with another pool', by(tenant, pool('In', ['pool-0', 'pool-1']))],
    ['what lacks the label as well', by(tenant, pool('NotIn', ['pool-1']))],
    ['another pool', by(tenant, pool('In', ['pool-1']))],
    ['no pool', by(tenant, pool('DoesNotExist'))],
    ['other tenants too', by(pool('In', ['pool-0']))],
    ['tenants of a list', by({ ...tenant, values: ['acme', 'other'] }, pool('In', ['pool-0']))],
    ['every tenant', by({ ...tenant, operator: 'Exists' }, pool('In', ['pool-0']))],
    ['nothing at all: an empty selector counts no pod', { labelSelector: {} }],
    ['nothing at all: there is no selector', { labelSelector: undefined }],
    [
      'servers with a label that it lacks',
      by(tenant, pool('In', ['pool-0']), { key: 'team', operator: 'Exists' }),
    ],
    ['servers of the same revision only', { matchLabelKeys: ['controller-revision-hash'] }],
    ['each server by itself', { matchLabelKeys: ['apps.kubernetes.io/pod-index'] }],
    ['no server on a node that is cordoned', { nodeTaintsPolicy: 'Honor' }],
  ])('and is not where it counts %s', (_, constraint) => {
    expect(certain(constraint)).toBe(false);
  });

  test('whatever a selector says: it takes every server of the pool, and no other pod that there is', () => {
    const operators = fc.constantFrom('In', 'NotIn', 'Exists', 'DoesNotExist');
    const requirement = fc.record({
      key: fc.constantFrom('rustfs.tenant', 'rustfs.pool', 'team'),
      operator: operators,
      values: fc.subarray(['acme', 'other', 'pool-0', 'pool-1', 'media'], { minLength: 1 }),
    });
    // Of what there may be in the namespace: servers of both pools, of another tenant, and other pods.
    const servers = { 'rustfs.tenant': 'acme', 'rustfs.pool': 'pool-0' };
    const others: Record<string, string>[] = [
      { ...servers, 'rustfs.pool': 'pool-1' },
      { ...servers, 'rustfs.tenant': 'other' },
      { 'rustfs.tenant': 'acme' },
      { team: 'media' },
      {},
    ];
    const meets = (
      labels: Record<string, string>,
      { key, operator, values }: { key: string; operator: string; values: string[] },
    ) => {
      const value = labels[key];
      if (operator === 'Exists') return value !== undefined;
      if (operator === 'DoesNotExist') return value === undefined;
      const isListed = value !== undefined && values.includes(value);
      return operator === 'In' ? isListed : !isListed;
    };
    fc.assert(
      fc.property(fc.array(requirement, { minLength: 1, maxLength: 4 }), (matchExpressions) => {
        const isTaken = (labels: Record<string, string>) =>
          matchExpressions.every((each) => meets(labels, each));
        const isExact = isTaken(servers) && !others.some(isTaken);
        if (certain(by(...matchExpressions))) expect(isExact).toBe(true);
        // Nothing certain is overlooked where the tenant is named alone.
        else if (isExact) expect(matchExpressions).not.toContainEqual(tenant);
      }),
      { numRuns: 500 },
    );
  });
});
