import { buildSync } from 'esbuild';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { runProject, type ProgramOptions, type ProgramRun } from '../../scripts/pulumi-engine';

const root = join(__dirname, '../..');

/** Runs a program of this checkout as Pulumi does, in a process of its own, together with the sources in lib that it imports. */
export function runPulumi(program: string, options: ProgramOptions = {}): Promise<ProgramRun> {
  const folder = join(root, 'node_modules/.cache/pulumi-programs', program.replaceAll(/\W/g, '-'));
  buildSync({
    entryPoints: [join(root, program)],
    outfile: join(folder, 'index.js'),
    bundle: true,
    platform: 'node',
    packages: 'external',
    tsconfig: join(root, 'tsconfig.json'),
    logLevel: 'error',
  });
  writeFileSync(join(folder, 'package.json'), '{}');
  return runProject(folder, options);
}
