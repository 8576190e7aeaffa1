import { readSync, writeSync } from 'node:fs';
import { codeOf } from '../files/code-of';

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
  print: (text) => writeAll('output', text),
  printError: (text) => writeAll('error', text),
};

/** A mistake in the call: said without a stack trace, exit code 2. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

/** Standard output or standard error takes no more. */
export class StreamError extends Error {
  override readonly name = 'StreamError';
  /** Whether the reader has closed its end, as `head` does. */
  readonly isClosed: boolean;

  constructor(
    readonly stream: 'output' | 'error',
    cause: unknown,
  ) {
    super(`Cannot write the output: ${reasonOf(cause)}`);
    this.isClosed = codeOf(cause) === 'EPIPE';
  }
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
      if (codeOf(cause) !== 'EAGAIN') throw cause;
      waitForPipe();
    }
  }
}

/** All of a text, at once: a process's own streams take longer to set up than a tenant takes to render. */
function writeAll(stream: 'output' | 'error', text: string): void {
  const bytes = Buffer.from(text);
  for (let start = 0; start < bytes.length;) {
    try {
      start += writeSync(stream === 'output' ? 1 : 2, bytes, start);
    } catch (cause) {
      if (codeOf(cause) !== 'EAGAIN') throw new StreamError(stream, cause);
      waitForPipe();
    }
  }
}

/** A pipe that does not block has nothing to give, or no room, at the moment. */
function waitForPipe(): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 10);
}

/** What the file system says: `no such file or directory`. */
export function reasonOf(cause: unknown): string {
  const text = typeof cause === 'object' && cause !== null && 'message' in cause ? cause.message : cause;
  return String(text)
    .replace(/^E[A-Z]+: /, '')
    .replace(/, \w+( '.*')?$/, '');
}
