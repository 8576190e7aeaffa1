import {
  checkTenant,
  composeTenant,
  TenantError,
  toTenantManifest,
  type TenantSpec,
} from 'rustfs-constructs';
import { finding } from '../support/breaches';
import { podSpec, podTemplate, service, statefulSet, variable } from '../support/composed';
import { kubernetesErrors, kubernetesTest } from '../support/kubernetes-schema';
import { asOperator, fromChart, fromChartWith, fromChartWithPool, pool1 } from '../support/specs';

const selector = { 'app.kubernetes.io/name': 'rustfs', 'app.kubernetes.io/instance': 'files' };
const logSpec = { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1Gi' } } };

const claimNames = (spec: TenantSpec) =>
  (statefulSet(spec).spec?.volumeClaimTemplates ?? []).map(({ metadata }) => metadata?.name);

describe('An adopted tenant', () => {
  test('keeps the names of its objects', () => {
    expect(composeTenant(fromChart).map(({ kind, metadata }) => `${kind} ${metadata.name}`)).toEqual([
      'ServiceAccount files-rustfs-sa',
      'Service files-rustfs-headless',
      'Service files-rustfs-svc',
      'PodDisruptionBudget files-rustfs',
      'StatefulSet files-rustfs',
    ]);
  });

  test('keeps the selectors, the headless Service and the claim templates of its StatefulSets', () => {
    const { spec } = statefulSet(fromChart);
    expect(spec?.selector).toEqual({ matchLabels: selector });
    expect(spec?.serviceName).toBe('files-rustfs-headless');
    expect(spec?.volumeClaimTemplates).toHaveLength(4);
    expect(spec?.volumeClaimTemplates?.[0]?.metadata).toEqual({ name: 'data-rustfs-0' });
    expect(statefulSet(fromChartWithPool({ claimLabels: { team: 'a' } })).spec).toMatchObject({
      volumeClaimTemplates: [{ metadata: { labels: { team: 'a' } } }, {}, {}, {}],
    });
  });

  test('keeps the addresses of its drives', () => {
    expect(variable(fromChart, 'RUSTFS_VOLUMES')?.value).toBe(
      'http://files-rustfs-{0...3}.files-rustfs-headless.storage.svc.cluster.local:9000/data/rustfs{0...3}',
    );
    const short = fromChartWith({ serverDomain: 'files-rustfs-headless.storage.svc' });
    expect(variable(short, 'RUSTFS_VOLUMES')?.value).toBe(
      'http://files-rustfs-{0...3}.files-rustfs-headless.storage.svc:9000/data/rustfs{0...3}',
    );
    expect(variable(short, 'RUSTFS_LOCAL_ENDPOINT_HOST')?.value).toBe(
      '$(TENANT_POD_NAME).files-rustfs-headless.storage.svc',
    );
  });

  test('keeps the one drive of its servers where it is mounted', () => {
    const [pool] = fromChartWithPool({ claimNames: ['data'], drivePath: 'exact' }).pools;
    const pools = pool === undefined ? [] : [{ ...pool, persistence: { volumesPerServer: 1 } }];
    const spec = { ...fromChart, pools };
    expect(variable(spec, 'RUSTFS_VOLUMES')?.value).toBe(
      'http://files-rustfs-{0...3}.files-rustfs-headless.storage.svc.cluster.local:9000/data',
    );
    expect(podSpec(spec).containers[0]?.volumeMounts?.[0]).toEqual({ name: 'data', mountPath: '/data' });
  });

  test('keeps the claim template of its log, and its place', () => {
    const logging = { mode: 'persistent' } as const;
    const labels = { team: 'a' };
    const annotations = { note: 'b' };
    const logClaim = { spec: logSpec, labels, annotations };
    const first = { ...fromChartWithPool({ logClaim: { ...logClaim, position: 'first' } }), logging };
    const last = { ...fromChartWithPool({ logClaim }), logging };
    expect(claimNames(first)).toEqual([
      'logs',
      'data-rustfs-0',
      'data-rustfs-1',
      'data-rustfs-2',
      'data-rustfs-3',
    ]);
    expect(claimNames(last).at(-1)).toBe('logs');
    expect(statefulSet(first).spec?.volumeClaimTemplates?.[0]).toMatchObject({
      metadata: { labels, annotations },
      spec: logSpec,
    });
  });

  test('has one Service for S3 and the console, with the names of its ports', () => {
    expect(service(fromChart, 'files-rustfs-svc').spec).toEqual({
      type: 'ClusterIP',
      selector,
      ports: [
        { name: 'endpoint', port: 9000, targetPort: 9000, protocol: 'TCP' },
        { name: 'console', port: 9001, targetPort: 9001, protocol: 'TCP' },
      ],
    });
  });

  test('has two Services, when it was not adopted with one', () => {
    const { clientService, ...rest } = fromChart.adopted ?? { selector, headlessService: '' };
    const names = composeTenant({ ...fromChart, adopted: rest }).map(({ metadata }) => metadata.name);
    expect(names).toEqual(expect.arrayContaining(['files-rustfs-io', 'files-rustfs-console']));
    expect(clientService?.name).toBe('files-rustfs-svc');
  });

  test('reads its root credentials under their keys', () => {
    expect(variable(fromChart, 'RUSTFS_SECRET_KEY')?.valueFrom).toEqual({
      secretKeyRef: { name: 'files-rustfs-secret', key: 'RUSTFS_SECRET_KEY', optional: false },
    });
  });

  test("has pods with its old labels and the tenant's own, by which budgets and scheduling tell the pools apart", () => {
    const spec = fromChartWithPool({ podLabels: { 'rustfs.com/pool': 'zero' } });
    expect(podTemplate(spec).metadata?.labels).toMatchObject({
      ...selector,
      'rustfs.com/pool': 'zero',
      'rustfs.tenant': 'files-rustfs',
      'rustfs.pool': 'pool-0',
    });
    const budget = composeTenant(spec).find(({ kind }) => kind === 'PodDisruptionBudget');
    const own = { matchLabels: { 'rustfs.tenant': 'files-rustfs', 'rustfs.pool': 'pool-0' } };
    expect(budget).toMatchObject({ spec: { selector: own } });
    expect(
      podSpec(spec).affinity?.podAntiAffinity?.requiredDuringSchedulingIgnoredDuringExecution,
    ).toMatchObject([{ labelSelector: own }]);
  });

  test('grows by a pool whose servers the same Services select', () => {
    const grown = { ...fromChart, pools: [...fromChart.pools, pool1] };
    expect(statefulSet(grown)).toEqual({
      ...statefulSet(fromChart),
      spec: { ...statefulSet(fromChart).spec, template: podTemplate(grown) },
    });
    expect(statefulSet(grown, 1).metadata?.name).toBe('files-rustfs-pool-1');
    expect(statefulSet(grown, 1).spec?.serviceName).toBe('files-rustfs-headless');
    expect(podTemplate(grown, 1).metadata?.labels).toMatchObject(selector);
    expect(variable(grown, 'RUSTFS_VOLUMES')?.value?.split(' ')).toEqual([
      variable(fromChart, 'RUSTFS_VOLUMES')?.value,
      'http://files-rustfs-pool-1-{0...3}.files-rustfs-headless.storage.svc.cluster.local:9000/data/rustfs{0...3}',
    ]);
  });

  kubernetesTest('is of objects that Kubernetes takes', () => {
    for (const object of composeTenant(fromChart)) expect(kubernetesErrors(object)).toEqual([]);
  });
});

describe('The operator', () => {
  test('could not make such a tenant, so compatibility mode refuses it', () => {
    expect(checkTenant(asOperator(fromChart)).map(finding)).toEqual([
      'error adopted [compatibility]',
      'error pools[0].adopted [compatibility]',
    ]);
  });

  test('would make a second one with empty drives of its manifest, so there is none', () => {
    expect(() => toTenantManifest(fromChart)).toThrow(TenantError);
    expect(() => toTenantManifest(fromChart)).toThrow(/empty drives/);
  });
});
