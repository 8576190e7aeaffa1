import { readSync } from 'node:fs';

/** What a command talks to; tests bring their own. */
export interface Io {
  /** All of standard input. */
  readonly input: () => string;
  readonly print: (text: string) => void;
  readonly printError: (text: string) => void;
}

/** The process's own streams. */
export const processIo: Io = {
  input: readStandardInput,
  print: (text) => process.stdout.write(text),
  printError: (text) => process.stderr.write(text),
};

/** A mistake in the call: said without a stack trace, exit code 2. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

function readStandardInput(): string {
  const chunks: Buffer[] = [];
  const chunk = Buffer.alloc(65_536);
  for (;;) {
    try {
      const length = readSync(0, chunk);
      if (length === 0) return Buffer.concat(chunks).toString('utf8');
      chunks.push(Buffer.from(chunk.subarray(0, length)));
    } catch (cause) {
      if (codeOf(cause) === 'EOF') return Buffer.concat(chunks).toString('utf8');
      // A pipe that does not block and has nothing to give yet: look again in a moment.
      if (codeOf(cause) !== 'EAGAIN') throw cause;
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 10);
    }
  }
}

/** The code of a system error, such as ENOENT. */
export function codeOf(cause: unknown): unknown {
  return typeof cause === 'object' && cause !== null && 'code' in cause ? cause.code : undefined;
}
