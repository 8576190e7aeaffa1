import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** What came of a script. */
export interface Ran {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
  /** Every call of a program that was put in place of the real one, with its arguments. */
  readonly calls: readonly string[];
}

/** Runs a script in bash, with programs of its own in place of those that would reach a cluster. */
export function inShell(
  script: string,
  programs: Readonly<Record<string, string>>,
  environment: Readonly<Record<string, string>> = {},
): Ran {
  const folder = mkdtempSync(join(tmpdir(), 'runbook-'));
  const log = join(folder, 'calls.log');
  try {
    writeFileSync(log, '');
    for (const [name, text] of Object.entries(programs)) {
      const recorded = `#!/bin/sh\necho "${name} $*" >> '${log}'\n${text}\n`;
      writeFileSync(join(folder, name), recorded, { mode: 0o755 });
    }
    const { status, stdout, stderr } = spawnSync('bash', ['-c', script], {
      cwd: folder,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { PATH: `${folder}:${process.env.PATH ?? ''}`, ...environment },
    });
    const calls = readFileSync(log, 'utf8')
      .split('\n')
      .filter((line) => line !== '');
    return { status, stdout, stderr, calls };
  } finally {
    rmSync(folder, { recursive: true });
  }
}
