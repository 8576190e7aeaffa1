import { run } from '../../lib/cli/run';

/** What a call of the command line printed, and its exit code. */
export interface CliResult {
  readonly code: number;
  readonly output: string;
  readonly errors: string;
}

/** Runs the command line in this process. */
export function runCli(args: readonly string[], input = ''): CliResult {
  let output = '';
  let errors = '';
  const code = run(args, {
    input: () => input,
    print: (text) => (output += text),
    printError: (text) => (errors += text),
  });
  return { code, output, errors };
}
