import { nearbyLayouts, suggestLayouts, weaknesses, type Layout, type Wish } from '../../lib/erasure';
import { layoutsUpTo } from './pools';

const wish: Wish = {
  usableBytes: 20_000n,
  survives: { servers: 1, drives: 2 },
  nodes: 6,
  drivesPerNode: 6,
  driveBytes: 1000n,
};

describe('suggested layouts', () => {
  const suggestions = suggestLayouts(wish);

  test('all grant the wish', () => {
    expect(suggestions.length).toBeGreaterThan(5);
    for (const { layout, spareServers } of suggestions) {
      expect(layout.usableBytes).toBeGreaterThanOrEqual(20_000n);
      expect(layout.serverTolerance.write).toBe(1 + spareServers);
      expect(spareServers).toBeGreaterThanOrEqual(0);
      expect(layout.driveTolerance.write).toBeGreaterThanOrEqual(2);
      expect(layout.servers).toBeLessThanOrEqual(6);
      expect(layout.drivesPerServer).toBeLessThanOrEqual(6);
    }
  });

  test('come by efficiency, then by what is to spare', () => {
    const order = suggestions
      .filter(({ layout }) => layout.drivesPerServer !== 2)
      .map(({ layout, spareServers }) => [layout.dataDrives / layout.setSize, spareServers]);
    for (const [i, [share = 0, spare = 0]] of order.entries()) {
      const [nextShare = 0, nextSpare = 0] = order[i + 1] ?? [];
      expect(share > nextShare || (share === nextShare && spare >= nextSpare)).toBe(true);
    }
  });

  test('of two drives per server come behind their equals, and with the next number of drives beside them', () => {
    const equals = suggestLayouts({ ...wish, usableBytes: 6_000n, survives: { servers: 1, drives: 1 } })
      .filter(({ layout }) => layout.servers === 6 && layout.setSize === 6 && layout.parity === 2)
      .map(({ layout }) => layout.drivesPerServer);
    expect(equals).toEqual([3, 2]);
  });

  test("say where they are not RustFS's own choice", () => {
    const own = suggestions.filter(({ isForced }) => !isForced.parity && !isForced.setSize);
    expect(own.map(({ layout }) => `${layout.servers}x${layout.drivesPerServer}`)).toContain('6x6');
    const forced = suggestions.find(({ isForced }) => isForced.parity);
    expect(forced?.layout.parity).not.toBe(4);
  });

  test('are none where there is nothing to build them from', () => {
    expect(suggestLayouts({ ...wish, nodes: 2 })).toEqual([]);
  });
});

describe('nearby layouts', () => {
  const pool = { name: 'pool-0', servers: 4, drivesPerServer: 4, driveBytes: 1000n, isSingleDrive: false };

  test('change one thing each, as little as will do', () => {
    const wide = { ...pool, servers: 8 };
    const found = nearbyLayouts([wide], {}, 0, ({ pools }) =>
      pools.every(({ serverTolerance }) => serverTolerance.read >= 3),
    );
    expect(
      found.map(({ change, pool: near }) => [
        change,
        near.servers,
        near.drivesPerServer,
        near.setSize,
        near.parity,
      ]),
    ).toEqual([
      ['parity', 8, 4, 16, 6],
      ['set size', 8, 4, 8, 4],
      ['servers', 9, 4, 9, 4],
      ['drives', 8, 5, 8, 4],
    ]);
  });

  test('of another shape have no weakness, whatever up to three servers or drives may fail', () => {
    const bears = (of: 'serverTolerance' | 'driveTolerance', count: number) => (layout: Layout) =>
      layout.pools.every((one) => one[of].write >= count);
    const required = [1, 2, 3].flatMap((count) => [
      bears('serverTolerance', count),
      bears('driveTolerance', count),
    ]);
    const offers = layoutsUpTo(8, 4).flatMap(({ servers, drivesPerServer, setSize, parity }) =>
      required.flatMap((accepts) =>
        nearbyLayouts(
          [{ ...pool, servers, drivesPerServer }],
          { setSize, parity, reducedParity: 0 },
          0,
          accepts,
        ),
      ),
    );
    const reshaped = offers.filter(({ change }) => change !== 'parity' && change !== 'set size');
    expect(new Set(reshaped.map(({ change }) => change))).toEqual(new Set(['servers', 'drives', 'shape']));
    expect(reshaped.filter((offer) => weaknesses(offer.pool).length > 0)).toEqual([]);
  });

  test('are weak where no other will do', () => {
    const pair = { ...pool, servers: 3, drivesPerServer: 2 };
    const found = nearbyLayouts([pair], {}, 0, ({ pools }) =>
      pools.every(({ servers, drivesPerServer }) => drivesPerServer === 2 && servers === 4),
    );
    expect(found.map(({ change, pool: near }) => [change, near.servers])).toEqual([['servers', 4]]);
  });

  test('are none where nothing near will do', () => {
    expect(nearbyLayouts([pool], {}, 0, () => false)).toEqual([]);
  });
});
