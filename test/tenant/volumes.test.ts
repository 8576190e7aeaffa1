import { drivePath, isSingleDrive, serverHost, volumesExpression } from '../../lib/tenant/volumes';
import type { VolumeTopology } from '../../lib/tenant/volumes';

const acme = { name: 'acme', namespace: 'storage', clusterDomain: 'cluster.local', scheme: 'http' } as const;

function pool(name: string, servers: number, drivesPerServer: number, path = '/data') {
  return { name, servers, drivesPerServer, path };
}

describe('RUSTFS_VOLUMES', () => {
  test.each<[shape: string, topology: VolumeTopology, expression: string]>([
    ['one server, one drive', { ...acme, pools: [pool('pool-0', 1, 1)] }, '/data/rustfs0'],
    [
      'one server, one drive, https',
      { ...acme, scheme: 'https', pools: [pool('pool-0', 1, 1)] },
      '/data/rustfs0',
    ],
    [
      'one server, four drives',
      { ...acme, pools: [pool('pool-0', 1, 4)] },
      'http://acme-pool-0-{0...0}.acme-hl.storage.svc.cluster.local:9000/data/rustfs{0...3}',
    ],
    [
      'four servers, one drive',
      { ...acme, pools: [pool('pool-0', 4, 1)] },
      'http://acme-pool-0-{0...3}.acme-hl.storage.svc.cluster.local:9000/data/rustfs{0...0}',
    ],
    [
      'four servers, four drives',
      { ...acme, pools: [pool('pool-0', 4, 4)] },
      'http://acme-pool-0-{0...3}.acme-hl.storage.svc.cluster.local:9000/data/rustfs{0...3}',
    ],
    [
      'two pools',
      { ...acme, pools: [pool('pool-0', 4, 2), pool('pool-1', 2, 4)] },
      'http://acme-pool-0-{0...3}.acme-hl.storage.svc.cluster.local:9000/data/rustfs{0...1} ' +
        'http://acme-pool-1-{0...1}.acme-hl.storage.svc.cluster.local:9000/data/rustfs{0...3}',
    ],
    [
      'two pools, the first of one drive',
      { ...acme, pools: [pool('pool-0', 1, 1), pool('pool-1', 2, 1)] },
      'http://acme-pool-0-{0...0}.acme-hl.storage.svc.cluster.local:9000/data/rustfs{0...0} ' +
        'http://acme-pool-1-{0...1}.acme-hl.storage.svc.cluster.local:9000/data/rustfs{0...0}',
    ],
    [
      'another path',
      { ...acme, pools: [pool('pool-0', 4, 4, '/mnt/rustfs')] },
      'http://acme-pool-0-{0...3}.acme-hl.storage.svc.cluster.local:9000/mnt/rustfs/rustfs{0...3}',
    ],
    [
      'https and another cluster domain',
      {
        name: 'prod-rustfs',
        namespace: 'mse',
        clusterDomain: 'k8s.mse.cloud',
        scheme: 'https',
        pools: [pool('mse-nvme-500', 3, 1)],
      },
      'https://prod-rustfs-mse-nvme-500-{0...2}.prod-rustfs-hl.mse.svc.k8s.mse.cloud:9000/data/rustfs{0...0}',
    ],
  ])('of %s', (_, topology, expression) => {
    expect(volumesExpression(topology)).toBe(expression);
  });
});

describe('A single drive', () => {
  test.each([
    ['one pool of one server with one drive', [pool('a', 1, 1)], true],
    ['two drives', [pool('a', 1, 2)], false],
    ['two servers', [pool('a', 2, 1)], false],
    ['two pools', [pool('a', 1, 1), pool('b', 1, 1)], false],
    ['no pool', [], false],
  ])('%s', (_, pools, expected) => {
    expect(isSingleDrive(pools)).toBe(expected);
  });
});

describe('Addresses', () => {
  test('a drive is mounted below its pool path, by its number', () => {
    expect(drivePath({ path: '/mnt/rustfs' }, 3)).toBe('/mnt/rustfs/rustfs3');
  });

  test('a server has its DNS name from the headless Service', () => {
    expect(serverHost('acme-pool-0-2', acme)).toBe('acme-pool-0-2.acme-hl.storage.svc.cluster.local');
  });
});
