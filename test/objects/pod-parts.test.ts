import type { TenantSpec } from 'rustfs-constructs';
import { container, podSpec, podTemplate, service } from '../support/composed';
import { acme, acmeTls, asOperator } from '../support/specs';

const volumes: Pick<TenantSpec, 'additionalVolumes' | 'additionalVolumeMounts'> = {
  additionalVolumes: [
    { name: 'themes', configMap: { name: 'themes' } },
    { name: 'plugins', secret: { secretName: 'plugins' } },
  ],
  additionalVolumeMounts: [
    { name: 'themes', mountPath: '/srv/themes', readOnly: true },
    { name: 'plugins', mountPath: '/plugins' },
  ],
};

describe('Volumes that the declaration brings', () => {
  test("come after the tenant's own, sorted, so that the order in the list restarts no pod", () => {
    const spec = { ...acmeTls, ...volumes };
    expect(podSpec(spec).volumes?.map(({ name }) => name)).toEqual([
      'rustfs-tls-server',
      'tmp',
      'plugins',
      'themes',
    ]);
    expect(
      container(spec)
        .volumeMounts?.map(({ mountPath }) => mountPath)
        .slice(4),
    ).toEqual(['/var/run/rustfs/tls', '/tmp', '/plugins', '/srv/themes']);
    const { additionalVolumes = [], additionalVolumeMounts = [] } = volumes;
    const reversed = {
      ...acmeTls,
      additionalVolumes: additionalVolumes.toReversed(),
      additionalVolumeMounts: additionalVolumeMounts.toReversed(),
    };
    expect(podTemplate(reversed)).toEqual(podTemplate(spec));
  });

  test('are the same in compatibility mode', () => {
    const spec = asOperator({ ...acme, ...volumes });
    expect(podSpec(spec).volumes).toEqual([
      { name: 'plugins', secret: { secretName: 'plugins' } },
      { name: 'themes', configMap: { name: 'themes' } },
    ]);
  });
});

describe('Settings of the pods', () => {
  const spec: TenantSpec = {
    ...acme,
    pod: {
      labels: { team: 'media' },
      annotations: { 'example.com/scrape': 'no' },
      initContainers: [{ name: 'wait', image: 'busybox:1' }],
      containers: [{ name: 'exporter', image: 'example.com/exporter:1' }],
      runtimeClassName: 'gvisor',
      hostUsers: false,
      dnsPolicy: 'ClusterFirst',
      dnsConfig: { options: [{ name: 'ndots', value: '2' }] },
    },
  };

  test('go into the template as they are, and the server stays the first container', () => {
    expect(podSpec(spec)).toMatchObject({
      initContainers: [{ name: 'wait' }],
      containers: [{ name: 'rustfs' }, { name: 'exporter' }],
      runtimeClassName: 'gvisor',
      hostUsers: false,
      dnsPolicy: 'ClusterFirst',
      dnsConfig: { options: [{ name: 'ndots', value: '2' }] },
    });
  });

  test("label the pods beside the pool's own labels, and neither objects nor claims", () => {
    expect(podTemplate(spec).metadata).toEqual({
      labels: { ...podTemplate(acme).metadata?.labels, team: 'media' },
      annotations: { 'example.com/scrape': 'no' },
    });
  });
});

test('A Service can prefer servers that are near', () => {
  const spec: TenantSpec = { ...acme, services: { io: { trafficDistribution: 'PreferClose' } } };
  expect(service(spec, 'acme-io').spec?.trafficDistribution).toBe('PreferClose');
});

/** Over one that says something, the API server drops it at one apply and stores it at the next: test/real/field-owners. */
describe('An empty structure', () => {
  const exporter = { name: 'exporter', image: 'exporter:1' };
  const spec: TenantSpec = {
    ...acme,
    lifecycle: {},
    pools: acme.pools.map((pool) => ({ ...pool, affinity: { podAffinity: {}, podAntiAffinity: {} } })),
    pod: {
      dnsConfig: {},
      containers: [{ ...exporter, lifecycle: {}, securityContext: { capabilities: {} } }],
    },
  };

  test('is not written, and takes the default away all the same', () => {
    expect(container(spec).lifecycle).toBeUndefined();
    expect(podSpec(spec)).not.toHaveProperty('affinity');
    expect(podSpec(spec)).not.toHaveProperty('dnsConfig');
    expect(podSpec(spec).containers[1]).toEqual(exporter);
  });

  test("is written in compatibility mode, as the operator's objects have it", () => {
    expect(container(asOperator({ ...acme, lifecycle: {} })).lifecycle).toEqual({});
  });
});
