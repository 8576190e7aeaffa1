#!/usr/bin/env node
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Script } from 'node:vm';
import { codeCacheFile } from './code-cache';

/*
 * Starts the program, which the build has put into one file, from its compiled form: compiling takes longer than
 * rendering a tenant. Node checks that the compiled form belongs to it; without one that does, it compiles the program.
 */
const file = join(__dirname, 'program.js');
const cachedData = readable(join(__dirname, codeCacheFile));
const program = new Script(readFileSync(file, 'latin1'), {
  filename: file,
  ...(cachedData !== undefined && { cachedData }),
});
const start: (require: NodeJS.Require, folder: string) => void = program.runInThisContext();
start(require, __dirname);

function readable(name: string): Buffer | undefined {
  try {
    return readFileSync(name);
  } catch {
    return undefined;
  }
}
