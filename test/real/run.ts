import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { buildParts } from './built-parts';
import { build, cacheFolder, goVersion } from './control-plane/programs';
import { parts } from './parts';

/**
 * `npm run test:real [-- PART ...] [--jest-option ...]`: builds what the parts run, and runs them, one after the other:
 * each has a control plane of its own. A part whose programs are not built after REAL_BUILD_MINUTES, unless it is
 * required, is counted as skipped, by name.
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
  const minutes = Number(process.env.REAL_BUILD_MINUTES ?? Infinity);
  const built = buildParts(
    chosen,
    (program, milliseconds) => {
      const outcome = build(program, milliseconds);
      if (outcome === 'built')
        console.log(`${program} is built, ${minutesSince(started)} minutes after the start.`);
      return outcome !== 'late';
    },
    () => started + minutes * 60_000 - Date.now(),
  );
  console.log(`The programs are in ${cacheFolder}.`);
  const leftOut = built.leftOut.map(({ folder }) => folder).join();
  if (leftOut !== '') console.log(`Left out, as not built after ${minutes} minutes: ${leftOut}.`);
  const files = built.run.map(({ folder }) => `/test/real/${folder}/`);
  const options = parameters.filter((parameter) => parameter.startsWith('-'));
  const { status } = spawnSync(
    process.execPath,
    [
      require.resolve('jest/bin/jest'),
      `--config=${join(__dirname, 'jest.config.cjs')}`,
      '--runInBand',
      ...options,
      ...files,
      ...(leftOut === '' ? [] : ['/test/real/left-out']),
    ],
    {
      stdio: 'inherit',
      env: leftOut === '' ? process.env : { ...process.env, REAL_PARTS_LEFT_OUT: leftOut },
    },
  );
  return status ?? 1;
}

function minutesSince(start: number): string {
  return ((Date.now() - start) / 60_000).toFixed(1);
}

process.exitCode = main(process.argv.slice(2));
