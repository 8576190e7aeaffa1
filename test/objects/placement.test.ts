import { podSpec } from '../support/composed';
import { acme, acmeWithPool, asOperator, pool0 } from '../support/specs';

const otherServers = {
  labelSelector: { matchLabels: { 'rustfs.tenant': 'acme', 'rustfs.pool': 'pool-0' } },
  topologyKey: 'kubernetes.io/hostname',
};

const nodeAffinity = { preferredDuringSchedulingIgnoredDuringExecution: [] };

describe('Servers of a pool', () => {
  test('never share a node by default', () => {
    expect(podSpec(acme).affinity).toEqual({
      podAntiAffinity: { requiredDuringSchedulingIgnoredDuringExecution: [otherServers] },
    });
  });

  test('avoid sharing a node with placement.perNode: preferred', () => {
    const weighted = { weight: 100, podAffinityTerm: otherServers };
    expect(podSpec({ ...acme, placement: { perNode: 'preferred' } }).affinity).toEqual({
      podAntiAffinity: { preferredDuringSchedulingIgnoredDuringExecution: [weighted] },
    });
  });

  test.each([
    ['placement.perNode: none', { ...acme, placement: { perNode: 'none' } } as const],
    ['a single server', acmeWithPool({ servers: 1 })],
    ['compatibility mode', asOperator(acme)],
  ])('may run anywhere with %s', (_, spec) => {
    expect(podSpec(spec)).not.toHaveProperty('affinity');
  });

  test('keep the other affinity of their pool', () => {
    expect(podSpec(acmeWithPool({ affinity: { nodeAffinity } })).affinity).toEqual({
      nodeAffinity,
      podAntiAffinity: { requiredDuringSchedulingIgnoredDuringExecution: [otherServers] },
    });
  });

  test('have only the podAntiAffinity of their pool when there is one', () => {
    const affinity = { nodeAffinity, podAntiAffinity: {} };
    expect(podSpec(acmeWithPool({ affinity })).affinity).toEqual({ nodeAffinity });
  });

  test('of one pool may share a node with those of another', () => {
    const second = { ...acme, pools: [pool0, { ...pool0, name: 'pool-1' }] };
    const [term] =
      podSpec(second, 1).affinity?.podAntiAffinity?.requiredDuringSchedulingIgnoredDuringExecution ?? [];
    expect(term?.labelSelector?.matchLabels).toEqual({ 'rustfs.tenant': 'acme', 'rustfs.pool': 'pool-1' });
  });
});

describe('Failure domains', () => {
  const failureDomain = { topologyKey: 'topology.kubernetes.io/zone', count: 3 };
  const spread = {
    maxSkew: 1,
    minDomains: 3,
    topologyKey: 'topology.kubernetes.io/zone',
    whenUnsatisfiable: 'DoNotSchedule',
    labelSelector: { matchLabels: { 'rustfs.tenant': 'acme', 'rustfs.pool': 'pool-0' } },
  };

  test('spread the servers of each pool over as many domains as there are', () => {
    expect(podSpec({ ...acme, placement: { failureDomain } }).topologySpreadConstraints).toEqual([spread]);
  });

  test('come after the constraints of the pool', () => {
    const own = { maxSkew: 2, topologyKey: 'rack', whenUnsatisfiable: 'ScheduleAnyway' };
    const spec = { ...acmeWithPool({ topologySpreadConstraints: [own] }), placement: { failureDomain } };
    expect(podSpec(spec).topologySpreadConstraints).toEqual([own, spread]);
  });

  test('are not said by default', () => {
    expect(podSpec(acme)).not.toHaveProperty('topologySpreadConstraints');
  });
});
