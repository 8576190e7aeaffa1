import type { PersistentVolumeClaim, ResourceRequirements } from 'kubernetes-types/core/v1';
import type { TenantSpec } from 'rustfs-constructs';
import { undeclared } from '../support/undeclared';
import { container, podSpec, statefulSet } from '../support/composed';
import { acme, acmeWithDrives, acmeWithPool, asOperator } from '../support/specs';

function claims(spec: TenantSpec): PersistentVolumeClaim[] {
  return statefulSet(spec).spec?.volumeClaimTemplates ?? [];
}

const ownLabels = {
  'app.kubernetes.io/name': 'rustfs',
  'app.kubernetes.io/instance': 'acme',
  'app.kubernetes.io/managed-by': 'rustfs-operator',
  'app.kubernetes.io/component': 'storage',
  'rustfs.tenant': 'acme',
  'rustfs.pool': 'pool-0',
};

describe('Data claims', () => {
  test('are one for each drive, mounted below the path of the pool', () => {
    const spec = acmeWithDrives({ volumesPerServer: 2, path: '/mnt/rustfs/' });
    expect(claims(spec).map(({ metadata }) => metadata?.name)).toEqual(['vol-0', 'vol-1']);
    expect(container(asOperator(spec)).volumeMounts).toEqual([
      { name: 'vol-0', mountPath: '/mnt/rustfs/rustfs0' },
      { name: 'vol-1', mountPath: '/mnt/rustfs/rustfs1' },
    ]);
  });

  test('take the template whole: nothing is merged into it', () => {
    const volumeClaimTemplate = {
      accessModes: ['ReadWriteOncePod'],
      storageClassName: 'fast',
      resources: { requests: { storage: '1.5Ti' }, limits: { storage: '2Ti' } },
    };
    expect(claims(acmeWithDrives({ volumeClaimTemplate }))[0]?.spec).toStrictEqual(volumeClaimTemplate);
  });

  test('have the labels of the pool, over which the user wins, and the annotations of the user', () => {
    const labels = { team: 'a', 'rustfs.pool': 'old' };
    const [claim] = claims(asOperator(acmeWithDrives({ labels, annotations: { note: 'x' } })));
    expect(claim?.metadata).toStrictEqual({
      name: 'vol-0',
      labels: { ...ownLabels, team: 'a', 'rustfs.pool': 'old' },
      annotations: { note: 'x' },
    });
  });

  test('say their kind, and name no annotations when there are none', () => {
    expect(claims(acme)[0]).toMatchObject({ apiVersion: 'v1', kind: 'PersistentVolumeClaim' });
    expect(claims(acme)[0]?.metadata).toStrictEqual({ name: 'vol-0', labels: ownLabels });
  });
});

describe('Quantities that a manifest gives as numbers', () => {
  test('are texts in claims and containers, as the API server has them', () => {
    const resources = undeclared<ResourceRequirements>({
      requests: { cpu: 4, storage: 1024 },
      limits: { cpu: 4.5 },
    });
    const volumeClaimTemplate = { accessModes: ['ReadWriteOnce'], resources };
    const texts = { requests: { cpu: '4', storage: '1024' }, limits: { cpu: '4.5' } };
    expect(container(acmeWithPool({ resources })).resources).toEqual(texts);
    expect(claims(acmeWithDrives({ volumeClaimTemplate }))[0]?.spec?.resources).toEqual(texts);
  });
});

describe('Logs', () => {
  test.each([
    ['nothing is said', {}],
    ['standard output is said', { logging: { mode: 'stdout' } } as const],
  ])('have no volume when %s', (_, logging) => {
    const spec = asOperator({ ...acme, ...logging });
    expect(podSpec(spec).volumes).toEqual([]);
    expect(claims(spec)).toHaveLength(4);
    expect(container(spec).volumeMounts).toHaveLength(4);
  });

  test('in an emptyDir are mounted after the drives', () => {
    const spec = asOperator({ ...acme, logging: { mode: 'emptydir' } });
    expect(podSpec(spec).volumes).toEqual([{ name: 'logs', emptyDir: {} }]);
    expect(container(spec).volumeMounts?.at(-1)).toEqual({ name: 'logs', mountPath: '/logs' });
    expect(claims(spec)).toHaveLength(4);
  });

  test('on a claim have it after the drives, without the labels of the user', () => {
    const drives = acmeWithDrives({ labels: { team: 'a' }, annotations: { note: 'x' } });
    const spec = asOperator({ ...drives, logging: { mode: 'persistent' } });
    expect(podSpec(spec).volumes).toEqual([]);
    expect(container(spec).volumeMounts?.at(-1)).toEqual({ name: 'logs', mountPath: '/logs' });
    expect(claims(spec)).toHaveLength(5);
    expect(claims(spec).at(-1)).toStrictEqual({
      apiVersion: 'v1',
      kind: 'PersistentVolumeClaim',
      metadata: { name: 'logs', labels: ownLabels },
      spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '5Gi' } } },
    });
  });

  test('on a claim take size, class and directory from the declaration', () => {
    const logging = {
      mode: 'persistent',
      storageSize: '20Gi',
      storageClass: 'slow',
      mountPath: '/var/log',
    } as const;
    const spec = { ...acme, logging };
    expect(claims(spec).at(-1)?.spec).toEqual({
      accessModes: ['ReadWriteOnce'],
      resources: { requests: { storage: '20Gi' } },
      storageClassName: 'slow',
    });
    expect(container(spec).volumeMounts).toContainEqual({ name: 'logs', mountPath: '/var/log' });
  });
});
