import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  bucketQuorum,
  drivesBeforeBucketGate,
  gateRules,
  isLaidOut,
  poolLayout,
  writeLockQuorum,
  type PoolLayout,
} from '../../lib/erasure';
import { efficiency } from '../../lib/report/words';
import { present } from '../support/composed';

const page = readFileSync(join(__dirname, '../../docs/erasure.md'), 'utf8');

/** The rows of the first table of a section, without its head. */
function tableOf(section: string): string[][] {
  const [, after = ''] = page.split(`\n## ${section}\n`);
  const [, table = ''] = /\n\n((?:\|.*\n)+)/.exec(after) ?? [];
  const cells = (line: string) =>
    line
      .split('|')
      .slice(1, -1)
      .map((cell) => cell.trim());
  return table.trimEnd().split('\n').slice(2).map(cells);
}

/** The pool that a row is about, laid out as RustFS chooses. */
function poolOf(shape: string): PoolLayout {
  const [, servers, drives] = present(/^(\d+) x (\d+)$/.exec(shape) ?? undefined);
  const pool = { name: 'pool-0', servers: Number(servers), drivesPerServer: Number(drives), driveBytes: 1n };
  const layout = poolLayout({ ...pool, isSingleDrive: shape === '1 x 1' }, {});
  if (!isLaidOut(layout)) throw new Error(`${shape} forms no pool.`);
  return layout;
}

/** What may fail and everything goes on: in these tables never less for reads than for writes. */
function mayFail({ read, write }: { readonly read: number; readonly write: number }): string {
  expect(read).toBe(write);
  return write === 0 ? 'none' : String(write);
}

describe('docs/erasure.md', () => {
  test('shows every gate by version, as the planner has it', () => {
    expect(tableOf('Three gates')).toEqual(
      gateRules.map(({ gate, versions, read, write, isMeasured, source }) => [
        gate,
        versions,
        read,
        write,
        isMeasured ? 'yes' : 'no',
        source
          .split(', ')
          .map((each) => (each.startsWith('crates/') ? `\`${each}\`` : each))
          .join(', '),
      ]),
    );
  });

  const layouts = tableOf('Buy by this table').map((row) => [row[0] ?? '', row] as const);

  test('recommends some layouts', () => {
    expect(layouts.map(([shape]) => shape)).toEqual(
      expect.arrayContaining(['3 x 1', '4 x 4', '6 x 4', '8 x 4']),
    );
  });

  test.each(layouts)('says of %s what the planner says', (shape, row) => {
    const pool = poolOf(shape);
    expect(row.slice(1, -1)).toEqual([
      `${pool.sets} of ${pool.setSize}, parity ${pool.parity}`,
      efficiency(pool),
      mayFail(pool.serverTolerance),
      mayFail(pool.driveTolerance),
    ]);
  });

  const smaller = tableOf('Upgrading: promises that became smaller').map(
    ([shape = '', what = '', before = '', now = '']) => [shape, what, before, now] as const,
  );

  test.each(smaller)(
    'says of %s how many %s may fail now, which is less than %s',
    (shape, what, before, now) => {
      const { serverTolerance, driveTolerance } = poolOf(shape);
      expect(now).toBe(mayFail(what === 'servers' ? serverTolerance : driveTolerance));
      const most = Math.max(...[...before.matchAll(/\d+/g)].map(Number));
      expect(most).toBeGreaterThan(now === 'none' ? 0 : Number(now));
    },
  );

  test('may say that no PodDisruptionBudget changed: half of the servers never were enough to write', () => {
    const shapes = Array.from({ length: 16 }, (_, i) => i + 1).flatMap((servers) =>
      [1, 2, 3, 4, 6, 8].map((drivesPerServer) => ({ servers, drivesPerServer })),
    );
    for (const { servers, drivesPerServer } of shapes) {
      const isSingleDrive = servers * drivesPerServer === 1;
      const pool = poolLayout(
        { name: 'pool-0', servers, drivesPerServer, driveBytes: 1n, isSingleDrive },
        {},
      );
      if (!isLaidOut(pool)) continue;
      const { serversPerSet, drivesPerServerInSet, setSize, writeQuorum } = pool;
      const byShards = Math.floor((setSize - writeQuorum) / drivesPerServerInSet);
      const withoutGate = Math.min(serversPerSet - writeLockQuorum(serversPerSet), byShards);
      expect(pool.serverTolerance.write).toBe(withoutGate);
    }
  });

  test('has the formulas by which the gate of buckets stays open', () => {
    expect(page).toContain('At most ⌈N/2⌉ − 1 servers may fail');
    expect(page).toContain('At most ⌈D/2⌉ × ⌈N/2⌉ − 1 drives may fail');
    for (let servers = 1; servers <= 16; servers++) {
      expect(servers - bucketQuorum(servers)).toBe(Math.ceil(servers / 2) - 1);
      for (let drives = 1; drives <= 8; drives++) {
        expect(drivesBeforeBucketGate(servers, drives)).toBe(
          Math.ceil(drives / 2) * Math.ceil(servers / 2) - 1,
        );
      }
    }
  });
});
