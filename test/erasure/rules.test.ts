import fc from 'fast-check';
import { nearestShapes, poolSetSizes, type CodingPlan } from '../../lib/erasure';
import { layoutOf, tryLayout } from './pools';

/** RustFS's choice of a set size, line by line as its source makes it (disks_layout.rs). */
function chooseSet(drives: number, leftmost: number, forced: number): number | undefined {
  if (drives < 2 || drives < forced) return undefined;
  let candidates: number[] = [];
  for (let size = 2; size <= 16; size++) if (drives % size === 0) candidates.push(size);
  if (candidates.length === 0) return undefined;
  candidates = candidates.filter((size) => (leftmost > size ? leftmost % size === 0 : size % leftmost === 0));
  if (candidates.length === 0) return undefined;
  if (forced > 0) return candidates.includes(forced) ? forced : undefined;
  return Math.max(...candidates);
}

/** The set size that the planner takes; undefined when the pool has no layout. */
function setSizeOf(servers: number, drives: number, coding: CodingPlan): number | undefined {
  const layout = tryLayout(servers, drives, coding);
  return 'setSize' in layout ? layout.setSize : undefined;
}

const shapes = Array.from({ length: 40 * 16 }, (_, i) => [1 + (i % 40), 1 + Math.floor(i / 40)] as const);

describe('what the planner accepts', () => {
  test('is what RustFS accepts, for 1 to 40 servers of 1 to 16 drives', () => {
    const planned = shapes.slice(1).map(([servers, drives]) => setSizeOf(servers, drives, {}));
    const chosen = shapes.slice(1).map(([servers, drives]) => chooseSet(servers * drives, servers, 0));
    expect(planned).toEqual(chosen);
  });

  test.each(Array.from({ length: 15 }, (_, i) => 2 + i))(
    'is what RustFS accepts with sets of %i',
    (setSize) => {
      const coding = { setSize, parity: 0, reducedParity: 0 };
      const planned = shapes.slice(1).map(([servers, drives]) => setSizeOf(servers, drives, coding));
      const chosen = shapes
        .slice(1)
        .map(([servers, drives]) => chooseSet(servers * drives, servers, setSize));
      expect(planned).toEqual(chosen);
    },
  );

  test('has at most half of a set as parity', () => {
    expect(tryLayout(4, 1, { parity: 3 })).toMatchObject({ reason: 'illegal-parity', legal: [0, 1, 2] });
    expect(tryLayout(4, 1, { parity: 2, reducedParity: 2 })).toMatchObject({ parity: 2, reducedParity: 2 });
    expect(tryLayout(4, 4, { setSize: 5 })).toMatchObject({
      reason: 'illegal-set-size',
      legal: [2, 4, 8, 16],
    });
  });
});

describe('bytes', () => {
  test('are exact, however large', () => {
    const layout = layoutOf(4, 4);
    expect([layout.rawBytes, layout.usableBytes]).toEqual([16_000n, 12_000n]);
    const exact = layoutOf(7, 3);
    expect(exact.usableBytes).toBe(12_000n);
  });

  test('usable and raw are in the proportion of data to all drives of a set', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(
          ...shapes.filter(([s, d]) => poolSetSizes({ servers: s, drivesPerServer: d }).length > 0),
        ),
        ([servers, drives]) => {
          const { usableBytes, rawBytes, setSize, dataDrives } = layoutOf(servers, drives);
          expect(usableBytes * BigInt(setSize)).toBe(rawBytes * BigInt(dataDrives));
        },
      ),
    );
  });
});

describe('the nearest legal shapes', () => {
  test.each([
    [17, 1, ['16x1', '18x1']],
    [17, 2, ['16x2', '18x2']],
    [19, 1, ['18x1', '20x1']],
    [1, 1, ['1x3', '3x1']],
    [1, 17, ['1x16', '1x18', '3x17']],
  ])('of %i x %i begin with the nearest', (servers, drivesPerServer, first) => {
    const shapesNear = nearestShapes({ servers, drivesPerServer });
    const texts = shapesNear.map((shape) => `${shape.servers}x${shape.drivesPerServer}`);
    for (const shape of shapesNear) expect(poolSetSizes(shape)).not.toEqual([]);
    expect(texts.slice(0, first.length)).toEqual(first);
  });
});
