import { setState, survives } from '../../lib/erasure';
import { layoutOf } from '../erasure/pools';
import { deletionText, gateText, gatesText, shutText } from '../../lib/report/gate-words';
import { outcomeLines, setNames } from '../../lib/report/outcome-text';
import { lackText, stateName } from '../../lib/report/state-words';
import {
  driveKey,
  isNothing,
  nothingOff,
  stateWithout,
  withDriveSwitched,
  withServers,
  type SwitchedOff,
} from '../../lib/report/what-if';
import { worstCases } from '../../lib/report/worst-cases';
import { present } from '../support/composed';
import { fortyServers, threeZones, twoShapes, unplaced } from './layouts';

const pool = present(threeZones.pools[0]);

describe('parts of a pool that are switched off', () => {
  test('a server takes its shards of every set, and itself', () => {
    const { sets } = stateWithout(pool, withServers(nothingOff, [3], true));
    expect(sets).toEqual([setState(pool, 10, 5), setState(pool, 10, 5)]);
  });

  test('a drive takes one shard of its set, and its server goes on answering for locks', () => {
    const one = withDriveSwitched(nothingOff, 3, 1);
    expect(stateWithout(pool, one).sets).toEqual([setState(pool, 11, 6), setState(pool, 12, 6)]);
    const both = withDriveSwitched(one, 3, 0);
    expect(stateWithout(pool, both).sets).toEqual([setState(pool, 10, 6), setState(pool, 12, 6)]);
  });

  test('a server of a large pool takes shards of its own sets only', () => {
    const large = present(fortyServers.pools[0]);
    const { sets } = stateWithout(large, withServers(nothingOff, [0], true));
    expect(sets.filter(({ shardsLeft }) => shardsLeft === 9)).toHaveLength(16);
    expect(sets.filter(({ shardsLeft }) => shardsLeft === 10)).toHaveLength(48);
  });

  test('a server that comes back brings its drives along', () => {
    const drives = withDriveSwitched(withDriveSwitched(nothingOff, 1, 0), 2, 0);
    const without = withServers(drives, [1], true);
    expect([...without.drives]).toEqual([driveKey(2, 0)]);
    expect(isNothing(withServers(without, [1, 2], false))).toBe(true);
  });

  test('a drive stays off while its server is', () => {
    const off = withServers(nothingOff, [3], true);
    expect(withDriveSwitched(off, 3, 1)).toBe(off);
    const drive = withDriveSwitched(nothingOff, 3, 1);
    expect(isNothing(withDriveSwitched(drive, 3, 1))).toBe(true);
  });
});

describe('the bucket gate of a pool', () => {
  const small = present(unplaced.pools[0]);
  const pairs = present(twoShapes.pools[1]);

  test('is open while more than half of the servers answer', () => {
    const one = stateWithout(small, withServers(nothingOff, [1], true));
    expect(one).toMatchObject({ answering: 3, silent: [], isBucketGateOpen: true });
    expect(gateText(small, one)).toBe('3 of 4 servers answer for a bucket; it takes 3.');
    expect(gatesText([{ name: 'pool-0', state: one }])).toBeUndefined();
  });

  test('shuts with half of the servers away, although no set has lost anything', () => {
    const two = stateWithout(small, withServers(nothingOff, [1, 2], true));
    expect(gateText(small, two)).toBe(
      '2 of 4 servers answer for a bucket; it takes 3. Nothing of the tenant is read, written or listed.',
    );
    expect(two.sets.map((set) => stateName(set))).toEqual(['write-blocked']);
    expect(two.sets.map((set) => stateName(set, 'the bucket gate'))).toEqual(['unavailable']);
    expect(two.sets.map((set) => lackText(small, set, 'the bucket gate'))).toEqual([
      'nothing is lost: waits for the bucket gate',
    ]);
  });

  test('shuts with drives alone: a server without more than half of its own is silent', () => {
    const off = [0, 1, 2, 3].reduce((drives, server) => withDriveSwitched(drives, server, 1), nothingOff);
    const state = stateWithout(pairs, off);
    expect(state).toMatchObject({ answering: 4, silent: [0, 1, 2, 3], isBucketGateOpen: false });
    expect(gateText(pairs, state)).toBe(
      '4 of 8 servers answer for a bucket; it takes 5. Silent, with fewer than 2 of 2 drives: server 0, server 1, ' +
        'server 2, server 3. Nothing of the tenant is read, written or listed.',
    );
    expect(state.sets.every(({ canRead, canWrite }) => canRead && canWrite)).toBe(true);
  });

  test('keeps what is lost apart from what only waits', () => {
    const most = stateWithout(pool, withServers(nothingOff, [0, 1, 2], true));
    expect(most.isBucketGateOpen).toBe(false);
    expect(most.sets.map((set) => stateName(set, 'the bucket gate'))).toEqual(['lost', 'lost']);
    expect(most.sets.map((set) => lackText(pool, set, 'the bucket gate'))).toEqual([
      'reading needs 8 shards',
      'reading needs 8 shards',
    ]);
  });

  test('is named where there are several pools', () => {
    const shut = stateWithout(pairs, withServers(nothingOff, [0, 1, 2, 3], true));
    const open = stateWithout(pairs, nothingOff);
    const named = (name: string, state: typeof open) => ({ name, state });
    expect(gatesText([named('hot', open), named('cold', shut)])).toBe('the bucket gate of cold');
    expect(gatesText([named('hot', shut), named('cold', shut)])).toBe('the bucket gates of hot and cold');
  });
});

