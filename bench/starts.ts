import { medians, processTimes, type Times } from './measure';
import type { Row } from './row';

/** A program, the one it is measured over, and by how many milliseconds it may exceed it. */
interface Start {
  readonly work: string;
  readonly program: readonly string[];
  readonly base: readonly string[];
  readonly most?: number;
}

const nothing = ['-e', ''];

const starts: readonly Start[] = [
  {
    work: '`rustfs-tenant render` of one tenant, over an empty process',
    program: ['build/lib/cli/main.js', 'render', 'examples/media.yaml'],
    base: nothing,
    most: 30,
  },
  {
    work: 'stock cdk8s app of the same tenant, over an empty process',
    program: ['bench/stock-app.cjs'],
    base: nothing,
  },
  {
    work: 'import of `rustfs-constructs` and a first tenant as YAML, over an empty process',
    program: ['bench/first-tenant.cjs'],
    base: nothing,
  },
];

/** Whole processes. */
export function startRows(runs: number): Row[] {
  const times = processTimes(
    starts.flatMap(({ program, base }) => [program, base]),
    runs * 7,
  );
  return starts.map(({ work, most }, i) => {
    const cpu = difference(times, i, 'cpu');
    return {
      work,
      measured: `+${cpu.toFixed(1)} ms (by the clock +${difference(times, i, 'clock').toFixed(1)})`,
      goal: most === undefined ? '' : `at most +${most} ms`,
      ...(most !== undefined && { isReached: cpu <= most }),
    };
  });
}

function difference(times: readonly Times[], i: number, of: keyof Times): number {
  return (times[2 * i]?.[of] ?? Number.NaN) - (times[2 * i + 1]?.[of] ?? Number.NaN);
}

const imports: readonly (readonly [entry: string, over: string, most: number])[] = [
  ['rustfs-constructs', 'node:fs', 10],
  ['rustfs-constructs/cdk8s', 'cdk8s', 5],
  ['rustfs-constructs/pulumi', '@pulumi/kubernetes', 5],
];

/** What an import adds, in a process that has loaded what it stands on. */
export function importRows(runs: number): Row[] {
  return imports.map(([entry, over, most]) => {
    const [[ms = 0] = []] = medians([['import', entry, over]], runs * 5);
    return {
      work: `import of \`${entry}\`, after \`${over}\``,
      measured: `+${ms.toFixed(1)} ms by the clock`,
      goal: `at most +${most} ms`,
      isReached: ms <= most,
    };
  });
}
