import { processIo, StreamError } from './io';
import { run } from './run';

process.exitCode = exitCode();

function exitCode(): number {
  try {
    return run(process.argv.slice(2), processIo);
  } catch (cause) {
    if (!(cause instanceof StreamError)) throw cause;
    // A reader such as `head` may close the pipe early; that is no error of ours. A full disk is one of the user's.
    if (cause.stream === 'output' && cause.isClosed) return 0;
    if (cause.stream === 'output') processIo.printError(`${cause.message}\n`);
    return 1;
  }
}
