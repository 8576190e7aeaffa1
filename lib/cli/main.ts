#!/usr/bin/env node
import { codeOf, processIo } from './io';
import { run } from './run';

// A reader such as `head` may close the pipe early; that is no error of ours. A full disk is one of the user's.
process.stdout.on('error', (cause) => {
  if (codeOf(cause) === 'EPIPE') process.exit(0);
  process.stderr.write(`Cannot write the output: ${cause.message}\n`);
  process.exit(1);
});
process.stderr.on('error', () => process.exit(1));

process.exitCode = run(process.argv.slice(2), processIo);
