import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { median, medians, processTimes } from './measure';
import type { Row } from './row';

const root = join(__dirname, '..');

/** `App.synth` of a chart per tenant, and the same files by FleetApp. */
export function synthRow(tenants: number, least: number, runs: number): Row {
  const [[stock = 0] = [], [fleet = 0] = []] = medians(
    [
      ['stock-synth', tenants],
      ['fleet-synth', tenants],
    ],
    runs,
  );
  return {
    work: `${tenants} charts: \`FleetApp.synth\` over stock \`App.synth\`, same bytes`,
    measured: `${times(stock / fleet)} faster (${stock.toFixed(0)} ms to ${fleet.toFixed(0)} ms)`,
    goal: `at least ${least}x faster`,
    isReached: stock / fleet >= least,
  };
}

/** Ten times the tenants: time, and memory. */
export function streamRow(runs: number): Row {
  const [[few = 0, fewMegabytes = 0] = [], [many = 0, manyMegabytes = 0] = []] = medians(
    [
      ['stream', 1000],
      ['stream', 10_000],
    ],
    runs,
    ['ms', 'megabytes'],
  );
  return {
    work: 'compose and YAML: 10,000 tenants over 1,000, as a stream',
    measured: `${times(many / few)} (${few.toFixed(0)} ms to ${many.toFixed(0)} ms); memory ${fewMegabytes.toFixed(0)} MB to ${manyMegabytes.toFixed(0)} MB`,
    goal: 'at most 11x',
    isReached: many / few <= 11 && manyMegabytes / fewMegabytes <= 11,
  };
}

export function layoutRow(runs: number): Row {
  const [[ms = 0] = []] = medians([['layout', 32]], runs);
  return {
    work: 'check and layout of a tenant with 32 pools, warm',
    measured: `${ms.toFixed(2)} ms`,
    goal: 'under 1 ms',
    isReached: ms < 1,
  };
}

export function composeRow(runs: number): Row {
  const [[ms = 0, checkMs = 0, baseMs = 1] = []] = medians([['compose', 1000]], runs, [
    'ms',
    'checkMs',
    'baseMs',
  ]);
  return {
    work: '1,000 tenants: compose alone, over `JSON.stringify` of the same objects',
    measured: `${times(ms / baseMs)} (with its checks ${times((ms + checkMs) / baseMs)})`,
    goal: 'at most 3x',
    isReached: ms / baseMs <= 3,
  };
}

/**
 * The tests of the pure part, as after a fresh checkout: nothing is compiled yet. Beside each run an empty process says
 * how fast the machine is at that time.
 */
export function suiteRow(runs: number): Row {
  const seconds: number[] = [];
  const empty: number[] = [];
  for (let run = 0; run < runs; run++) {
    const cache = mkdtempSync(join(tmpdir(), 'bench-'));
    const start = performance.now();
    const { status } = spawnSync('npm', ['run', '-s', 'test:pure', '--', '--cacheDirectory', cache], {
      cwd: root,
      stdio: 'ignore',
    });
    seconds.push((performance.now() - start) / 1000);
    rmSync(cache, { recursive: true });
    empty.push(...processTimes([['-e', '']], 7).map(({ clock }) => clock / 1000));
    if (status !== 0) throw new Error('The tests of the pure part do not pass.');
  }
  return {
    work: 'tests of the pure part, cold, by the clock',
    measured: `${median(seconds).toFixed(1)} s, as long as ${(median(seconds) / median(empty)).toFixed(0)} empty processes`,
    goal: 'under 10 s',
    isReached: median(seconds) < 10,
  };
}

function times(ratio: number): string {
  return `${ratio.toFixed(1)}x`;
}
