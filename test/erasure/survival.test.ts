import {
  poolState,
  serversLost,
  survives,
  type Failure,
  type Placement,
  type Spread,
} from '../../lib/erasure';
import { layoutOf } from './pools';

const zone = 'topology.kubernetes.io/zone';

function spreadOverZones(spread: Spread): Placement {
  return { nodes: { kind: 'one-each' }, domains: { [zone]: spread } };
}

const threeZones = spreadOverZones({ kind: 'even', domains: 3, maxSkew: 1 });

function zones(count: number): Failure {
  return { of: 'domains', topologyKey: zone, count };
}

describe('what a tenant survives', () => {
  test('is decided by the servers that a domain may hold', () => {
    expect(survives(layoutOf(6, 4), threeZones, zones(1))).toEqual({
      shardsLeft: 8,
      serversLeft: 4,
      answering: 4,
      canRead: true,
      canWrite: true,
      isLost: false,
      shut: { read: undefined, write: undefined },
    });
    expect(survives(layoutOf(4, 4), threeZones, zones(1))).toMatchObject({ canRead: false, isLost: true });
  });

  test('nothing is certain without a constraint', () => {
    const hoped = spreadOverZones({ kind: 'anywhere' });
    expect(survives(layoutOf(6, 4), hoped, zones(1))).toMatchObject({ shardsLeft: 0, isLost: true });
    expect(survives(layoutOf(6, 4), hoped, { of: 'domains', topologyKey: 'rack', count: 1 })).toMatchObject({
      isLost: true,
    });
  });

  test('a node is a server when there is one on each, and any number of them otherwise', () => {
    expect(survives(layoutOf(4, 4), threeZones, { of: 'nodes', count: 1 })).toMatchObject({ canWrite: true });
    const shared: Placement = { nodes: { kind: 'anywhere' }, domains: {} };
    expect(survives(layoutOf(4, 4), shared, { of: 'nodes', count: 1 })).toMatchObject({ isLost: true });
  });

  test('the servers that fail together may all belong to one set', () => {
    // 20 servers, sets of 10: a zone of 7 servers may take 7 of one set.
    expect(survives(layoutOf(20, 1), threeZones, zones(1))).toMatchObject({ shardsLeft: 3, isLost: true });
  });
});

describe('the bucket gate', () => {
  const anywhere: Placement = { nodes: { kind: 'anywhere' }, domains: {} };
  const shutBy = (servers: number, drives: number, failure: Failure) =>
    survives(layoutOf(servers, drives), anywhere, failure).shut.read;

  // Measured on RustFS 1.0.0-rc.3.
  test.each([
    [4, 1, 'servers', 1],
    [4, 2, 'servers', 1],
    [6, 1, 'servers', 2],
    [6, 2, 'servers', 2],
    [2, 1, 'servers', 0],
    [4, 2, 'drives', 1],
    [2, 2, 'drives', 0],
    [1, 4, 'drives', 1],
    [4, 4, 'drives', 3],
  ] as const)('of %i x %i bears so many %s: %i', (servers, drives, of, most) => {
    expect(shutBy(servers, drives, { of, count: most })).toBeUndefined();
    expect(shutBy(servers, drives, { of, count: most + 1 })).toBe('bucket');
  });

  test('counts a server whose drives are away by half as away', () => {
    const fourByFour = layoutOf(4, 4);
    const away = (drives: readonly (readonly [server: number, drive: number])[]) =>
      poolState(fourByFour, {
        hasServer: () => false,
        hasDrive: (server, drive) => drives.some(([s, d]) => s === server && d === drive),
      });
    const halves = [0, 1].flatMap((server) => [0, 1].map((drive) => [server, drive] as const));
    expect(away(halves)).toMatchObject({ answering: 2, isBucketGateOpen: false });
    const oneEach = [0, 1, 2, 3].map((server) => [server, 0] as const);
    expect(away(oneEach)).toMatchObject({ answering: 4, isBucketGateOpen: true });
  });
});

describe('the most servers that fail with so many domains', () => {
  test.each<[servers: number, spread: Spread, count: number, lost: number]>([
    [6, { kind: 'even', domains: 3, maxSkew: 1 }, 1, 2],
    [6, { kind: 'even', domains: 3, maxSkew: 1 }, 2, 4],
    [4, { kind: 'even', domains: 3, maxSkew: 1 }, 1, 2],
    [4, { kind: 'even', domains: 3, maxSkew: 1 }, 2, 3],
    [7, { kind: 'even', domains: 3, maxSkew: 2 }, 1, 3],
    [8, { kind: 'even', domains: 3, maxSkew: 2 }, 1, 4],
    [2, { kind: 'even', domains: 3, maxSkew: 1 }, 1, 1],
    [6, { kind: 'even', domains: 3, maxSkew: 1 }, 0, 0],
    [6, { kind: 'even', domains: 3, maxSkew: 1 }, 5, 6],
    [6, { kind: 'one-each' }, 2, 2],
    [6, { kind: 'anywhere' }, 1, 6],
  ])('of %i servers, spread %j, %i domains hold %i', (servers, spread, count, lost) => {
    expect(serversLost(servers, spreadOverZones(spread), zones(count))).toBe(lost);
  });

  test('agrees with every distribution over the domains', () => {
    for (let servers = 1; servers <= 9; servers++) {
      for (const maxSkew of [1, 2, 3]) {
        for (let count = 0; count <= 3; count++) {
          const counted = Math.max(
            ...distributions(servers, 3, maxSkew).map((sizes) => sum(sizes.slice(0, count))),
          );
          const spread: Spread = { kind: 'even', domains: 3, maxSkew };
          expect([
            servers,
            maxSkew,
            count,
            serversLost(servers, spreadOverZones(spread), zones(count)),
          ]).toEqual([servers, maxSkew, count, counted]);
        }
      }
    }
  });
});

/** Every way to put servers into domains within the skew, the fullest domain first. */
function distributions(servers: number, domains: number, maxSkew: number): number[][] {
  const all = (left: number, places: number): number[][] =>
    places === 1
      ? [[left]]
      : Array.from({ length: left + 1 }, (_, n) => all(left - n, places - 1).map((r) => [n, ...r])).flat();
  return all(servers, domains)
    .filter((sizes) => Math.max(...sizes) - Math.min(...sizes) <= maxSkew)
    .map((sizes) => sizes.sort((a, b) => b - a));
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
