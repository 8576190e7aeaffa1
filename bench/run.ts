import { writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { peerRows } from './peers';
import type { Row } from './row';
import { importRows, startRows } from './starts';
import { composeRow, layoutRow, streamRow, suiteRow, synthRow } from './works';

/**
 * Measures the built package and what others take for the same, one after the other in one run, and prints medians:
 * `npm run bench`, or `npm run bench -- --runs 1 --short` without what takes minutes. Milliseconds are of processor
 * time, unless they say otherwise.
 */
const { values } = parseArgs({
  options: { runs: { type: 'string', default: '3' }, short: { type: 'boolean', default: false } },
});
const runs = Number(values.runs);

const rows: Row[] = [];
for (const measure of [
  () => startRows(runs),
  () => importRows(runs),
  () => [synthRow(1000, 8, runs)],
  // Minutes each, so once is enough.
  () => (values.short ? [] : [synthRow(5000, 25, 1)]),
  () => [streamRow(runs), layoutRow(runs), composeRow(runs)],
  () => (values.short ? [] : [suiteRow(runs)]),
  () => peerRows(runs),
]) {
  for (const row of measure()) {
    rows.push(row);
    console.log(`${mark(row)} ${row.work}: ${row.measured}${row.goal === '' ? '' : ` (${row.goal})`}`);
  }
}

const machine = {
  node: process.version,
  processor: cpus()[0]?.model ?? 'unknown',
  processors: cpus().length,
};
console.log(`\n${table(rows)}`);
console.log(`\nNode ${machine.node}, ${machine.processors} x ${machine.processor}, medians of ${runs} runs`);
writeFileSync(join(__dirname, 'results.json'), `${JSON.stringify({ machine, runs, rows }, null, 2)}\n`);

function mark({ isReached }: Row): string {
  return isReached === undefined ? ' ' : isReached ? '✓' : '✗';
}

function table(lines: readonly Row[]): string {
  const cells = lines.map((row) => `| ${row.work} | ${row.measured} | ${row.goal} | ${mark(row)} |`);
  return ['| Work | Measured | Goal | |', '| --- | --- | --- | --- |', ...cells].join('\n');
}
