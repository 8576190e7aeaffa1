import { drivePaths, pathsIn, poolAddress, poolExpressions } from '../../lib/change/address';

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
    expect(drivePaths('/d{9...10}')).toEqual(['/d9', '/d10']);
    expect(drivePaths('/d{0...10}')[1]).toBe('/d1');
    expect(drivePaths('/d{09...10}')).toEqual(['/d09', '/d10']);
    expect(drivePaths('/d{a...c}')).toEqual(['/da', '/db', '/dc']);
    expect(drivePaths('/d{E...10}')).toEqual(['/d0E', '/d0F', '/d10']);
  });
  test.each<[volumes: string, expressions: string[]]>([
    ['/data/a /data/b', ['/data/a /data/b']],
    ['http://a-0.hl/d http://a-1.hl/d', ['http://a-0.hl/d http://a-1.hl/d']],
    ['http://a-{0...3}.hl/d http://b-{0...3}.hl/d', ['http://a-{0...3}.hl/d', 'http://b-{0...3}.hl/d']],
    [
      'http://a-{0...3}.hl/d{0...1} http://a-{0...3}.hl/d{2...3} http://b-{0...3}.hl/d',
      ['http://a-{0...3}.hl/d{0...1} http://a-{0...3}.hl/d{2...3}', 'http://b-{0...3}.hl/d'],
    ],
  ])('is one of those of %p, by the pools or the servers', (volumes, expressions) => {
    expect(poolExpressions(volumes)).toEqual(expressions);
  });

  test('has its paths behind whatever hosts, if they can be told', () => {
    expect(pathsIn('http://node{1...4}:9000/mnt/{0...1}')).toEqual(['/mnt/0', '/mnt/1']);
    expect(pathsIn('http://a/d http://b/d /e')).toEqual(['/d', '/e']);
    for (const volumes of ['', 'banana', 'http://a/d,http://b/d', 'http://a/d{x...z}', 'http://a']) {
      expect(pathsIn(volumes)).toBeUndefined();
    }
  });
});
