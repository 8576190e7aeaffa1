import { setOfDrive, setState, survives, type PoolLayout, type Tolerance } from '../../lib/erasure';
import { layoutOf, tryLayout } from './pools';

/** Every way to choose `count` of the numbers below `size`. */
function* choices(size: number, count: number, from = 0): Iterable<number[]> {
  if (count === 0) yield [];
  else
    for (let i = from; i <= size - count; i++)
      for (const rest of choices(size, count - 1, i + 1)) yield [i, ...rest];
}

interface Drive {
  readonly server: number;
  readonly drive: number;
}

/** The worst that any set suffers when these drives and servers are gone, by counting. */
function worst(layout: PoolLayout, drivesGone: readonly Drive[], serversGone: readonly number[]) {
  const isGone = (server: number, drive: number) =>
    serversGone.includes(server) || drivesGone.some((gone) => gone.server === server && gone.drive === drive);
  const sets = Array.from({ length: layout.sets }, () => ({ shards: 0, servers: new Set<number>() }));
  const drives = Array.from({ length: layout.drivesPerServer }, (_, drive) => drive);
  const answering = Array.from({ length: layout.servers }, (_, server) => server).filter(
    (server) => drives.filter((drive) => !isGone(server, drive)).length * 2 > drives.length,
  );
  const isOpen = answering.length * 2 > layout.servers;
  for (let server = 0; server < layout.servers; server++) {
    for (let drive = 0; drive < layout.drivesPerServer; drive++) {
      const set = sets[setOfDrive(layout, server, drive)];
      if (set === undefined) throw new Error('a drive without a set');
      if (!isGone(server, drive)) set.shards++;
      if (!serversGone.includes(server)) set.servers.add(server);
    }
  }
  const states = sets.map(({ shards, servers }) => setState(layout, shards, servers.size));
  return {
    canRead: isOpen && states.every(({ canRead }) => canRead),
    canWrite: isOpen && states.every(({ canWrite }) => canWrite),
    isLost: states.some(({ isLost }) => isLost),
  };
}

function worstOf(outcomes: readonly ReturnType<typeof worst>[]) {
  return {
    canRead: outcomes.every(({ canRead }) => canRead),
    canWrite: outcomes.every(({ canWrite }) => canWrite),
    isLost: outcomes.some(({ isLost }) => isLost),
  };
}

/** What a tolerance says of so many missing. */
function within({ read, write }: Tolerance, count: number) {
  return { canRead: count <= read, canWrite: count <= write };
}

function answers({ canRead, canWrite }: ReturnType<typeof worstOf>) {
  return { canRead, canWrite };
}

const small: [servers: number, drives: number, coding: object][] = [];
for (let servers = 1; servers <= 8; servers++) {
  for (let drives = 1; servers * drives <= 16; drives++) {
    for (const parity of [undefined, 0, 1, 2, 3, 4]) {
      const coding = parity === undefined ? {} : { parity, reducedParity: 0 };
      if ('setSize' in tryLayout(servers, drives, coding)) small.push([servers, drives, coding]);
    }
  }
}

const anywhere = { nodes: { kind: 'anywhere' }, domains: {} } as const;

describe('counting over every combination agrees with the formulas', () => {
  test.each(small)('servers of %i x %i %j', (servers, drives, coding) => {
    const layout = layoutOf(servers, drives, coding);
    const counts = Array.from({ length: servers + 1 }, (_, count) => count);
    const counted = counts.map((count) =>
      worstOf([...choices(servers, count)].map((gone) => worst(layout, [], gone))),
    );
    expect(counts.map((count) => survives(layout, anywhere, { of: 'servers', count }))).toMatchObject(
      counted,
    );
    expect(counts.map((count) => within(layout.serverTolerance, count))).toEqual(counted.map(answers));
  });

  test.each(small.filter(([servers, drives]) => servers * drives <= 10))(
    'drives of %i x %i %j',
    (servers, drives, coding) => {
      const layout = layoutOf(servers, drives, coding);
      const all = Array.from({ length: servers * drives }, (_, i) => ({
        server: i % servers,
        drive: Math.floor(i / servers),
      }));
      const counts = Array.from({ length: all.length + 1 }, (_, count) => count);
      const counted = counts.map((count) => {
        const gone = [...choices(all.length, count)].map((chosen) =>
          all.filter((_, i) => chosen.includes(i)),
        );
        return worstOf(gone.map((some) => worst(layout, some, [])));
      });
      expect(counts.map((count) => survives(layout, anywhere, { of: 'drives', count }))).toMatchObject(
        counted,
      );
      expect(counts.map((count) => within(layout.driveTolerance, count))).toEqual(counted.map(answers));
    },
  );
});

describe('sets', () => {
  test('take each server in turn, so that neighbours stand in the same set', () => {
    const layout = layoutOf(20, 1);
    expect([0, 9, 10, 19].map((server) => setOfDrive(layout, server, 0))).toEqual([0, 0, 1, 1]);
    const wide = layoutOf(4, 8);
    expect([0, 3, 4, 7].map((drive) => setOfDrive(wide, 2, drive))).toEqual([0, 0, 1, 1]);
  });

  test('hold as many drives of each server as the layout says', () => {
    const shapes = small.filter(([, , coding]) => Object.keys(coding).length === 0);
    for (const [servers, drives] of shapes) {
      const layout = layoutOf(servers, drives);
      const held = new Map<string, number>();
      for (let server = 0; server < servers; server++) {
        for (let drive = 0; drive < drives; drive++) {
          const key = `${setOfDrive(layout, server, drive)}/${server}`;
          held.set(key, (held.get(key) ?? 0) + 1);
        }
      }
      const places = layout.sets * layout.serversPerSet;
      expect([...held.values()]).toEqual(Array.from({ length: places }, () => layout.drivesPerServerInSet));
    }
  });
});
