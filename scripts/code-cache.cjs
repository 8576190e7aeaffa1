// Runs the program as a user would, and keeps what Node compiled of it on the way.
const { readFileSync, writeFileSync } = require('node:fs');
const { dirname } = require('node:path');
const { Script } = require('node:vm');

const [, , file, cache, tenant] = process.argv;
const program = new Script(readFileSync(file, 'latin1'), { filename: file });
for (const command of ['render', 'check', 'layout']) {
  process.argv = [process.execPath, file, command, tenant];
  program.runInThisContext()(require, dirname(file));
  if (process.exitCode !== 0) throw new Error(`${command} ${tenant} failed.`);
}
writeFileSync(cache, program.createCachedData());