describe('the lock gate of a tenant', () => {
  const large = present(fortyServers.pools[0]);
  const without = (servers: readonly number[]) => stateWithout(large, withServers(nothingOff, servers, true));
  const first = [0, 1, 2, 3, 4, 5];

  test('is shut for all sets by the servers of the first', () => {
    const shut = [{ name: 'pool-0', off: withServers(nothingOff, first, true), state: without(first) }];
    expect(shut[0]?.state).toMatchObject({ isBucketGateOpen: true, isLockGateOpen: false });
    expect(gatesText(shut)).toBe('the lock gate of set 0');
    expect(outcomeLines(shut)[0]).toBe(
      'The lock gate of set 0 is shut: nothing of the tenant is read, written or listed.',
    );
    expect(new Set(setNames(shut, gatesText(shut)))).toEqual(new Set(['lost', 'unavailable']));
  });

  test('keeps deletions from every set while the first has half of its servers', () => {
    const split = layoutOf(8, 1, { setSize: 4 });
    const outcome = (servers: readonly number[], name = 'pool-0') => {
      const off = withServers(nothingOff, servers, true);
      return { name, off, state: stateWithout(split, off) };
    };
    expect(outcomeLines([outcome([0, 1])])).toEqual([
      'No object of the tenant can be deleted: that takes more than half of the servers of set 0.',
      'Off: 2 servers. Of 2 sets 1 is readable and writable and 1 is write-blocked (set 0). No bucket can be listed.',
    ]);
    expect(outcomeLines([outcome([0])])).toEqual(['Off: 1 server. Both sets are readable and writable.']);
    expect(outcomeLines([outcome([4, 5])])).toEqual([
      'Off: 2 servers. Of 2 sets 1 is readable and writable and 1 is write-blocked (set 1). No bucket can be listed.',
    ]);
    expect(deletionText([outcome([0, 1], 'hot'), outcome([], 'cold')])).toBe(
      'No object of the tenant can be deleted: that takes more than half of the servers of set 0 of hot.',
    );
    expect(deletionText([outcome([], 'hot'), outcome([0, 1], 'cold')])).toBeUndefined();
    // A gate that is shut for all says it.
    expect(deletionText([outcome([0, 1, 2])])).toBeUndefined();
  });

  test('is not shut by the servers of another', () => {
    const others = without(first.map((server) => server + 10));
    expect(gatesText([{ name: 'pool-0', state: others }])).toBeUndefined();
    expect(
      gatesText([
        { name: 'hot', state: others },
        { name: 'cold', state: without(first) },
      ]),
    ).toBeUndefined();
    expect(
      gatesText([
        { name: 'hot', state: without(first) },
        { name: 'cold', state: others },
      ]),
    ).toBe('the lock gate of set 0 of hot');
  });
});

describe('the words for a set', () => {
  const small = present(unplaced.pools[0]);

  test.each([
    ['nothing is missing', pool, 12, 6, 'readable and writable', ''],
    ['half of the servers are missing', pool, 8, 3, 'write-blocked', 'writing needs 4 servers for its lock'],
    ['half of the shards are missing', small, 2, 2, 'write-blocked', 'writing needs 3 shards'],
    ['most servers are missing', pool, 8, 2, 'unavailable', 'reading needs 3 servers for its lock'],
    ['too many shards are missing', pool, 7, 6, 'lost', 'reading needs 8 shards'],
  ] as const)('when %s', (_, layout, shards, servers, name, lack) => {
    const state = setState(layout, shards, servers);
    expect([stateName(state), lackText(layout, state)]).toEqual([name, lack]);
  });
});

