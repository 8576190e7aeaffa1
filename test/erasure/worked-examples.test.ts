import { legalSetSizes } from '../../lib/erasure';
import { layoutOf, tryLayout } from './pools';

describe('set sizes', () => {
  // The vectors of RustFS's own unit tests (ecstore layout/disks_layout.rs).
  test.each([
    ['64', 64, 64, 4, 16],
    ['24', 24, 24, 2, 12],
    ['27', 27, 27, 3, 9],
    ['3 x 180', 540, 3, 36, 15],
    ['2 x 180', 360, 2, 30, 12],
    ['2 x 4 x 180', 1440, 2, 90, 16],
    ['11 x 8', 88, 11, 8, 11],
    ['16 x 52', 832, 16, 52, 16],
    ['3 x 8', 24, 3, 2, 12],
    ['10 x 10', 100, 10, 10, 10],
    ['16 x 2', 32, 16, 2, 16],
  ])('%s drives make sets as RustFS does', (_, drives, leftmost, sets, size) => {
    expect(legalSetSizes(drives, leftmost).at(-1)).toBe(size);
    expect(drives / size).toBe(sets);
  });

  test.each([
    [17, 52],
    [17, 1],
    [19, 1],
    [17, 2],
  ])('%i x %i has none', (servers, drives) => {
    expect(legalSetSizes(servers * drives, servers)).toEqual([]);
    expect(tryLayout(servers, drives)).toMatchObject({ reason: 'no-set-size', legal: [] });
  });
});

describe('worked examples', () => {
  // servers, drives, coding, sets, size, parity, read, write quorum, drives lost r/w, servers lost r/w, cold start
  test.each([
    [1, 4, {}, 1, 4, 2, 2, 3, 1, 1, 0, 0, 0],
    [1, 8, {}, 1, 8, 4, 4, 5, 3, 3, 0, 0, 0],
    [2, 1, {}, 1, 2, 1, 1, 2, 0, 0, 0, 0, 0],
    [2, 2, {}, 1, 4, 2, 2, 3, 0, 0, 0, 0, 0],
    [2, 4, {}, 1, 8, 4, 4, 5, 1, 1, 0, 0, 0],
    [3, 1, {}, 1, 3, 1, 2, 2, 1, 1, 1, 1, 1],
    [3, 4, {}, 1, 12, 4, 8, 8, 3, 3, 1, 1, 1],
    [4, 1, {}, 1, 4, 2, 2, 3, 1, 1, 1, 1, 1],
    [4, 2, {}, 1, 8, 4, 4, 5, 1, 1, 1, 1, 1],
    [4, 4, {}, 1, 16, 4, 12, 12, 3, 3, 1, 1, 1],
    [4, 4, { parity: 8 }, 1, 16, 8, 8, 9, 3, 3, 1, 1, 1],
    [4, 4, { parity: 2 }, 1, 16, 2, 14, 14, 2, 2, 0, 0, 1],
    [4, 4, { setSize: 8 }, 2, 8, 4, 4, 5, 3, 3, 1, 1, 1],
    [4, 6, {}, 2, 12, 4, 8, 8, 4, 4, 1, 1, 1],
    [4, 8, {}, 2, 16, 4, 12, 12, 4, 4, 1, 1, 1],
    [4, 12, {}, 3, 16, 4, 12, 12, 4, 4, 1, 1, 1],
    [5, 1, {}, 1, 5, 2, 3, 3, 2, 2, 2, 2, 2],
    [5, 3, {}, 1, 15, 4, 11, 11, 4, 4, 1, 1, 2],
    [5, 4, {}, 2, 10, 4, 6, 6, 4, 4, 2, 2, 2],
    [6, 1, {}, 1, 6, 3, 3, 4, 2, 2, 2, 2, 2],
    [6, 4, {}, 2, 12, 4, 8, 8, 4, 4, 2, 2, 2],
    [7, 3, {}, 3, 7, 3, 4, 4, 3, 3, 3, 3, 3],
    [8, 1, {}, 1, 8, 4, 4, 5, 3, 3, 3, 3, 3],
    [8, 2, {}, 1, 16, 4, 12, 12, 3, 3, 2, 2, 3],
    [8, 4, {}, 2, 16, 4, 12, 12, 4, 4, 2, 2, 3],
    [8, 8, {}, 4, 16, 4, 12, 12, 4, 4, 2, 2, 3],
    [10, 4, {}, 4, 10, 4, 6, 6, 4, 4, 4, 4, 4],
    [12, 4, {}, 4, 12, 4, 8, 8, 4, 4, 4, 4, 5],
    [13, 4, {}, 4, 13, 4, 9, 9, 4, 4, 4, 4, 6],
    [16, 1, {}, 1, 16, 4, 12, 12, 4, 4, 4, 4, 7],
    [16, 4, {}, 4, 16, 4, 12, 12, 4, 4, 4, 4, 7],
    [20, 1, {}, 2, 10, 4, 6, 6, 4, 4, 4, 4, 4],
    [8, 1, { setSize: 4 }, 2, 4, 2, 2, 3, 2, 1, 2, 1, 1],
    [4, 1, { parity: 0, reducedParity: 0 }, 1, 4, 0, 4, 4, 0, 0, 0, 0, 1],
  ])('%i x %i %j', (servers, drives, coding, sets, setSize, parity, read, write, dr, dw, sr, sw, cold) => {
    expect(layoutOf(servers, drives, coding)).toMatchObject({
      sets,
      setSize,
      parity,
      readQuorum: read,
      writeQuorum: write,
      driveTolerance: { read: dr, write: dw },
      serverTolerance: { read: sr, write: sw },
      coldStartMissingServers: cold,
    });
  });

  test('a single drive has no parity and survives nothing', () => {
    expect(layoutOf(1, 1)).toMatchObject({ sets: 1, setSize: 1, parity: 0, readQuorum: 1, writeQuorum: 1 });
    expect(layoutOf(1, 1).driveTolerance).toEqual({ read: 0, write: 0 });
  });
});
