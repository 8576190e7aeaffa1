import fc from 'fast-check';
import type { TenantSpec } from 'rustfs-constructs';
import { isRecord } from '../../../lib/is-record';
import { operatorSpecs, productionSpecs } from '../../support/arbitrary';
import type { Answer, Manifest } from '../control-plane/api-server';
import { startControlPlane, type ControlPlane } from '../control-plane/start';
import { makeNamespace } from '../harness/cluster';
import { manifestsOf } from '../harness/objects';
import { bare } from './tenants';

let plane: ControlPlane;

beforeAll(async () => {
  plane = await startControlPlane();
});

afterAll(() => plane.stop());

let spaces = 0;

/** The objects of the declaration, in a namespace of their own. */
async function placed(spec: TenantSpec): Promise<Manifest[]> {
  const namespace = `again-${spaces++}`;
  await makeNamespace(plane.api, namespace);
  return manifestsOf({ ...spec, namespace }).filter(({ kind }) => kind !== 'Certificate');
}

/** How often the server has noted another wish. */
function generationOf({ body }: Answer): unknown {
  return isRecord(body.metadata) ? (body.metadata.generation ?? body.metadata.resourceVersion) : undefined;
}

/** The objects that another apply of the same changes. */
async function changedAgain(objects: readonly Manifest[]): Promise<string[]> {
  const changed: string[] = [];
  for (const object of objects) {
    const [first, again] = [await plane.api.apply(object), await plane.api.apply(object)];
    // What the server refuses is the business of another part.
    if (first.status > 201) continue;
    if (generationOf(first) !== generationOf(again)) changed.push(`${object.kind} ${object.metadata.name}`);
  }
  return changed;
}

