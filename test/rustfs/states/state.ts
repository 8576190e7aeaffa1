import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** What is asked of a server in a state, in this order. */
export const requests = ['get', 'getBig', 'list', 'put', 'putBig', 'makeBucket', 'addUser'] as const;
export type Request = (typeof requests)[number];

/** The status of each answer; 0 where there was none. */
export type Answers = Readonly<Record<Request, number>>;

/** A tenant with something away: what is done to it. */
export interface State {
  /** The shapes of its pools, servers x drives; they are called a, b, ... Parity is RustFS's own choice. */
  readonly pools: readonly string[];
  /**
   * What is away, in the order in which it went: `a-3` is server 3 of pool a, killed; `a-3/0` is its drive 0, which
   * answers every request with "permission denied".
   */
  readonly away: readonly string[];
  /** The pool in which the objects lie that are read. */
  readonly object: string;
}

/** What a real RustFS answered in a state. */
export interface MeasuredState extends State {
  /** What `rustfs --version` says. */
  readonly version: string;
  /** The day on which it was measured. */
  readonly date: string;
  /** Of the first running server. */
  readonly answers: Answers;
  /** `/health/ready` of the first two running servers. */
  readonly ready: readonly number[];
  /** `/minio/health/cluster` of the first running server. */
  readonly cluster: number;
}

/** The file with a state on every line. */
export const statesFile = join(__dirname, 'measured-states.jsonl');

/** Every state that was measured: those of a tenant follow each other, each with more away than the one before. */
export const measuredStates: readonly MeasuredState[] = readFileSync(statesFile, 'utf8')
  .trim()
  .split('\n')
  .map((line): MeasuredState => JSON.parse(line));

/** The states that one tenant goes through: a series begins with nothing away. */
export function seriesOf<T extends State>(states: readonly T[]): T[][] {
  return states.reduce<T[][]>((all, state) => {
    const last = all.at(-1);
    const begins = state.away.length === 0 && last?.at(-1)?.away.length !== 0;
    if (last === undefined || begins) all.push([state]);
    else last.push(state);
    return all;
  }, []);
}

/** Whether what was asked went on, health paths included: how a refusal is worded is no part of it. */
export function outcome({ answers, ready, cluster }: Pick<MeasuredState, 'answers' | 'ready' | 'cluster'>) {
  return { ...goesOn(answers), ready: ready.every((status) => status === 200), cluster: cluster === 200 };
}

/** Of a series, the states beside which something else went on: the last before a change, and the first after it. */
export function edgesOf(series: readonly MeasuredState[]): MeasuredState[] {
  const isUnlike = (state: MeasuredState, other: MeasuredState | undefined) =>
    other !== undefined && JSON.stringify(outcome(state)) !== JSON.stringify(outcome(other));
  return series.filter((state, i) => {
    const ofObject = (other: MeasuredState) => other.object === state.object;
    const before = series.slice(0, i).findLast(ofObject);
    return isUnlike(state, before) || isUnlike(state, series.slice(i + 1).find(ofObject));
  });
}

/** Whether each request went on. */
export function goesOn(answers: Answers): Record<Request, boolean> {
  return forEach((request) => answers[request] === 200);
}

/** A value for every request. */
export function forEach<T>(value: (request: Request) => T): Record<Request, T> {
  return {
    get: value('get'),
    getBig: value('getBig'),
    list: value('list'),
    put: value('put'),
    putBig: value('putBig'),
    makeBucket: value('makeBucket'),
    addUser: value('addUser'),
  };
}

/** One thing that is away. */
export interface Away {
  readonly pool: string;
  readonly server: number;
  /** Undefined for the whole server. */
  readonly drive: number | undefined;
}

/** Reads `a-3` and `a-3/0`. */
export function awayIn({ away }: State): Away[] {
  return away.map((name) => {
    const [, pool = '', server, drive] = /^([a-z])-(\d+)(?:\/(\d+))?$/.exec(name) ?? [];
    if (server === undefined) throw new Error(`${name} is neither a server nor a drive.`);
    return { pool, server: Number(server), drive: drive === undefined ? undefined : Number(drive) };
  });
}

/** A state in words, such as `4x2 without a-3/0, a-2/0`. */
export function stateTitle({ pools, away, object }: State): string {
  const asked = pools.length === 1 ? '' : `, asked for objects of ${object}`;
  return `${pools.join(' + ')} ${away.length === 0 ? 'whole' : `without ${away.join(', ')}`}${asked}`;
}
