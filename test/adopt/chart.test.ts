import { composeTenant, type KubernetesObject, type TenantSpec } from 'rustfs-constructs';
import { isRecord } from '../../lib/is-record';
import { adopt, declared } from '../support/adoptions';
import { chartObjects, type ChartValues } from '../support/chart';
import { container, podTemplate, statefulSets, variable } from '../support/composed';
import { asStored, kubectlDocuments, kubectlList } from '../support/live';
import { withSets } from '../support/live-changes';

const adopted = (values: ChartValues): TenantSpec => declared(adopt(kubectlList(chartObjects(values))));

/** What can never change while the data lives, of StatefulSets as the server stores them. */
function identities(objects: readonly object[]): unknown[] {
  return objects.filter(isRecord).flatMap(({ kind, metadata, spec }) => {
    if (kind !== 'StatefulSet' || !isRecord(metadata) || !isRecord(spec)) return [];
    const { replicas, selector, serviceName, podManagementPolicy, volumeClaimTemplates } = spec;
    const { name, namespace } = metadata;
    return [{ name, namespace, replicas, selector, serviceName, podManagementPolicy, volumeClaimTemplates }];
  });
}

function storedObjects(spec: TenantSpec): object[] {
  return composeTenant(spec).map((object: KubernetesObject) => asStored(object));
}

/** The addresses of the drives that the chart wrote. */
function chartVolumes(values: ChartValues): unknown {
  const config = chartObjects(values).find(({ kind }) => kind === 'ConfigMap');
  return isRecord(config?.data) ? config.data.RUSTFS_VOLUMES : undefined;
}

/** Where the drives are mounted, of every pool. */
function driveMounts(spec: TenantSpec): (string | undefined)[][] {
  return spec.pools.map((pool, i) =>
    (container(spec, i).volumeMounts ?? [])
      .filter(({ name }) => pool.adopted?.claimNames.includes(name))
      .map(({ mountPath }) => mountPath),
  );
}

