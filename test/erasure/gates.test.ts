import fc from 'fast-check';
import { checkTenant } from 'rustfs-constructs';
import { poolState, shutGates, type PoolLayout, type ShutGates } from '../../lib/erasure';
import { simulated, through, without, type DriveAt } from '../support/simulated-tenant';
import { acme } from '../support/specs';
import { outagesOf } from './outages';
import { worstWithoutDrives, worstWithoutServers, type Off } from './placements';
import { layoutOf, layoutsUpTo, simulatedPool } from './pools';

/** The first gates that requests for objects of the first set meet shut, with exactly this off. */
function shutWith(layout: PoolLayout, { servers, drives }: Off): ShutGates {
  const { answering, sets } = poolState(layout, {
    hasServer: (server) => servers.includes(server),
    hasDrive: (server, drive) => drives.some(([s, d]) => s === server && d === drive),
  });
  const [first] = sets;
  if (first === undefined) throw new Error('a pool without sets');
  return shutGates(layout, answering, first.shardsLeft, first.serversLeft);
}

/** The first so many drives of each of these servers. */
function drivesOf(servers: readonly number[], drives: number): Off {
  return {
    servers: [],
    drives: servers.flatMap((server) => Array.from({ length: drives }, (_, i): DriveAt => [server, i])),
  };
}

describe('the bucket gate', () => {
  test.each([
    ['one drive on each of two servers', 4, 2, drivesOf([2, 3], 1)],
    ['one drive', 2, 2, drivesOf([1], 1)],
    ['two of four drives', 1, 4, drivesOf([0], 2)],
    ['two drives on each of two servers', 4, 4, drivesOf([2, 3], 2)],
    ['two servers', 4, 1, { servers: [2, 3], drives: [] }],
    ['three servers', 6, 2, { servers: [3, 4, 5], drives: [] }],
    ['a server', 2, 1, { servers: [1], drives: [] }],
  ])('is shut by %s of a pool of %i x %i', (_, servers, drives, off) => {
    expect(shutWith(layoutOf(servers, drives), off)).toEqual({ read: 'bucket', write: 'bucket' });
  });

  test.each([
    ['one drive', 4, 2, drivesOf([3], 1)],
    ['one drive on each of four servers', 4, 4, drivesOf([0, 1, 2, 3], 1)],
    ['a server', 4, 2, { servers: [3], drives: [] }],
    ['two servers', 6, 1, { servers: [4, 5], drives: [] }],
  ])('and the others are open without %s of a pool of %i x %i', (_, servers, drives, off) => {
    expect(shutWith(layoutOf(servers, drives), off)).toEqual({});
  });
});

describe('the lock gate', () => {
  test.each(Array.from({ length: 16 }, (_, i) => 1 + i))(
    'needs more than half of %i servers of a set to write and half of them to read',
    (servers) => {
      const layout = layoutOf(servers, 2);
      for (let left = 0; left <= servers; left++) {
        const lacking = (isEnough: boolean) => (isEnough ? undefined : 'lock');
        expect([left, shutGates(layout, servers, layout.setSize, left)]).toEqual([
          left,
          { read: lacking(left * 2 >= servers), write: lacking(left * 2 > servers) },
        ]);
      }
    },
  );

  test('is met before the shards by what needs a set that has lost most of its servers', () => {
    const layout = layoutOf(8, 1, { setSize: 4 });
    expect(shutWith(layout, { servers: [0, 1], drives: [] })).toEqual({ write: 'lock' });
    expect(shutWith(layout, { servers: [0, 1, 2], drives: [] })).toEqual({ read: 'lock', write: 'lock' });
  });

  test('is shut for all sets by the servers of the first', () => {
    const layout = layoutOf(8, 1, { setSize: 4 });
    const without = (servers: readonly number[]) =>
      poolState(layout, { hasServer: (server) => servers.includes(server), hasDrive: () => false });
    expect(without([0, 1])).toMatchObject({ isBucketGateOpen: true, isLockGateOpen: true });
    expect(without([0, 1, 2])).toMatchObject({ isBucketGateOpen: true, isLockGateOpen: false });
    expect(without([4, 5, 6])).toMatchObject({ isBucketGateOpen: true, isLockGateOpen: true });
  });

  test('lets deletions through with more than half of the servers of the first set alone', () => {
    const layout = layoutOf(8, 1, { setSize: 4 });
    const without = (servers: readonly number[]) =>
      poolState(layout, { hasServer: (server) => servers.includes(server), hasDrive: () => false });
    expect(without([0])).toMatchObject({ isDeletionLockOpen: true });
    expect(without([0, 1])).toMatchObject({ isDeletionLockOpen: false, isLockGateOpen: true });
    expect(without([4, 5, 6])).toMatchObject({ isDeletionLockOpen: true });
    const drives = poolState(layout, { hasServer: () => false, hasDrive: (server) => server < 4 });
    expect(drives).toMatchObject({ isDeletionLockOpen: true });
  });

  test('never decides whether all goes on: a set with enough shards has enough servers', () => {
    fc.assert(
      fc.property(outagesOf(layoutsUpTo(16, 8)), ([layout, off]) => {
        const pool = simulatedPool(layout);
        const { lock, shards } = simulated([[pool, without(pool, off)]]);
        expect([shards.read && !lock.read, shards.write && !lock.write]).toEqual([false, false]);
      }),
      { numRuns: 500 },
    );
  });
});

