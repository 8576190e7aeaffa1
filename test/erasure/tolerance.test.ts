import { survives, type Failure, type Placement, type PoolLayout } from '../../lib/erasure';
import { simulated, without, type Outcome } from '../support/simulated-tenant';
import { firstShut } from './outages';
import { startsWithoutServers, worst, worstWithoutDrives, worstWithoutServers } from './placements';
import { layoutName, layoutsUpTo, simulatedPool } from './pools';

const zone = 'topology.kubernetes.io/zone';
const anywhere: Placement = { nodes: { kind: 'anywhere' }, domains: {} };

/** What the simulation says, as the planner does: what goes on, and the first gate that is shut. */
function simulatedSurvival(outcome: Outcome) {
  const { objects, isLost } = outcome;
  return { canRead: objects.read, canWrite: objects.write, isLost, shut: firstShut(outcome) };
}

function plannedSurvival(layout: PoolLayout, placement: Placement, failure: Failure) {
  const { canRead, canWrite, isLost, shut } = survives(layout, placement, failure);
  return { canRead, canWrite, isLost, shut };
}

/** The most that may be off while something goes on, when `worstWithout` says what goes on without so many. */
function most(all: number, goesOn: (count: number) => boolean): number {
  let count = 0;
  while (count < all && goesOn(count + 1)) count++;
  return count;
}

describe('in every pool of up to 16 servers of 8 drives, with every set size and parity', () => {
  const layouts = layoutsUpTo(16, 8);

  test('so many servers may fail as no choice of them shuts a gate', () => {
    for (const layout of layouts) {
      const { servers, serverTolerance } = layout;
      const outcomes = Array.from({ length: servers + 1 }, (_, count) =>
        worstWithoutServers(simulatedPool(layout), count),
      );
      expect([layoutName(layout), serverTolerance]).toEqual([
        layoutName(layout),
        {
          read: most(servers, (count) => outcomes[count]?.objects.read ?? false),
          write: most(servers, (count) => outcomes[count]?.objects.write ?? false),
        },
      ]);
      const planned = outcomes.map((_, count) => plannedSurvival(layout, anywhere, { of: 'servers', count }));
      expect([layoutName(layout), planned]).toEqual([layoutName(layout), outcomes.map(simulatedSurvival)]);
    }
  });

  test('deletions go on while reads and writes do, whichever servers or drives may fail', () => {
    for (const layout of layouts) {
      const { serverTolerance, driveTolerance } = layout;
      const pool = simulatedPool(layout);
      const outcomes = [
        worstWithoutServers(pool, serverTolerance.write),
        worstWithoutDrives(pool, driveTolerance.write),
      ];
      const gone = outcomes.map(({ deletionLock }) => deletionLock);
      expect([layoutName(layout), gone]).toEqual([layoutName(layout), [true, true]]);
    }
  });

  test('so many servers may be missing at a start as no choice of them holds it up', () => {
    for (const layout of layouts) {
      const missing = most(layout.servers, (count) => startsWithoutServers(simulatedPool(layout), count));
      expect([layoutName(layout), layout.coldStartMissingServers]).toEqual([layoutName(layout), missing]);
    }
  });

  test('so many drives may fail as no choice of them shuts a gate', () => {
    for (const layout of layouts) {
      const { servers, drivesPerServer, driveTolerance } = layout;
      const drives = servers * drivesPerServer;
      // Up to the first number that stops reads and writes.
      const outcomes = [worstWithoutDrives(simulatedPool(layout), 0)];
      while (outcomes.at(-1)?.objects.read === true || outcomes.at(-1)?.objects.write === true) {
        outcomes.push(worstWithoutDrives(simulatedPool(layout), outcomes.length));
      }
      expect([layoutName(layout), driveTolerance]).toEqual([
        layoutName(layout),
        {
          read: most(drives, (count) => outcomes[count]?.objects.read ?? false),
          write: most(drives, (count) => outcomes[count]?.objects.write ?? false),
        },
      ]);
      const planned = outcomes.map((_, count) => plannedSurvival(layout, anywhere, { of: 'drives', count }));
      expect([layoutName(layout), planned]).toEqual([layoutName(layout), outcomes.map(simulatedSurvival)]);
    }
  });
});

