import { spawnSync } from 'node:child_process';
import { composeTenant } from 'rustfs-constructs';
import { isRecord } from '../../../lib/is-record';
import { eventually } from './eventually';
import { hostPath, readyNode } from './manifests';
import { kubernetesVersion, pathOf } from './programs';
import { startControlPlane, type ControlPlane } from './start';

let plane: ControlPlane;

beforeAll(async () => {
  plane = await startControlPlane('kube-controller-manager', 'kube-scheduler', 'kwok');
});

afterAll(() => plane.stop());

function kubectl(...parameters: readonly string[]): string {
  const { stdout, stderr } = spawnSync(pathOf('kubectl'), parameters, {
    encoding: 'utf8',
    env: { ...process.env, KUBECONFIG: plane.kubeconfig },
  });
  return stdout + stderr;
}

describe('The control plane', () => {
  test('is of the version that its module requires', () => {
    expect(kubectl('version')).toContain(`Server Version: v${kubernetesVersion}`);
  });

  test('runs a tenant: its pods are scheduled and ready, its claims are bound', async () => {
    const { api } = plane;
    await api.create({ apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'storage' } });
    await api.create(hostPath);
    for (let i = 0; i < 4; i++) await api.create(readyNode(`node-${i}`));
    const objects = composeTenant({
      name: 'media',
      namespace: 'storage',
      credsSecret: { name: 'media-root' },
      rpcSecret: { name: 'media-rpc', key: 'secret' },
      pools: [
        {
          name: 'pool-0',
          servers: 4,
          persistence: {
            volumesPerServer: 1,
            volumeClaimTemplate: {
              accessModes: ['ReadWriteOnce'],
              storageClassName: hostPath.metadata.name,
              resources: { requests: { storage: '1Gi' } },
            },
          },
        },
      ],
    });
    for (const object of objects) {
      expect(
        await api.apply({ ...object, metadata: { ...object.metadata, namespace: 'storage' } }),
      ).toMatchObject({ status: 201 });
    }
    const list = async (path: string, isDone: (item: unknown) => boolean) => {
      const { body } = await api.request('GET', path);
      const items: unknown[] = Array.isArray(body.items) ? body.items : [];
      return items.length === 4 && items.every(isDone) ? items : undefined;
    };
    await eventually('Four claims are bound', () =>
      list('/api/v1/namespaces/storage/persistentvolumeclaims', isBound),
    );
    await eventually('Four pods are ready', () => list('/api/v1/namespaces/storage/pods', isReady));
  });

  test('a variable that stands twice is refused to server-side apply, and anything else keeps both', async () => {
    const twice = [
      { name: 'RUSTFS_VOLUMES', value: 'one' },
      { name: 'RUSTFS_VOLUMES', value: 'two' },
    ];
    const labels = { app: 'twice' };
    const object = {
      apiVersion: 'apps/v1',
      kind: 'StatefulSet',
      metadata: { name: 'twice', namespace: 'default' },
      spec: {
        serviceName: 'twice',
        selector: { matchLabels: labels },
        template: {
          metadata: { labels },
          spec: { containers: [{ name: 'rustfs', image: 'rustfs/rustfs:1.0.0', env: twice }] },
        },
      },
    };
    const applied = await plane.api.apply(object, { isDryRun: true });
    expect(applied.body.message).toContain('duplicate entries for key [name="RUSTFS_VOLUMES"]');
    const made = await plane.api.create(object, { isDryRun: true });
    expect(made.body).toMatchObject({ spec: { template: { spec: { containers: [{ env: twice }] } } } });
  });
});

function isBound(claim: unknown): boolean {
  return isRecord(claim) && isRecord(claim.status) && claim.status.phase === 'Bound';
}

function isReady(pod: unknown): boolean {
  if (!isRecord(pod) || !isRecord(pod.status) || !Array.isArray(pod.status.conditions)) return false;
  return pod.status.conditions.some(
    (condition: unknown) => isRecord(condition) && condition.type === 'Ready' && condition.status === 'True',
  );
}
