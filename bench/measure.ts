import { execFileSync, spawnSync } from 'node:child_process';
import { join } from 'node:path';

const root = join(__dirname, '..');

/** What a run took: of the processor, which others on the machine do not change, and by the clock. */
export interface Times {
  readonly cpu: number;
  readonly clock: number;
}

/** The median times of whole Node processes, run in turn so that all see the same machine. */
export function processTimes(programs: readonly (readonly string[])[], runs: number): Times[] {
  const times = programs.map((): Times[] => []);
  for (let run = 0; run < runs; run++) programs.forEach((program, i) => times[i]?.push(timesOf(program)));
  return times.map((each) => ({
    cpu: median(each.map(({ cpu }) => cpu)),
    clock: median(each.map(({ clock }) => clock)),
  }));
}

function timesOf(program: readonly string[]): Times {
  const start = performance.now();
  const { status, output } = spawnSync(process.execPath, ['-r', join(__dirname, 'cpu.cjs'), ...program], {
    cwd: root,
    // Certificates that Node reads at every start would drown what is measured.
    env: { ...process.env, NODE_EXTRA_CA_CERTS: undefined, NODE_OPTIONS: undefined },
    stdio: ['ignore', 'pipe', 'inherit', 'pipe'],
    encoding: 'utf8',
  });
  if (status !== 0) throw new Error(`node ${program.join(' ')} failed.`);
  return { cpu: Number(output[3]), clock: performance.now() - start };
}

/** A work of `work.cjs`, and what it takes. */
export type Work = readonly [name: string, ...args: (string | number)[]];

/** What a work of `work.cjs` measures, in a process of its own. */
export function measured(...work: Work): Readonly<Record<string, unknown>> {
  const text = execFileSync(process.execPath, [join(__dirname, 'work.cjs'), ...work.map(String)], {
    cwd: root,
    env: { ...process.env, NODE_NO_WARNINGS: '1' },
    encoding: 'utf8',
  });
  return JSON.parse(text);
}

/** The medians of several works' numbers, run in turn. */
export function medians(works: readonly Work[], runs: number, keys: readonly string[] = ['ms']): number[][] {
  const results = works.map((): Readonly<Record<string, unknown>>[] => []);
  for (let run = 0; run < runs; run++) {
    works.forEach((work, i) => results[i]?.push(measured(...work)));
  }
  const digests = new Set(results.flat().flatMap(({ digest }) => (digest === undefined ? [] : [digest])));
  if (digests.size > 1) throw new Error('The outputs are not the same.');
  return results.map((each) => keys.map((key) => median(each.map((result) => Number(result[key])))));
}

export function median(numbers: readonly number[]): number {
  return [...numbers].sort((a, b) => a - b)[numbers.length >> 1] ?? Number.NaN;
}
