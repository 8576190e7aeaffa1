import { drivePaths, poolAddress } from '../../lib/change/address';

describe('An address of a pool', () => {
  test('has the parts of what this library and the operator write', () => {
    expect(
      poolAddress('https://acme-pool-0-{0...3}.acme-hl.storage.svc.k8s.example.com:9000/data/rustfs{0...1}'),
    ).toEqual({
      kind: 'url',
      scheme: 'https',
      statefulSet: 'acme-pool-0',
      servers: 4,
      service: 'acme-hl',
      namespace: 'storage',
      domain: 'svc.k8s.example.com',
      port: '9000',
      path: '/data/rustfs{0...1}',
      drivesPerServer: 2,
      firstServer: 0,
    });
  });

  test('may be a path, for a lone drive', () => {
    expect(poolAddress('/data/rustfs0')).toEqual({ kind: 'path', path: '/data/rustfs0' });
  });

  test.each([
    [
      'http://files-{0...3}.files-headless:9000/data',
      { service: 'files-headless', namespace: '', domain: '', drivesPerServer: 1 },
    ],
    ['http://files-{0...3}.files-headless.storage.svc:9000/data', { namespace: 'storage', domain: 'svc' }],
    ['http://files-{0...3}.hl.ns.svc.cluster.local/export{0...3}/data', { port: '', drivesPerServer: 4 }],
  ])('may have been made by something else: %s', (expression, parts) => {
    expect(poolAddress(expression)).toMatchObject(parts);
  });

  test.each([[''], ['banana'], ['http://host/data'], ['http://a-{0..3}.b.c.d/data']])(
    'is not %p',
    (expression) => {
      expect(poolAddress(expression)).toBeUndefined();
    },
  );

  test('stands for the paths of its drives', () => {
    expect(drivePaths('/data/rustfs{0...2}')).toEqual(['/data/rustfs0', '/data/rustfs1', '/data/rustfs2']);
    expect(drivePaths('/export{1...2}/d{0...1}')).toEqual([
      '/export1/d0',
      '/export1/d1',
      '/export2/d0',
      '/export2/d1',
    ]);
    expect(drivePaths('/data')).toEqual(['/data']);
  });
});
