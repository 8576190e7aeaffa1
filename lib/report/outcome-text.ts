import { counted } from '../counted';
import type { SetState } from '../erasure';
import { stateName, stateNames, type StateName } from './state-words';
import { isNothing, type SwitchedOff } from './what-if';

/** A pool, what is switched off in it, and how its sets fare. */
export interface Outcome {
  readonly name: string;
  readonly off: SwitchedOff;
  readonly states: readonly SetState[];
}

/** What came of it, in words: a line, or with several pools one for each that something is off in. */
export function outcomeLines(outcomes: readonly Outcome[]): string[] {
  const [only] = outcomes;
  if (outcomes.length === 1 && only !== undefined) return [outcomeText(only)];
  const touched = outcomes.filter(({ off }) => !isNothing(off));
  if (touched.length > 0) return touched.map((outcome) => `${outcome.name}. ${outcomeText(outcome)}`);
  return [`Nothing is off. ${setsText(outcomes.flatMap(({ states }) => states))}`];
}

function outcomeText({ off, states }: Outcome): string {
  return `${offText(off)} ${setsText(states)}`;
}

function offText(off: SwitchedOff): string {
  if (isNothing(off)) return 'Nothing is off.';
  const { servers, drives } = off;
  const parts = [
    ...(servers.size > 0 ? [counted(servers.size, 'server')] : []),
    ...(drives.size > 0 ? [counted(drives.size, 'drive')] : []),
  ];
  return `Off: ${parts.join(' and ')}.`;
}

function setsText(states: readonly SetState[]): string {
  const names = states.map(stateName);
  const found = stateNames.filter((name) => names.includes(name));
  if (found.length === 1) return `${all(states.length)} ${found.join()}.`;
  const parts = found.map((name) => {
    const sets = names.flatMap((of, set) => (of === name ? [set] : []));
    return `${sets.length} ${sets.length === 1 ? 'is' : 'are'} ${name}${which(name, sets)}`;
  });
  return `Of ${states.length} sets ${parts.slice(0, -1).join(', ')} and ${parts.slice(-1).join()}.`;
}

function all(sets: number): string {
  if (sets === 1) return 'The only set is';
  return sets === 2 ? 'Both sets are' : `All ${sets} sets are`;
}

/** A few sets that do not fare well are named. */
function which(name: StateName, sets: readonly number[]): string {
  if (name === 'readable and writable' || sets.length > 6) return '';
  return ` (${sets.length === 1 ? 'set' : 'sets'} ${sets.join(', ')})`;
}
