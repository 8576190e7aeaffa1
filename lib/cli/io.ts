import { readFileSync } from 'node:fs';

/** What a command talks to; tests bring their own. */
export interface Io {
  /** All of standard input. */
  readonly input: () => string;
  readonly print: (text: string) => void;
  readonly printError: (text: string) => void;
}

/** The process's own streams. */
export const processIo: Io = {
  input: () => readFileSync(0, 'utf8'),
  print: (text) => process.stdout.write(text),
  printError: (text) => process.stderr.write(text),
};

/** A mistake in the call: said without a stack trace, exit code 2. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}
