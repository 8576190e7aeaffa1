import type { TopologySpreadConstraint } from 'kubernetes-types/core/v1';
import type { PoolSpec, TenantSpec } from 'rustfs-constructs';
import { poolGuarantees } from '../../lib/tenant/guarantees';
import { acme, asOperator, pool0 } from '../support/specs';

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
    expect(nodesWith({ namespaceSelector: {} })).toBe('anywhere');
    expect(nodesWith({ matchLabelKeys: ['statefulset.kubernetes.io/pod-name'] })).toBe('anywhere');
    expect(nodesWith({ labelSelector: { matchLabels: { 'rustfs.pool': 'pool-1' } } })).toBe('anywhere');
  });

  test('while one that takes more pods than those of the pool holds all the more', () => {
    expect(nodesWith({ labelSelector: ofTheTenant })).toBe('one-each');
    expect(nodesWith({ labelSelector: {} })).toBe('one-each');
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