describe('Another apply of the same changes nothing', () => {
  test.each([
    ['of the default profile', productionSpecs],
    ['in compatibility mode', operatorSpecs],
  ])('of any declaration %s', async (_, specs) => {
    await fc.assert(
      fc.asyncProperty(specs, async (spec) => {
        expect(await changedAgain(await placed(spec))).toEqual([]);
      }),
      { numRuns: 25, endOnFailure: true },
    );
  });

  const pool = bare('a').pools[0] ?? { name: 'pool-0', servers: 4, persistence: { volumesPerServer: 1 } };
  const term = { topologyKey: 'kubernetes.io/hostname', labelSelector: { matchLabels: { a: 'b' } } };
  const preferred = {
    preferredDuringSchedulingIgnoredDuringExecution: [{ weight: 1, podAffinityTerm: term }],
  };
  const node = {
    preferredDuringSchedulingIgnoredDuringExecution: [
      { weight: 1, preference: { matchExpressions: [{ key: 'a', operator: 'Exists' }] } },
    ],
  };
  const container = { name: 'a', image: 'a:1' };
  const mount = { additionalVolumeMounts: [{ name: 'a', mountPath: '/a' }] };
  const sleep = { preStop: { exec: { command: ['sleep', '3'] } } };

  /** What a tenant had, and what is said in its place so that it says nothing. */
  const emptied: readonly (readonly [title: string, had: Partial<TenantSpec>, has: Partial<TenantSpec>])[] = [
    ['lifecycle', {}, { lifecycle: {} }],
    ['securityContext', { securityContext: { runAsUser: 1000 } }, { securityContext: {} }],
    [
      'containerSecurityContext',
      { containerSecurityContext: { readOnlyRootFilesystem: true } },
      { containerSecurityContext: {} },
    ],
    [
      'capabilities',
      { containerSecurityContext: { capabilities: { add: ['A'] } } },
      { containerSecurityContext: { capabilities: {} } },
    ],
    ['env', { env: [{ name: 'A', value: 'b' }] }, { env: [] }],
    ['value', { env: [{ name: 'A', value: 'b' }] }, { env: [{ name: 'A', value: '' }] }],
    ['podAntiAffinity', {}, { pools: [{ ...pool, affinity: { podAntiAffinity: {} } }] }],
    [
      'podAffinity',
      { pools: [{ ...pool, affinity: { podAffinity: preferred } }] },
      { pools: [{ ...pool, affinity: { podAffinity: {} } }] },
    ],
    [
      'nodeAffinity',
      { pools: [{ ...pool, affinity: { nodeAffinity: node } }] },
      { pools: [{ ...pool, affinity: { nodeAffinity: {} } }] },
    ],
    [
      'affinity',
      { placement: { perNode: 'none' }, pools: [{ ...pool, affinity: { nodeAffinity: node } }] },
      { placement: { perNode: 'none' }, pools: [{ ...pool, affinity: {} }] },
    ],
    [
      'requests and limits',
      { pools: [{ ...pool, resources: { requests: { cpu: '1' }, limits: { cpu: '1' } } }] },
      { pools: [{ ...pool, resources: { requests: {}, limits: {} } }] },
    ],
    [
      'resources',
      { pools: [{ ...pool, resources: { requests: { cpu: '1' } } }] },
      { pools: [{ ...pool, resources: {} }] },
    ],
    [
      'nodeSelector and tolerations',
      { pools: [{ ...pool, nodeSelector: { a: 'b' }, tolerations: [{ key: 'a', operator: 'Exists' }] }] },
      { pools: [{ ...pool, nodeSelector: {}, tolerations: [] }] },
    ],
    [
      'spread',
      {
        pools: [
          {
            ...pool,
            topologySpreadConstraints: [
              { maxSkew: 1, topologyKey: 'a', whenUnsatisfiable: 'ScheduleAnyway' },
            ],
          },
        ],
      },
      { pools: [{ ...pool, topologySpreadConstraints: [] }] },
    ],
    [
      'dnsConfig',
      { pod: { dnsConfig: { options: [{ name: 'ndots', value: '2' }] } } },
      { pod: { dnsConfig: {} } },
    ],
    [
      'dnsConfig.options',
      { pod: { dnsConfig: { options: [{ name: 'ndots', value: '2' }] } } },
      { pod: { dnsConfig: { options: [] } } },
    ],
    [
      'labels and annotations',
      { pod: { annotations: { a: 'b' }, labels: { a: 'b' } } },
      { pod: { annotations: {}, labels: {} } },
    ],
    [
      'lists of a container',
      {
        pod: {
          containers: [{ ...container, env: [{ name: 'A', value: 'b' }], ports: [{ containerPort: 1 }] }],
        },
      },
      { pod: { containers: [{ ...container, env: [], ports: [] }] } },
    ],
    [
      'lifecycle of a container',
      { pod: { containers: [{ ...container, lifecycle: sleep }] } },
      { pod: { containers: [{ ...container, lifecycle: {} }] } },
    ],
    [
      'securityContext of a container',
      { pod: { containers: [{ ...container, securityContext: { runAsUser: 1 } }] } },
      { pod: { containers: [{ ...container, securityContext: {} }] } },
    ],
    [
      'resources of a container',
      { pod: { containers: [{ ...container, resources: { requests: { cpu: '1' } } }] } },
      { pod: { containers: [{ ...container, resources: { requests: {} } }] } },
    ],
    [
      'emptyDir',
      { ...mount, additionalVolumes: [{ name: 'a', emptyDir: { sizeLimit: '1Gi' } }] },
      { ...mount, additionalVolumes: [{ name: 'a', emptyDir: {} }] },
    ],
    ['probes', { probes: { startup: { failureThreshold: 9 } } }, { probes: { startup: {} } }],
    [
      'services',
      { services: { io: { annotations: { a: 'b' }, labels: { a: 'b' } } } },
      { services: { io: { annotations: {}, labels: {} }, console: {} } },
    ],
    [
      'load balancer',
      { services: { io: { type: 'LoadBalancer', loadBalancerSourceRanges: ['10.0.0.0/8'] } } },
      { services: { io: { type: 'LoadBalancer', loadBalancerSourceRanges: [] } } },
    ],
  ];

  test.each(emptied)('of a tenant that had %s, and has it empty', async (_, had, has) => {
    const namespace = `again-${spaces++}`;
    await makeNamespace(plane.api, namespace);
    for (const object of manifestsOf({ ...bare(namespace), ...had })) await plane.api.apply(object);
    expect(await changedAgain(manifestsOf({ ...bare(namespace), ...has }))).toEqual([]);
  });
});