describe('the shards', () => {
  test('stop what buckets and locks let through', () => {
    const fifth: Off = { servers: [], drives: [...drivesOf([0, 1, 2, 3], 1).drives, [3, 1]] };
    expect(shutWith(layoutOf(4, 4), fifth)).toEqual({ read: 'shards', write: 'shards' });
  });

  test('of a set with as much parity as data are enough to read before they are enough to write', () => {
    expect(shutWith(layoutOf(4, 4, { setSize: 4 }), drivesOf([0, 1], 1))).toEqual({ write: 'shards' });
  });

  test('let more through with more parity, in any state of any pool', () => {
    const layouts = layoutsUpTo(16, 8).filter(({ parity, setSize }) => parity < Math.floor(setSize / 2));
    fc.assert(
      fc.property(outagesOf(layouts), ([layout, off]) => {
        const { servers, drivesPerServer, setSize, parity } = layout;
        const more = layoutOf(servers, drivesPerServer, { setSize, parity: parity + 1, reducedParity: 0 });
        const before = shutWith(layout, off);
        const after = shutWith(more, off);
        expect([
          before.read === undefined && after.read !== undefined,
          before.write === undefined && after.write !== undefined,
        ]).toEqual([false, false]);
      }),
      { numRuns: 500 },
    );
  });
});

describe('several pools', () => {
  const shapes = [
    [2, 2],
    [4, 1],
    [4, 2],
    [4, 4],
    [6, 1],
    [8, 4],
    [12, 1],
  ] as const;
  const two = shapes.flatMap((first) => shapes.map((second) => [first, second] as const));

  /** Whether the checks accept what is required of pools of these shapes. */
  function isAccepted(
    pools: readonly (readonly [number, number])[],
    survives: { servers: number } | { drives: number },
    isRead: boolean,
  ) {
    const problems = checkTenant({
      ...acme,
      pools: pools.map(([servers, volumesPerServer], i) => ({
        name: `pool-${i}`,
        servers,
        persistence: { volumesPerServer },
      })),
      requires: { survives: { ...survives, ...(isRead ? { for: 'read' as const } : {}) } },
    });
    return problems.every(({ code }) => code !== 'requirement');
  }

  test.each(two)('of %j and %j survive what both of them do', (...pools) => {
    const simulations = pools.map(([servers, drives]) => simulatedPool(layoutOf(servers, drives)));
    for (let count = 1; count <= 4; count++) {
      const servers = through(
        simulations.map((pool) => worstWithoutServers(pool, Math.min(count, pool.servers)).objects),
      );
      const drives = through(simulations.map((pool) => worstWithoutDrives(pool, count).objects));
      expect([
        count,
        isAccepted(pools, { servers: count }, true),
        isAccepted(pools, { drives: count }, true),
      ]).toEqual([count, servers.read, drives.read]);
      expect([
        count,
        isAccepted(pools, { servers: count }, false),
        isAccepted(pools, { drives: count }, false),
      ]).toEqual([count, servers.write, drives.write]);
    }
  });
});