describe('wherever the scheduler may put the servers of a pool of up to 6 x 2', () => {
  const servers = [1, 2, 3, 4, 5, 6];
  const layouts = layoutsUpTo(6, 2);

  /** What the planner and the simulation say of every pool of so many servers, when any of these fall. */
  function bothSay(count: number, falls: readonly number[][], placement: Placement, failure: Failure) {
    return layouts
      .filter((layout) => layout.servers === count)
      .map((layout) => {
        const pool = simulatedPool(layout);
        const outcomes = falls.map((fallen) =>
          simulated([[pool, without(pool, { servers: fallen, drives: [] })]]),
        );
        return {
          planned: [layoutName(layout), plannedSurvival(layout, placement, failure)],
          simulated: [layoutName(layout), simulatedSurvival(worst(outcomes))],
        };
      });
  }

  test.each(servers)('so many nodes may fail, of %i servers with a node each', (count) => {
    const apart = Array.from({ length: count }, (_, server) => server);
    for (let nodes = 0; nodes <= count; nodes++) {
      const placement: Placement = { nodes: { kind: 'one-each' }, domains: {} };
      for (const said of bothSay(count, fallsOf([apart], nodes), placement, { of: 'nodes', count: nodes })) {
        expect(said.planned).toEqual(said.simulated);
      }
    }
  });

  test.each(servers)('so many nodes may fail, of %i servers that may share nodes', (count) => {
    for (let nodes = 0; nodes <= 3; nodes++) {
      const falls = fallsOf(everyPlacing(count, 4), nodes);
      for (const said of bothSay(count, falls, anywhere, { of: 'nodes', count: nodes })) {
        expect(said.planned).toEqual(said.simulated);
      }
    }
  });

  test.each(servers.flatMap((count) => [1, 2].map((maxSkew) => [count, maxSkew] as const)))(
    'so many domains may fail, of %i servers over three or four with a skew of %i',
    (count, maxSkew) => {
      const placed = [3, 4].flatMap((domains) =>
        everyPlacing(count, domains).filter((domainOf) => skew(domainOf, domains) <= maxSkew),
      );
      const spread = { kind: 'even', domains: 3, maxSkew } as const;
      const placement: Placement = { nodes: { kind: 'anywhere' }, domains: { [zone]: spread } };
      for (let domains = 0; domains <= 3; domains++) {
        const failure: Failure = { of: 'domains', topologyKey: zone, count: domains };
        for (const said of bothSay(count, fallsOf(placed, domains), placement, failure)) {
          expect(said.planned).toEqual(said.simulated);
        }
      }
    },
  );
});

/** The servers that fall with `count` domains, whichever those are: each choice once. Says the domain of each server. */
function fallsOf(placed: readonly number[][], count: number): number[][] {
  const falls = new Map<string, number[]>();
  for (const domainOf of placed) {
    for (const domains of choices([...new Set(domainOf)], count)) {
      const fallen = domainOf.flatMap((domain, server) => (domains.includes(domain) ? [server] : []));
      falls.set(fallen.join(), fallen);
    }
  }
  return [...falls.values()];
}

/** Every way to put servers into domains: the domain of each server. */
function everyPlacing(servers: number, domains: number): number[][] {
  if (servers === 0) return [[]];
  const first = Array.from({ length: domains }, (_, domain) => domain);
  return everyPlacing(servers - 1, domains).flatMap((rest) => first.map((domain) => [domain, ...rest]));
}

/** How many servers the fullest domain has more than the emptiest. */
function skew(domainOf: readonly number[], domains: number): number {
  const sizes = Array.from(
    { length: domains },
    (_, domain) => domainOf.filter((own) => own === domain).length,
  );
  return Math.max(...sizes) - Math.min(...sizes);
}

/** Every choice of `count` of these, or all where there are fewer. */
function choices<T>(all: readonly T[], count: number): T[][] {
  if (count >= all.length) return [[...all]];
  if (count === 0) return [[]];
  const [first, ...rest] = all;
  if (first === undefined) return [[]];
  return [...choices(rest, count - 1).map((some) => [first, ...some]), ...choices(rest, count)];
}
