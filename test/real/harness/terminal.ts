import { spawn } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { builtProgram } from '../../support/built-program';
import { pathOf, type Program } from '../control-plane/programs';
import type { ControlPlane } from '../control-plane/start';

/** What a command printed, and its exit code. */
export interface Ended {
  readonly code: number;
  readonly output: string;
  readonly errors: string;
}

/**
 * A shell of somebody who works with the cluster: `kubectl`, `rustfs-tenant`, `npx rustfs-tenant` and
 * `npm run -s rustfs-tenant --` are there as the docs write them, in a working folder of its own.
 */
export interface Terminal {
  readonly folder: string;
  /** What its programs are started with. */
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Writes a file in the working folder, with the folders that it is in. */
  write(file: string, text: string): void;
  /** Runs a block of commands as it is printed, up to the first that fails, and says how it ended. */
  attempt(commands: string, options?: Typed): Promise<Ended>;
  /** The same, for what has to work: what it printed on standard output; fails with all that it printed. */
  run(commands: string, options?: Typed): Promise<string>;
  /** Removes the folder. */
  close(): void;
}

export interface Typed {
  /** What is on standard input. @default nothing */
  readonly input?: string;
  readonly variables?: Readonly<Record<string, string>>;
}

/** Opens a terminal at the control plane, with further programs in its PATH. */
export function openTerminal({ kubeconfig }: ControlPlane, ...programs: readonly Program[]): Terminal {
  const root = mkdtempSync(join(tmpdir(), 'terminal-'));
  const bin = join(root, 'bin');
  const folder = join(root, 'work');
  [bin, folder].forEach((each) => mkdirSync(each));
  for (const program of new Set<Program>(['kubectl', ...programs]))
    // Of Helm there are two, and each is called `helm`.
    symlinkSync(pathOf(program), join(bin, program.replace(/-\d$/, '')));
  const script = (name: string, text: string) => {
    writeFileSync(join(bin, name), `#!/bin/sh\n${text}\n`);
    chmodSync(join(bin, name), 0o755);
  };
  script('rustfs-tenant', `exec '${process.execPath}' '${builtProgram(bin)}' "$@"`);
  script('npx', 'exec "$@"');
  script('npm', '[ "$1 $2 $4" = "run -s --" ] || exit 1; command=$3; shift 4; exec "$command" "$@"');
  const environment = {
    ...process.env,
    KUBECONFIG: kubeconfig,
    PATH: [bin, process.env.PATH].join(delimiter),
  };

  const attempt: Terminal['attempt'] = (commands, { input = '', variables = {} } = {}) =>
    new Promise((resolve, reject) => {
      const shell = spawn('bash', ['-e', '-o', 'pipefail', '-c', commands], {
        cwd: folder,
        env: { ...environment, ...variables },
      });
      let output = '';
      let errors = '';
      shell.stdout.setEncoding('utf8').on('data', (text: string) => (output += text));
      shell.stderr.setEncoding('utf8').on('data', (text: string) => (errors += text));
      shell.on('error', reject);
      shell.on('close', (code) => resolve({ code: code ?? 1, output, errors }));
      // A command that does not read what it is given ends before it is all written.
      shell.stdin.on('error', () => undefined);
      shell.stdin.end(input);
    });
  return {
    folder,
    environment,
    write: (file, text) => {
      mkdirSync(dirname(join(folder, file)), { recursive: true });
      writeFileSync(join(folder, file), text);
    },
    attempt,
    run: async (commands, options) => {
      const { code, output, errors } = await attempt(commands, options);
      if (code !== 0) throw new Error(`Exit code ${code} of:\n${commands}\n${output}${errors}`);
      return output;
    },
    close: () => rmSync(root, { recursive: true, force: true }),
  };
}
