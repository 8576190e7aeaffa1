#!/usr/bin/env node
import { processIo } from './io';
import { run } from './run';

// A reader such as `head` may close the pipe early; that is no error of ours.
process.stdout.on('error', (cause: NodeJS.ErrnoException) => {
  if (cause.code === 'EPIPE') process.exit(0);
  throw cause;
});

process.exitCode = run(process.argv.slice(2), processIo);
