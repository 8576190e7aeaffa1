import { setState } from '../../lib/erasure';
import { outcomeLines } from '../../lib/report/outcome-text';
import { lackText, stateName } from '../../lib/report/state-words';
import {
  driveKey,
  isNothing,
  nothingOff,
  setStates,
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
    const states = setStates(pool, withServers(nothingOff, [3], true));
    expect(states).toEqual([setState(pool, 10, 5), setState(pool, 10, 5)]);
  });

  test('a drive takes one shard of its set, and its server goes on answering', () => {
    const one = withDriveSwitched(nothingOff, 3, 1);
    expect(setStates(pool, one)).toEqual([setState(pool, 11, 6), setState(pool, 12, 6)]);
    const both = withDriveSwitched(one, 3, 0);
    expect(setStates(pool, both)).toEqual([setState(pool, 10, 6), setState(pool, 12, 6)]);
  });

  test('a server of a large pool takes shards of its own sets only', () => {
    const large = present(fortyServers.pools[0]);
    const states = setStates(large, withServers(nothingOff, [0], true));
    expect(states.filter(({ shardsLeft }) => shardsLeft === 9)).toHaveLength(16);
    expect(states.filter(({ shardsLeft }) => shardsLeft === 10)).toHaveLength(48);
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
      'Off: 2 servers and 1 drive. Of 2 sets 1 is readable and writable and 1 is lost (set 0).',
    ]);
  });

  test('of several pools speaks of those that something is off in', () => {
    const [first, second] = twoShapes.pools.map((shape) => ({
      name: shape.name,
      off: nothingOff,
      states: setStates(shape, nothingOff),
    }));
    const both = [present(first), present(second)];
    expect(outcomeLines(both)).toEqual(['Nothing is off. Both sets are readable and writable.']);
    const off = withServers(nothingOff, [0], true);
    expect(outcomeLines([present(first), { ...present(second), off, states: setStates(pool, off) }])).toEqual(
      ['pool-1. Off: 1 server. Both sets are readable and writable.'],
    );
  });

  function outcome(name: string, off: SwitchedOff) {
    return { name, off, states: setStates(pool, off) };
  }
});

describe('the worst placement', () => {
  test('says how many of each may be off with the same outcome', () => {
    expect(worstCases(pool).map(({ failure, state, most }) => [failure, stateName(state), most])).toEqual([
      ['drive', 'readable and writable', 4],
      ['server', 'readable and writable', 2],
      ['node', 'readable and writable', 2],
      ['zone', 'readable and writable', 1],
    ]);
  });

  test('may have all servers on one node', () => {
    const node = worstCases(present(unplaced.pools[0])).at(-1);
    expect(node).toMatchObject({ failure: 'node', state: { isLost: true }, most: 1 });
  });
});
