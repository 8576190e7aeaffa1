import type { EnvVar } from 'kubernetes-types/core/v1';
import { composeTenant, type TenantSpec } from 'rustfs-constructs';
import { container, objectOf, podSpec, service, statefulSet, statefulSets } from '../support/composed';
import { acmeWithPool, asOperator, pool0, twoPools } from '../support/specs';

const common = {
  'app.kubernetes.io/name': 'rustfs',
  'app.kubernetes.io/instance': 'acme',
  'app.kubernetes.io/managed-by': 'rustfs-operator',
  'rustfs.tenant': 'acme',
};

const poolLabels = { ...common, 'app.kubernetes.io/component': 'storage', 'rustfs.pool': 'pool-0' };

/** The tenant of which nothing is said but its one pool, of four servers with four drives each. */
const bare: TenantSpec = { name: 'acme', namespace: 'storage', pools: [pool0], compatibility: 'operator' };

const probe = (path: string) => ({ httpGet: { path, port: 9000, scheme: 'HTTP' } });

const claim = (drive: number) => ({
  apiVersion: 'v1',
  kind: 'PersistentVolumeClaim',
  metadata: { name: `vol-${drive}`, labels: poolLabels },
  spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '10Gi' } } },
});

describe('In compatibility mode', () => {
  test("the StatefulSet is the operator's, to the letter", () => {
    expect(statefulSet(bare)).toStrictEqual({
      apiVersion: 'apps/v1',
      kind: 'StatefulSet',
      metadata: { name: 'acme-pool-0', namespace: 'storage', labels: poolLabels },
      spec: {
        replicas: 4,
        serviceName: 'acme-hl',
        podManagementPolicy: 'Parallel',
        selector: { matchLabels: { 'rustfs.pool': 'pool-0', 'rustfs.tenant': 'acme' } },
        updateStrategy: { type: 'RollingUpdate', rollingUpdate: { partition: 0 } },
        template: {
          metadata: { labels: poolLabels },
          spec: {
            serviceAccountName: 'acme-sa',
            automountServiceAccountToken: false,
            securityContext: {
              runAsUser: 10001,
              runAsGroup: 10001,
              fsGroup: 10001,
              fsGroupChangePolicy: 'OnRootMismatch',
              runAsNonRoot: true,
              seccompProfile: { type: 'RuntimeDefault' },
            },
            volumes: [],
            containers: [
              {
                name: 'rustfs',
                image: 'rustfs/rustfs:1.0.0-beta.10',
                env: [
                  {
                    name: 'RUSTFS_VOLUMES',
                    value:
                      'http://acme-pool-0-{0...3}.acme-hl.storage.svc.cluster.local:9000/data/rustfs{0...3}',
                  },
                  { name: 'RUSTFS_ADDRESS', value: '0.0.0.0:9000' },
                  { name: 'RUSTFS_CONSOLE_ADDRESS', value: '0.0.0.0:9001' },
                  { name: 'RUSTFS_CONSOLE_ENABLE', value: 'true' },
                ],
                ports: [
                  { name: 'http', containerPort: 9000, protocol: 'TCP' },
                  { name: 'console', containerPort: 9001, protocol: 'TCP' },
                ],
                volumeMounts: [
                  { name: 'vol-0', mountPath: '/data/rustfs0' },
                  { name: 'vol-1', mountPath: '/data/rustfs1' },
                  { name: 'vol-2', mountPath: '/data/rustfs2' },
                  { name: 'vol-3', mountPath: '/data/rustfs3' },
                ],
                livenessProbe: probe('/health'),
                readinessProbe: probe('/health/ready'),
                startupProbe: probe('/health'),
                terminationMessagePolicy: 'FallbackToLogsOnError',
                securityContext: { allowPrivilegeEscalation: false, capabilities: { drop: ['ALL'] } },
              },
            ],
          },
        },
        volumeClaimTemplates: [claim(0), claim(1), claim(2), claim(3)],
      },
    });
  });

  test('the objects are those of the operator: an account, three Services and the StatefulSets', () => {
    const names = composeTenant(asOperator(twoPools)).map(({ kind, metadata }) => `${kind} ${metadata.name}`);
    expect(names).toEqual([
      'ServiceAccount acme-sa',
      'Service acme-hl',
      'Service acme-io',
      'Service acme-console',
      'StatefulSet acme-pool-0',
      'StatefulSet acme-pool-1',
    ]);
  });

  test('every pool has the expression of all pools', () => {
    const [first, second] = statefulSets(asOperator(twoPools)).map(
      ({ spec }): EnvVar | undefined => spec?.template.spec?.containers[0]?.env?.[0],
    );
    expect(first?.value).toContain('acme-pool-0-{0...3}');
    expect(first?.value).toContain('acme-pool-1-{0...3}');
    expect(second).toEqual(first);
  });
});

