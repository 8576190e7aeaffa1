import { spawn } from 'node:child_process';
import type { Terminal } from '../harness/terminal';

/** What a command printed, and how it ended. */
export interface Outcome {
  readonly command: string;
  readonly code: number;
  readonly output: string;
  readonly errors: string;
}

/** A shell that stays open, as that of somebody who works through a runbook: what one command sets, the next one knows. */
export interface Session {
  /** Types a command, and what it asks for. */
  type(command: string, answer?: string): Promise<Outcome>;
  close(): void;
}

/** Opens one in the terminal's folder, with programs of ours before its own. */
export function openSession(
  { folder, environment }: Terminal,
  variables: Readonly<Record<string, string>>,
): Session {
  const shell = spawn('bash', [], { cwd: folder, env: { ...environment, ...variables } });
  let output = '';
  let errors = '';
  let look: () => void = () => undefined;
  shell.stdout.setEncoding('utf8').on('data', (text: string) => {
    output += text;
    look();
  });
  shell.stderr.setEncoding('utf8').on('data', (text: string) => {
    errors += text;
    look();
  });
  return {
    type: (command, answer) =>
      new Promise((resolve) => {
        output = '';
        errors = '';
        look = () => {
          const ended = /(?:^|\n)?ended: (\d+)\n$/.exec(output);
          if (ended === null || !errors.endsWith('ended\n')) return;
          resolve({
            command,
            code: Number(ended[1]),
            output: output.slice(0, ended.index),
            errors: errors.slice(0, -'ended\n'.length),
          });
        };
        const typed = answer === undefined ? '' : `${answer}\n`;
        shell.stdin.write(`${command}\n${typed}{ echo "ended: $?"; echo ended >&2; }\n`);
      }),
    close: () => shell.kill('SIGKILL'),
  };
}
