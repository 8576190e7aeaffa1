import { setOfDrive } from '../../lib/erasure';
import {
  dealt,
  simulated,
  without,
  type DriveAt,
  type Outcome,
  type SimulatedPool,
} from '../support/simulated-tenant';
import {
  everyChoiceOfDrives,
  everyChoiceOfServers,
  worst,
  worstWithoutDrives,
  worstWithoutServers,
  type Off,
} from './placements';
import { layoutName, layoutOf, layoutsUpTo, simulatedPool } from './pools';
import { awayIn, goesOn, measuredStates, stateTitle, type MeasuredState } from '../rustfs/states/state';

const layouts = layoutsUpTo(16, 8);
const small = layouts.filter(({ servers, drivesPerServer }) => servers * drivesPerServer <= 12);

/** The worst by how many are off, over all of these choices. */
function worstByCount(pool: SimulatedPool, choices: readonly Off[]): Outcome[] {
  const byCount: Outcome[][] = [];
  for (const off of choices) {
    const outcomes = (byCount[off.servers.length + off.drives.length] ??= []);
    outcomes.push(simulated([[pool, without(pool, off)]]));
  }
  return byCount.map(worst);
}

describe('placements up to symmetry are as bad as all placements, in every pool of up to 12 drives', () => {
  test('of servers that are off', () => {
    for (const layout of small) {
      const pool = simulatedPool(layout);
      const all = worstByCount(pool, everyChoiceOfServers(pool));
      const some = all.map((_, count) => worstWithoutServers(pool, count));
      expect([layoutName(layout), some]).toEqual([layoutName(layout), all]);
    }
  });

  test('of drives that are off', () => {
    for (const layout of small) {
      const pool = simulatedPool(layout);
      const all = worstByCount(pool, everyChoiceOfDrives(pool));
      const some = all.map((_, count) => worstWithoutDrives(pool, count));
      expect([layoutName(layout), some]).toEqual([layoutName(layout), all]);
    }
  });
});

test('the planner puts drives into the sets that the simulation deals, in every pool of up to 16 x 8', () => {
  for (const layout of layouts.filter(({ parity }) => parity === 0)) {
    const planned = Array.from({ length: layout.sets }, (): [number, number][] => []);
    for (let drive = 0; drive < layout.drivesPerServer; drive++) {
      for (let server = 0; server < layout.servers; server++) {
        planned[setOfDrive(layout, server, drive)]?.push([server, drive]);
      }
    }
    const sets = dealt(simulatedPool(layout));
    expect([layoutName(layout), planned]).toEqual([layoutName(layout), sets]);
    for (const set of sets) {
      const servers = new Set(set.map(([server]) => server));
      expect([layoutName(layout), servers.size]).toEqual([layoutName(layout), layout.serversPerSet]);
    }
  }
});

describe('the simulation says what a real RustFS did', () => {
  /** What goes on in a state, by what is asked; users lie in one of the pools, so one that can write them is enough. */
  function simulatedAnswers(state: MeasuredState): ReturnType<typeof goesOn> {
    const pools = state.pools.map((shape, i) => {
      const [servers = 0, drives = 0] = shape.split('x').map(Number);
      const away = awayIn(state).filter(({ pool }) => pool === 'abc'[i]);
      const pool = simulatedPool(layoutOf(servers, drives));
      const power = without(pool, {
        servers: away.flatMap(({ server, drive }) => (drive === undefined ? [server] : [])),
        drives: away.flatMap(({ server, drive }): DriveAt[] =>
          drive === undefined ? [] : [[server, drive]],
        ),
      });
      return [pool, power] as const;
    });
    const { bucket, objects } = simulated(pools);
    const makesUsers = pools.some((pool) => simulated([pool]).system.write);
    const { read, write } = objects;
    return {
      ...{ get: read, getBig: read, list: read, put: write, putBig: write },
      makeBucket: bucket.write && makesUsers,
      addUser: makesUsers,
    };
  }

  test.each(measuredStates.map((state) => [stateTitle(state), state] as const))('with %s', (_, state) => {
    expect(simulatedAnswers(state)).toEqual(goesOn(state.answers));
  });
});
