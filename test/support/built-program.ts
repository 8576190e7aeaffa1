import { join } from 'node:path';
import { buildSync } from 'esbuild';

/** The command line as one file in this folder, for tests that need a process of their own. */
export function builtProgram(folder: string): string {
  const program = join(folder, 'rustfs-tenant.cjs');
  buildSync({
    entryPoints: [join(__dirname, '../../lib/cli/program.ts')],
    outfile: program,
    bundle: true,
    platform: 'node',
    logLevel: 'error',
  });
  return program;
}