describe('A tenant of the official chart', () => {
  test.each<[string, ChartValues]>([
    ['four servers with four drives', {}],
    ['sixteen servers with one drive', { pools: [{ replicas: 16, drives: 1 }] }],
    [
      'two pools of different shapes',
      {
        pools: [
          { replicas: 4, drives: 4 },
          { replicas: 6, drives: 1, size: '1Ti' },
        ],
      },
    ],
    ['another fullname and release', { release: 'files', fullname: 'files-rustfs', namespace: 'prod' }],
    ['another cluster domain', { clusterDomain: 'k8s.example.com' }],
    ['the log on standard output', { logDirectory: '' }],
    ['labels on the claim templates', { commonLabels: { team: 'storage' } }],
    ['short addresses', { volumes: 'http://rustfs-{0...3}.rustfs-headless:9000/data/rustfs{0...3}' }],
    [
      'a Secret that was there before',
      {
        existingSecret: {
          name: 'root',
          keys: ['RUSTFS_ACCESS_KEY', 'RUSTFS_SECRET_KEY', 'RUSTFS_RPC_SECRET'],
        },
      },
    ],
  ])('keeps its identity: %s', (_, values) => {
    const spec = adopted(values);
    expect(identities(storedObjects(spec))).toEqual(identities(chartObjects(values)));
    for (const set of statefulSets(spec)) {
      const volumes = set.spec?.template.spec?.containers[0]?.env?.find(
        ({ name }) => name === 'RUSTFS_VOLUMES',
      );
      expect(volumes?.value).toBe(chartVolumes(values));
    }
    const { pools = [{ drives: 4 }] } = values;
    expect(driveMounts(spec)).toEqual(
      pools.map(({ drives }) =>
        drives === 1 ? ['/data'] : Array.from({ length: drives }, (__, i) => `/data/rustfs${i}`),
      ),
    );
  });

  test('has pods that the old Services still select', () => {
    const spec = adopted({
      pools: [
        { replicas: 4, drives: 4 },
        { replicas: 4, drives: 4 },
      ],
    });
    const selector = { 'app.kubernetes.io/name': 'rustfs', 'app.kubernetes.io/instance': 'rustfs' };
    expect(podTemplate(spec, 0).metadata?.labels).toMatchObject({ ...selector, 'rustfs.com/pool': 'rustfs' });
    expect(podTemplate(spec, 1).metadata?.labels).toMatchObject({
      ...selector,
      'rustfs.com/pool': 'rustfs-pool1',
    });
    expect(spec.adopted?.selector).toEqual(selector);
  });

  test('has pods by which budgets and placement tell its pools, whatever label was there', () => {
    const labels = ['spec', 'template', 'metadata', 'labels', 'rustfs.pool'];
    const spec = declared(adopt(withSets(chartObjects({}), labels, 'other')));
    expect(podTemplate(spec, 0).metadata?.labels).toMatchObject({ 'rustfs.pool': 'pool-0' });
  });

  test('keeps its Service and the names of its ports', () => {
    expect(adopted({}).adopted?.clientService).toEqual({
      name: 'rustfs-svc',
      s3PortName: 'endpoint',
      consolePortName: 'console',
    });
  });

  test('reads its credentials from the same Secret', () => {
    const keys = ['RUSTFS_ACCESS_KEY', 'RUSTFS_SECRET_KEY', 'RUSTFS_RPC_SECRET', 'RUSTFS_LICENSE'];
    const spec = adopted({ existingSecret: { name: 'root', keys } });
    expect(spec.credsSecret).toEqual({ name: 'root' });
    expect(spec.rpcSecret).toEqual({ name: 'root', key: 'RUSTFS_RPC_SECRET' });
    expect(variable(spec, 'RUSTFS_SECRET_KEY')?.valueFrom?.secretKeyRef).toMatchObject({
      name: 'root',
      key: 'RUSTFS_SECRET_KEY',
    });
    expect(spec.env).toContainEqual({
      name: 'RUSTFS_LICENSE',
      valueFrom: { secretKeyRef: { name: 'root', key: 'RUSTFS_LICENSE' } },
    });
  });

  test('keeps its settings, extraEnv before the ConfigMap', () => {
    const config = { RUSTFS_SCANNER_SPEED: 'slow', RUSTFS_REGION: 'eu-1' };
    const spec = adopted({ config, extraEnv: [{ name: 'RUSTFS_REGION', value: 'eu-2' }] });
    expect(spec.env).toEqual([
      { name: 'RUSTFS_OBS_ENVIRONMENT', value: 'development' },
      { name: 'RUSTFS_REGION', value: 'eu-2' },
      { name: 'RUSTFS_SCANNER_SPEED', value: 'slow' },
    ]);
  });

  test('is told its address once, in the way of the default profile', () => {
    const spec = adopted({});
    expect(spec.env?.map(({ name }) => name)).not.toContain('RUSTFS_LOCAL_ENDPOINT_HOST');
    expect(variable(spec, 'RUSTFS_LOCAL_ENDPOINT_HOST')?.value).toBe(
      '$(TENANT_POD_NAME).rustfs-headless.storage.svc.cluster.local',
    );
  });

  test('keeps an address that it is told otherwise', () => {
    const own = {
      name: 'RUSTFS_LOCAL_ENDPOINT_HOST',
      value: '$(HOSTNAME).rustfs-headless.storage.svc.cluster.local',
    };
    const spec = adopted({
      existingSecret: { name: 'root', keys: ['RUSTFS_ACCESS_KEY', 'RUSTFS_SECRET_KEY'] },
      extraEnv: [own],
    });
    expect(spec.env).toContainEqual(own);
    expect(spec.pod?.endpointAnchor).toBe(false);
  });

  test.each(['auto', 'orchestrated'])(
    'waits for its peers as the anchor has it where it said %s',
    (value) => {
      const wait = { name: 'RUSTFS_STARTUP_TOPOLOGY_WAIT_MODE', value };
      const spec = adopted({ extraEnv: [wait] });
      expect(spec.env?.map(({ name }) => name)).not.toContain(wait.name);
      expect(variable(spec, wait.name)?.value).toBe('orchestrated');
    },
  );

  test('keeps a wait for its peers with which it has no anchor', () => {
    const wait = { name: 'RUSTFS_STARTUP_TOPOLOGY_WAIT_MODE', value: 'bounded' };
    const spec = adopted({ extraEnv: [wait] });
    expect(spec.env).toContainEqual(wait);
    expect(spec.pod?.endpointAnchor).toBe(false);
    expect(variable(spec, 'RUSTFS_LOCAL_ENDPOINT_HOST')).toBeUndefined();
  });

  test('keeps how long a server has to be ready before the next one restarts', () => {
    const live = withSets(chartObjects({}), ['spec', 'minReadySeconds'], 60);
    expect(declared(adopt(live)).pod?.minReadySeconds).toBe(60);
    expect(adopted({}).pod?.minReadySeconds).toBeUndefined();
  });

  test('keeps the volumes and containers that were added to it', () => {
    const themes = { name: 'themes', configMap: { name: 'themes', defaultMode: 420 } };
    const mount = { name: 'themes', mountPath: '/srv/themes' };
    const sidecar = { name: 'proxy', image: 'envoy:1.36' };
    const spec = adopted({ extraVolumes: [themes], extraVolumeMounts: [mount], sidecars: [sidecar] });
    expect(spec.additionalVolumes).toEqual([{ name: 'themes', configMap: { name: 'themes' } }]);
    expect(spec.additionalVolumeMounts).toEqual([mount]);
    expect(spec.pod?.containers).toMatchObject([sidecar]);
    expect(spec.pod?.initContainers).toBeUndefined();
  });

  test('keeps its servers apart as the chart does', () => {
    expect(adopted({}).placement).toBeUndefined();
    const two = [
      { replicas: 4, drives: 4 },
      { replicas: 4, drives: 4 },
    ];
    expect(adopted({ pools: two }).placement).toEqual({ perNode: 'preferred' });
  });

  test('restarts once, and says what changes', () => {
    const { changes } = adopt(kubectlList(chartObjects({})));
    const rolling = changes.filter(({ rolls }) => rolls);
    expect(new Set(rolling.map(({ object }) => object))).toEqual(new Set(['StatefulSet rustfs']));
    expect(rolling.map(({ text }) => text)).toContain('pod init containers: goes');
    expect(changes.filter(({ rolls }) => !rolls).map(({ object }) => object)).toContain('Service rustfs-svc');
  });

  test('may stand in several documents and files', () => {
    const objects = chartObjects({});
    const whole = adopt(kubectlList(objects));
    expect(adopt(kubectlDocuments(objects)).declaration).toBe(whole.declaration);
  });

  test('never has a secret printed', () => {
    const adoption = adopt(kubectlList(chartObjects({})));
    expect(JSON.stringify(adoption)).not.toMatch(/b3BlbiBzZXNhbWU|open sesame/);
  });
});
