import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { build, cacheFolder, goVersion } from './control-plane/programs';
import { parts } from './parts';

/**
 * `npm run test:real [-- PART ...] [--jest-option ...]`: builds what the parts run, and runs them, one after the other:
 * each has a control plane of its own.
 */
function main(parameters: readonly string[]): number {
  const named = parts.filter(({ folder }) => parameters.includes(folder));
  const chosen = named.length === 0 ? parts : named;
  if (goVersion() === undefined) {
    console.log(
      'The real suite is skipped: it builds a control plane with Go 1.26 or newer, and there is no `go` here.',
    );
    return 0;
  }
  const started = Date.now();
  for (const program of new Set(chosen.flatMap(({ programs }) => programs))) {
    if (!build(program)) continue;
    console.log(`${program} is built, ${minutesSince(started)} minutes after the start.`);
  }
  console.log(`The programs are in ${cacheFolder}.`);
  const folders = chosen.map(({ folder }) => `/test/real/${folder}/`);
  const options = parameters.filter((parameter) => parameter.startsWith('-'));
  const { status } = spawnSync(
    process.execPath,
    [
      require.resolve('jest/bin/jest'),
      `--config=${join(__dirname, 'jest.config.cjs')}`,
      '--runInBand',
      ...options,
      ...folders,
    ],
    { stdio: 'inherit' },
  );
  return status ?? 1;
}

function minutesSince(start: number): string {
  return ((Date.now() - start) / 60_000).toFixed(1);
}

process.exitCode = main(process.argv.slice(2));
