import { spawnSync } from 'node:child_process';

/** Runs a command of the host and returns what it prints; what it complains of is the error. */
export function command(program: string, ...parameters: readonly string[]): string {
  const { status, stdout, stderr, error } = spawnSync(program, parameters, { encoding: 'utf8' });
  if (status === 0) return stdout;
  throw new Error(`${program} ${parameters.join(' ')}: ${error?.message ?? stderr.trim()}`);
}
