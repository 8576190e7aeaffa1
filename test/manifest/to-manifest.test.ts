import fc from 'fast-check';
import {
  composeTenant,
  parseTenants,
  TenantError,
  toTenantManifest,
  toYaml,
  type ParseOptions,
  type TenantSpec,
} from 'rustfs-constructs';
import { defined } from '../../lib/defined';
import { operatorSpecs, tenantSpecs } from '../support/arbitrary';
import { present } from '../support/composed';
import { acme, acmeTls, asOperator, development, pool0 } from '../support/specs';

function manifestText(spec: TenantSpec): string {
  return toYaml([toTenantManifest(spec).manifest]);
}

/** What the custom resource cannot say, whoever reads it has to say again. */
function readersOptions({ clusterDomain, compatibility }: TenantSpec): ParseOptions {
  return defined({ clusterDomain, compatibility });
}

/** What compatibility mode has and the Tenant of the operator 0.1.0 has not. */
const beyondReleased = ['clusterDomain', 'additionalVolumes', 'additionalVolumeMounts'];

describe('the Tenant manifest of a declaration', () => {
  test('is the custom resource: metadata and spec', () => {
    const labelled = { ...acme, labels: { team: 'media' }, annotations: { note: 'ours' }, placement: {} };
    expect(toTenantManifest(asOperator(labelled))).toEqual({
      manifest: {
        apiVersion: 'rustfs.com/v1alpha1',
        kind: 'Tenant',
        metadata: {
          name: 'acme',
          namespace: 'storage',
          labels: { team: 'media' },
          annotations: { note: 'ours' },
        },
        spec: {
          pools: [pool0],
          credsSecret: { name: 'acme-root' },
          rpcSecret: { name: 'acme-rpc', key: 'secret' },
        },
      },
      warnings: [],
    });
  });

  test("carries what the default profile does otherwise than the operator's defaults", () => {
    const { spec } = toTenantManifest(acme).manifest;
    expect(spec.image).toBe('rustfs/rustfs:1.0.0');
    expect(spec.pools[0]?.affinity?.podAntiAffinity).toHaveProperty(
      'requiredDuringSchedulingIgnoredDuringExecution',
    );
  });

  test('reads back as the same declaration, whatever of the custom resource it says', () => {
    fc.assert(
      fc.property(operatorSpecs, (spec) => {
        const { manifest, warnings } = toTenantManifest(spec);
        expect(warnings.filter(({ path }) => !beyondReleased.includes(path))).toEqual([]);
        const { tenants } = parseTenants(toYaml([manifest]), readersOptions(spec));
        expect(tenants.map((tenant) => composeTenant(tenant.spec))).toEqual([composeTenant(spec)]);
      }),
    );
  });

  test('reads back as what has the same manifest, in both profiles', () => {
    fc.assert(
      fc.property(tenantSpecs, (spec) => {
        const text = manifestText(spec);
        const alone = spec.placement?.perNode === 'none' && ({ placement: { perNode: 'none' } } as const);
        const [read] = parseTenants(text, readersOptions(spec)).tenants;
        expect(manifestText({ ...present(read).spec, ...alone })).toBe(text);
      }),
      { numRuns: 50 },
    );
  });

  test('carries placement in the words of each pool', () => {
    const placement = { perNode: 'preferred', failureDomain: { topologyKey: 'zone', count: 3 } } as const;
    const { manifest, warnings } = toTenantManifest({ ...acme, placement });
    const selector = { matchLabels: { 'rustfs.tenant': 'acme', 'rustfs.pool': 'pool-0' } };
    expect(warnings).toEqual([]);
    expect(manifest.spec.pools[0]?.topologySpreadConstraints).toEqual([
      {
        maxSkew: 1,
        minDomains: 3,
        topologyKey: 'zone',
        whenUnsatisfiable: 'DoNotSchedule',
        labelSelector: selector,
      },
    ]);
    expect(manifest.spec.pools[0]?.affinity?.podAntiAffinity).toEqual({
      preferredDuringSchedulingIgnoredDuringExecution: [
        { weight: 100, podAffinityTerm: { labelSelector: selector, topologyKey: 'kubernetes.io/hostname' } },
      ],
    });
  });

  test('carries in env what is only environment, before the own variables', () => {
    const { manifest } = toTenantManifest({
      ...acme,
      placement: { drives: 'shared' },
      pod: { endpointAnchor: true },
      env: [{ name: 'RUST_LOG', value: 'info' }],
    });
    expect(manifest.spec.env).toEqual([
      { name: 'TENANT_POD_NAME', valueFrom: { fieldRef: { fieldPath: 'metadata.name' } } },
      { name: 'RUSTFS_LOCAL_ENDPOINT_HOST', value: '$(TENANT_POD_NAME).acme-hl.storage.svc.cluster.local' },
      { name: 'RUSTFS_STARTUP_TOPOLOGY_WAIT_MODE', value: 'orchestrated' },
      { name: 'RUSTFS_UNSAFE_BYPASS_DISK_CHECK', value: 'true' },
      { name: 'RUST_LOG', value: 'info' },
    ]);
  });

  test('does not change the declaration', () => {
    const spec = structuredClone(acme);
    toTenantManifest(spec);
    expect(spec).toEqual(acme);
  });

  test('carries further volumes, and names the operator that would not take them', () => {
    const own = {
      additionalVolumes: [{ name: 'geo', configMap: { name: 'geo' } }],
      additionalVolumeMounts: [{ name: 'geo', mountPath: '/srv/geo' }],
    };
    const { manifest, warnings } = toTenantManifest({ ...acme, ...own });
    expect(manifest.spec).toMatchObject(own);
    expect(warnings.map(({ path, code }) => [path, code])).toEqual([
      ['additionalVolumes', 'manifest-loss'],
      ['additionalVolumeMounts', 'manifest-loss'],
    ]);
    expect(warnings.every(({ message }) => message.includes('operator 0.1.0'))).toBe(true);
    expect(toTenantManifest({ ...acme, additionalVolumes: [] }).warnings).toEqual([]);
  });

  const lossy: [path: string, change: Partial<TenantSpec>][] = [
    ['clusterDomain', { clusterDomain: 'example.org' }],
    ['probes', { probes: { liveness: { failureThreshold: 9 } } }],
    ['services', { services: { io: { type: 'LoadBalancer' } } }],
    ['pod.entrypoint', { pod: { entrypoint: 'binary' } }],
    ['pod.terminationGracePeriodSeconds', { pod: { terminationGracePeriodSeconds: 90 } }],
    ['pod.minReadySeconds', { pod: { minReadySeconds: 30 } }],
    ['pod.scratchSize', { pod: { scratchSize: '2Gi' } }],
    ['claimRetention', { claimRetention: { whenDeleted: 'Delete' } }],
    ['pod.labels', { pod: { labels: { team: 'us' } } }],
    ['pod.hostUsers', { pod: { hostUsers: false } }],
    ['pod.containers', { pod: { containers: [{ name: 'a', image: 'b' }] } }],
    ['tls.wildcardDnsName', { tls: { ...acmeTls.tls, wildcardDnsName: true } }],
    ['tls.rotationStrategy', { tls: { ...acmeTls.tls, rotationStrategy: 'HotReload' } }],
    ['managedBy', { managedBy: 'us' }],
    ['pools[0].updatePartition', { pools: [{ ...pool0, updatePartition: 2 }] }],
  ];
  test.each(lossy)('warns that %s is lost', (path, change) => {
    const { warnings } = toTenantManifest({ ...acme, ...change });
    expect(warnings.map((problem) => [problem.path, problem.code, problem.severity])).toEqual([
      [path, 'manifest-loss', 'warning'],
    ]);
  });

  test('warns that development credentials are lost', () => {
    expect(toTenantManifest(development).warnings.map(({ path }) => path)).toEqual([
      'developmentCredentials',
    ]);
  });

  test('says nothing of fields that ask for what the operator does anyway', () => {
    const same: Partial<TenantSpec> = {
      claimRetention: { whenDeleted: 'Retain' },
      pod: { entrypoint: 'image' },
    };
    expect(toTenantManifest({ ...acme, ...same }).warnings).toEqual([]);
  });

  test('warns of what the operator would turn away', () => {
    const { warnings } = toTenantManifest({ ...acme, image: 'registry.example.org/rustfs:1.0.0' });
    expect(warnings.map(({ code, severity }) => [code, severity])).toEqual([['image-unverified', 'warning']]);
  });

  test('is refused where the declaration is', () => {
    expect(() => toTenantManifest({ ...acme, pools: [] })).toThrow(TenantError);
  });
});