describe('what came of it, in words', () => {
  test('when nothing is off', () => {
    expect(outcomeLines([outcome('pool-0', nothingOff)])).toEqual([
      'Nothing is off. Both sets are readable and writable.',
    ]);
  });

  test('names the sets that do not fare well', () => {
    const off = withDriveSwitched(withServers(nothingOff, [0, 3], true), 1, 0);
    expect(outcomeLines([outcome('pool-0', off)])).toEqual([
      'Off: 2 servers and 1 drive. Of 2 sets 1 is readable and writable and 1 is lost (set 0). No bucket can be listed.',
    ]);
  });

  test('of several pools speaks of those that something is off in', () => {
    const [first, second] = twoShapes.pools.map((shape) => ({
      name: shape.name,
      off: nothingOff,
      state: stateWithout(shape, nothingOff),
    }));
    const both = [present(first), present(second)];
    expect(outcomeLines(both)).toEqual(['Nothing is off. Both sets are readable and writable.']);
    const off = withServers(nothingOff, [0], true);
    expect(
      outcomeLines([present(first), { ...present(second), off, state: stateWithout(pool, off) }]),
    ).toEqual(['pool-1. Off: 1 server. Both sets are readable and writable.']);
  });

  test('says first that the bucket gate is shut, and does not call that a loss', () => {
    const small = present(unplaced.pools[0]);
    const off = withServers(nothingOff, [0, 3], true);
    expect(outcomeLines([{ name: 'pool-0', off, state: stateWithout(small, off) }])).toEqual([
      'The bucket gate is shut: nothing of the tenant is read, written or listed.',
      'Off: 2 servers. The only set is unavailable.',
    ]);
  });

  test('stops every pool when the bucket gate of one is shut', () => {
    const [first, second] = [present(twoShapes.pools[0]), present(twoShapes.pools[1])];
    const off = withServers(nothingOff, [0, 1], true);
    const outcomes = [
      { name: 'pool-0', off, state: stateWithout(first, off) },
      { name: 'pool-1', off: nothingOff, state: stateWithout(second, nothingOff) },
    ];
    expect(outcomeLines(outcomes)).toEqual([
      'The bucket gate of pool-0 is shut: nothing of the tenant is read, written or listed.',
      'pool-0. Off: 2 servers. The only set is lost.',
    ]);
    expect(setNames(outcomes, gatesText(outcomes))).toEqual(['lost', 'unavailable']);
  });

  function outcome(name: string, off: SwitchedOff) {
    return { name, off, state: stateWithout(pool, off) };
  }
});

describe('the worst placement', () => {
  test('says how many of each may be off with the same outcome', () => {
    expect(worstCases(pool).map(({ failure, outcome, most }) => [failure, stateName(outcome), most])).toEqual(
      [
        ['drive', 'readable and writable', 4],
        ['server', 'readable and writable', 2],
        ['node', 'readable and writable', 2],
        ['zone', 'readable and writable', 1],
      ],
    );
  });

  test('says which gate the next failure shuts', () => {
    const small = present(unplaced.pools[0]);
    const next = worstCases(small).flatMap((worst) =>
      worst.next === undefined ? [] : [shutText(worst.next)],
    );
    expect(next).toEqual([
      'nothing is lost, too few servers answer for a bucket',
      'nothing is lost, too few servers answer for a bucket',
    ]);
    expect(worstCases(pool).map(({ next: one }) => one && shutText(one))).toEqual([
      'too few shards are left',
      'too few shards are left',
      'too few shards are left',
      'too few shards are left',
    ]);
  });

  test('tells locks and shards apart where a bucket is answered for', () => {
    const large = present(fortyServers.pools[0]);
    const servers = (count: number) => survives(large, large.placement, { of: 'servers', count });
    expect(shutText(servers(4))).toBe('');
    expect(shutText(servers(5))).toBe('too few shards are left');
    const wide = { ...large, readQuorum: 4, writeQuorum: 4 };
    const away = (count: number) => survives(wide, large.placement, { of: 'servers', count });
    expect([4, 5, 6].map((count) => shutText(away(count)))).toEqual([
      '',
      'too few servers answer for a lock to write',
      'nothing is lost, too few servers answer for a lock',
    ]);
  });

  test('may have all servers on one node', () => {
    const node = worstCases(present(unplaced.pools[0])).at(-1);
    expect(node).toMatchObject({ failure: 'node', outcome: { isLost: true }, most: 1 });
  });
});
