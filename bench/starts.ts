import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { processTimes, type Times } from './measure';
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
    work: 'import of `rustfs-constructs`, over an empty process',
    program: requiring('./build/lib/index.js'),
    base: nothing,
    most: 10,
  },
  {
    work: 'import of `rustfs-constructs/cdk8s`, over cdk8s',
    program: requiring('cdk8s', './build/lib/cdk8s/index.js'),
    base: requiring('cdk8s'),
    most: 5,
  },
  {
    work: 'import of `rustfs-constructs/pulumi`, over Pulumi',
    program: requiring('@pulumi/kubernetes', './build/lib/pulumi/index.js'),
    base: requiring('@pulumi/kubernetes'),
    most: 5,
  },
];

/** Whole processes, command line and imports; an entry point that there is not has no row. */
export function startRows(runs: number): Row[] {
  const present = starts.filter(({ program }) => !program.join().includes('pulumi') || hasPulumi());
  const times = processTimes(
    present.flatMap(({ program, base }) => [program, base]),
    runs * 7,
  );
  return present.map(({ work, most }, i) => {
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

function hasPulumi(): boolean {
  return existsSync(join(__dirname, '../build/lib/pulumi/index.js'));
}

function requiring(...modules: readonly string[]): string[] {
  return ['-e', modules.map((name) => `require(${JSON.stringify(name)});`).join('')];
}
