import fc from 'fast-check';
import type { PoolSpec } from 'rustfs-constructs';
import { annotationMap, containerSecurity, labelMap, podSecurity } from './arbitrary-parts';

/** Pools that may stand beside each other: names are unique, and each has several drives when there are several. */
export const pools: fc.Arbitrary<PoolSpec[]> = fc
  .uniqueArray(pool(), { minLength: 1, maxLength: 4, selector: ({ name }) => name })
  .map((some) => (some.length === 1 ? some : some.map(withSeveralDrives)));

/** A pool that may stand alone. */
function pool(): fc.Arbitrary<PoolSpec> {
  const identity = fc.record({
    name: fc.stringMatching(/^[a-z0-9]([a-z0-9-]{0,8}[a-z0-9])?$/),
    servers: fc.integer({ min: 1, max: 8 }),
    persistence: persistence(),
  });
  const options = fc.record(
    {
      securityContext: podSecurity,
      containerSecurityContext: containerSecurity,
      nodeSelector: labelMap,
      affinity: fc.constantFrom<NonNullable<PoolSpec['affinity']>[]>(
        {},
        { nodeAffinity: { preferredDuringSchedulingIgnoredDuringExecution: [] } },
        { podAntiAffinity: { requiredDuringSchedulingIgnoredDuringExecution: [{ topologyKey: 'rack' }] } },
      ),
      tolerations: fc.constant([{ key: 'storage', operator: 'Exists', effect: 'NoSchedule' }]),
      topologySpreadConstraints: fc.constant([
        { maxSkew: 1, topologyKey: 'example.com/rack', whenUnsatisfiable: 'ScheduleAnyway' },
      ]),
      resources: fc.constantFrom<NonNullable<PoolSpec['resources']>[]>(
        {},
        { requests: { cpu: '500m', memory: '2Gi' }, limits: { memory: '2Gi' } },
      ),
      priorityClassName: fc.constant('critical'),
    },
    { requiredKeys: [] },
  );
  return fc.tuple(identity, options).map(([known, more]) => ({ ...known, ...more }));
}

function persistence(): fc.Arbitrary<PoolSpec['persistence']> {
  const size = fc.record({ volumesPerServer: fc.integer({ min: 1, max: 4 }) });
  const options = fc.record(
    {
      path: fc.constantFrom('/data', '/data/', '/mnt/rustfs', '/srv/x.y'),
      labels: labelMap,
      annotations: annotationMap,
      volumeClaimTemplate: fc.record({
        accessModes: fc.constant<string[]>(['ReadWriteOnce']),
        resources: fc.constantFrom('10Gi', '1.5Ti', '2e12').map((storage) => ({ requests: { storage } })),
        storageClassName: fc.constantFrom('fast', 'local'),
      }),
    },
    { requiredKeys: [] },
  );
  return fc.tuple(size, options).map(([known, more]) => ({ ...known, ...more }));
}

function withSeveralDrives(one: PoolSpec): PoolSpec {
  const { persistence, servers } = one;
  if (servers > 1 || persistence.volumesPerServer > 1) return one;
  return { ...one, persistence: { ...persistence, volumesPerServer: 2 } };
}
