/**
 * The table of what a real RustFS did without servers and drives, in docs/erasure.md: `npm run measured` writes it from
 * test/rustfs/states/measured-states.jsonl, between its two marks.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  awayIn,
  goesOn,
  measuredStates,
  outcome,
  seriesOf,
  type MeasuredState,
  type Request,
} from '../test/rustfs/states/state';

const page = join(__dirname, '../docs/erasure.md');
const begin = '<!-- The states that were measured, by "npm run measured". -->';
const end = '<!-- The end of the states. -->';

/** The page with the table of today's states. */
export function pageWithStates(text: string): string {
  const from = text.indexOf(begin);
  const to = text.indexOf(end);
  if (from === -1 || to < from) throw new Error('docs/erasure.md lacks the marks of the table of states.');
  return `${text.slice(0, from)}${begin}\n\n${statesTable(measuredStates)}\n\n${text.slice(to)}`;
}

const head = [
  'Pools',
  'Away',
  'Reads',
  'Writes',
  'New bucket',
  'New user',
  '`/health/ready`',
  '`/minio/health/cluster`',
  'Measured',
];

/** States that follow each other, and in which the same goes on, are a row. */
function statesTable(states: readonly MeasuredState[]): string {
  const rows = seriesOf(states).flatMap((series) => runsOf(series).map(rowOf));
  const widths = head.map((title, i) => Math.max(title.length, ...rows.map((row) => row[i]?.length ?? 0)));
  const line = (cells: readonly string[]) =>
    `| ${widths.map((width, i) => (cells[i] ?? '').padEnd(width)).join(' | ')} |`;
  return [line(head), `| ${widths.map((width) => '-'.repeat(width)).join(' | ')} |`, ...rows.map(line)].join(
    '\n',
  );
}

function runsOf(series: readonly MeasuredState[]): MeasuredState[][] {
  const runs: MeasuredState[][] = [];
  for (const state of series) {
    const run = runs.at(-1);
    const isSame = run?.[0] !== undefined && JSON.stringify(told(run[0])) === JSON.stringify(told(state));
    if (run !== undefined && isSame) run.push(state);
    else runs.push([state]);
  }
  return runs;
}

function told({ version, date, ...state }: MeasuredState) {
  return { ...outcome(state), version, date };
}

function rowOf(run: readonly MeasuredState[]): string[] {
  const [first] = run;
  const last = run.at(-1);
  if (first === undefined || last === undefined) return [];
  const { ready, cluster } = outcome(first);
  const goingOn = goesOn(first.answers);
  const word = (requests: readonly Request[]) => {
    const going = requests.filter((request) => goingOn[request]);
    if (going.length === requests.length) return 'go on';
    return going.length === 0 ? 'stop' : `only ${going.join(', ')}`;
  };
  return [
    first.pools.map((shape) => shape.replace('x', ' × ')).join(' + '),
    awayWords(first, last),
    word(['get', 'getBig', 'list']),
    word(['put', 'putBig']),
    goingOn.makeBucket ? 'made' : 'refused',
    goingOn.addUser ? 'made' : 'refused',
    ready ? '200' : '503',
    cluster ? '200' : '503',
    `${first.version}, ${first.date}`,
  ];
}

/** How many of what, from the first state to the last, such as `2 to 3 drives, at most 1 of a server`. */
function awayWords(first: MeasuredState, last: MeasuredState): string {
  const away = awayIn(last);
  if (away.length === 0) return 'nothing';
  const [{ pool, drive } = { pool: '', drive: undefined }] = away;
  const fewest = first.away.length;
  const count = fewest === away.length ? `${fewest}` : `${fewest} to ${away.length}`;
  const ofPool = last.pools.length > 1 ? ` of pool ${pool}` : '';
  if (drive === undefined) return `${count} ${away.length === 1 ? 'server' : 'servers'}${ofPool}`;
  if (away.length === 1) return `${count} drive${ofPool}`;
  const servers = away.map(({ server }) => server);
  const most = Math.max(...servers.map((server) => servers.filter((each) => each === server).length));
  const spread = most === away.length ? 'all of a server' : `at most ${most} of a server`;
  return `${count} drives, ${spread}${ofPool}`;
}

if (require.main === module) {
  writeFileSync(page, pageWithStates(readFileSync(page, 'utf8')));
}
