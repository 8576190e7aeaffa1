import { spawn, spawnSync } from 'node:child_process';
import { accessSync, constants, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { missing } from './missing';

/**
 * `npm run test:rustfs [-- --jest-option ...]`: runs rendered tenants on the RustFS that RUSTFS_BINARY names.
 *
 * The whole run has a network, a mount and a process namespace of its own. When it ends, in whatever way, the kernel ends
 * every process in it, and with them go the networks and drives: nothing has a name outside, so nothing is left to clean
 * up and two runs do not meet.
 */
function main(options: readonly string[]): void {
  const reason = missing({
    binary: process.env.RUSTFS_BINARY,
    isExecutable,
    platform: process.platform,
    userId: process.getuid?.(),
    hasProgram: (name) => spawnSync('which', [name]).status === 0,
  });
  if (reason !== undefined) {
    console.log(reason);
    return;
  }
  const jest = [
    require.resolve('jest/bin/jest'),
    `--config=${join(__dirname, 'jest.config.cjs')}`,
    '--runInBand',
    ...options,
  ];
  // Bash stays, as process 1, to reap whatever loses its parent.
  const inside = 'mount -t tmpfs tmpfs /run && mkdir /run/netns && ip link set lo up && "$@"; exit $?';
  const run = spawn(
    'setpriv',
    [
      // Should this process be killed, the one below is too, and with it the namespace.
      ...['--pdeathsig', 'KILL', 'unshare'],
      ...['--mount', '--net', '--pid', '--fork', '--mount-proc', '--kill-child'],
      ...['bash', '-c', inside, 'bash', process.execPath, ...jest],
    ],
    {
      stdio: ['ignore', 'inherit', 'inherit'],
      env: { ...process.env, RUSTFS_BINARY: resolve(process.env.RUSTFS_BINARY ?? '') },
    },
  );
  // Process 1 of a namespace does not hear Ctrl-C.
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
    process.on(signal, () => run.kill('SIGKILL'));
  run.on('exit', (status) => (process.exitCode = status ?? 1));
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return statSync(path).isFile();
  } catch {
    return false;
  }
}

main(process.argv.slice(2));