describe('The Services of compatibility mode', () => {
  // The operator leaves out `protocol`, which the API server then fills in; to say it spares engines a difference.
  const protocol = 'TCP';
  const metadata = (name: string) => ({ name, namespace: 'storage', labels: common });
  const selector = { 'rustfs.tenant': 'acme' };

  test('give S3 its port', () => {
    expect(service(bare, 'acme-io')).toStrictEqual({
      apiVersion: 'v1',
      kind: 'Service',
      metadata: metadata('acme-io'),
      spec: {
        type: 'ClusterIP',
        selector,
        ports: [{ name: 'http-rustfs', port: 9000, targetPort: 9000, protocol }],
      },
    });
  });

  test('give the console its port', () => {
    expect(service(bare, 'acme-console')).toStrictEqual({
      apiVersion: 'v1',
      kind: 'Service',
      metadata: metadata('acme-console'),
      spec: {
        type: 'ClusterIP',
        selector,
        ports: [{ name: 'http-console', port: 9001, targetPort: 9001, protocol }],
      },
    });
  });

  test('give every server its name, before it is ready', () => {
    expect(service(bare, 'acme-hl')).toStrictEqual({
      apiVersion: 'v1',
      kind: 'Service',
      metadata: metadata('acme-hl'),
      spec: {
        type: 'ClusterIP',
        clusterIP: 'None',
        publishNotReadyAddresses: true,
        selector,
        ports: [{ name: 'http-rustfs', port: 9000, protocol }],
      },
    });
  });
});

describe('The ServiceAccount of compatibility mode', () => {
  test('is composed without a mounted token', () => {
    expect(objectOf(bare, 'ServiceAccount', 'acme-sa')).toStrictEqual({
      apiVersion: 'v1',
      kind: 'ServiceAccount',
      metadata: { name: 'acme-sa', namespace: 'storage', labels: common },
      automountServiceAccountToken: false,
    });
  });

  test('is left to the user who brings one, and so are its token and the update strategy', () => {
    const spec = { ...bare, serviceAccountName: 'robot' };
    expect(composeTenant(spec).map(({ kind }) => kind)).not.toContain('ServiceAccount');
    expect(podSpec(spec).serviceAccountName).toBe('robot');
    expect(podSpec(spec)).not.toHaveProperty('automountServiceAccountToken');
    expect(statefulSet(spec).spec).not.toHaveProperty('updateStrategy');
  });
});

describe('Pods of compatibility mode', () => {
  test('have what the tenant says', () => {
    const spec: TenantSpec = {
      ...bare,
      scheduler: 'packer',
      priorityClassName: 'high',
      imagePullSecret: { name: 'registry' },
      imagePullPolicy: 'Always',
      lifecycle: { preStop: { exec: { command: ['true'] } } },
    };
    expect(podSpec(spec)).toMatchObject({
      schedulerName: 'packer',
      priorityClassName: 'high',
      imagePullSecrets: [{ name: 'registry' }],
    });
    expect(container(spec)).toMatchObject({ imagePullPolicy: 'Always', lifecycle: spec.lifecycle });
  });

  test('have what their pool says, verbatim', () => {
    const affinity = { nodeAffinity: { preferredDuringSchedulingIgnoredDuringExecution: [] } };
    const scheduling = {
      priorityClassName: 'low',
      nodeSelector: { disk: 'nvme' },
      affinity,
      tolerations: [{ operator: 'Exists' }],
      topologySpreadConstraints: [{ maxSkew: 1, topologyKey: 'rack', whenUnsatisfiable: 'DoNotSchedule' }],
    };
    const resources = { requests: { cpu: '1' }, limits: { memory: '2Gi' } };
    const spec = asOperator({ ...acmeWithPool({ ...scheduling, resources }), priorityClassName: 'high' });
    expect(podSpec(spec)).toMatchObject(scheduling);
    expect(container(spec).resources).toEqual(resources);
  });
});
