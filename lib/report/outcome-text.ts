import { counted } from '../counted';
import type { PoolState } from '../erasure';
import { deletionText, gatesText } from './gate-words';
import { stateName, stateNames, type GateNames, type StateName } from './state-words';
import { isNothing, type SwitchedOff } from './what-if';

/** A pool, what is switched off in it, and how it fares. */
export interface PoolOutcome {
  readonly name: string;
  readonly off: SwitchedOff;
  readonly state: PoolState;
}

/**
 * What came of it, in words: a line, or with several pools one for each that something is off in. A gate that is shut for
 * every request stops the whole tenant, so that is said first; so is what stops every deletion.
 */
export function outcomeLines(outcomes: readonly PoolOutcome[]): string[] {
  const shut = gatesText(outcomes);
  const kept = deletionText(outcomes);
  const stop = [
    ...(shut === undefined ? [] : [stopText(shut, outcomes)]),
    ...(kept === undefined ? [] : [kept]),
  ];
  const [only] = outcomes;
  if (outcomes.length === 1 && only !== undefined) return [...stop, outcomeText(only, shut)];
  const touched = outcomes.filter(({ off }) => !isNothing(off));
  if (touched.length > 0) {
    return [...stop, ...touched.map((outcome) => `${outcome.name}. ${outcomeText(outcome, shut)}`)];
  }
  return [`Nothing is off. ${setsText(setNames(outcomes, shut))}`];
}

/** How every set of the pools fares, in one name each. */
export function setNames(outcomes: readonly PoolOutcome[], shut: GateNames): StateName[] {
  return outcomes.flatMap(({ state }) => state.sets.map((set) => stateName(set, shut)));
}

function stopText(shut: string, outcomes: readonly PoolOutcome[]): string {
  const pools = outcomes.filter(({ state }) => !state.isBucketGateOpen).length;
  const areShut = pools > 1 ? 'are shut' : 'is shut';
  return `${shut.charAt(0).toUpperCase()}${shut.slice(1)} ${areShut}: nothing of the tenant is read, written or listed.`;
}

function outcomeText(outcome: PoolOutcome, shut: GateNames): string {
  const names = setNames([outcome], shut);
  return `${offText(outcome.off)} ${setsText(names)}${listText(names, shut)}`;
}

/**
 * A listing asks every set for the shards that a write needs (ecstore store/list_objects.rs; measured on 1.0.0-rc.3). A
 * gate that is shut for all has said so already.
 */
function listText(names: readonly StateName[], shut: GateNames): string {
  const isListed = names.every((name) => name === 'readable and writable');
  return !isListed && shut === undefined ? ' No bucket can be listed.' : '';
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

function setsText(names: readonly StateName[]): string {
  const found = stateNames.filter((name) => names.includes(name));
  if (found.length === 1) return `${all(names.length)} ${found.join()}.`;
  const parts = found.map((name) => {
    const sets = names.flatMap((of, set) => (of === name ? [set] : []));
    return `${sets.length} ${sets.length === 1 ? 'is' : 'are'} ${name}${which(name, sets)}`;
  });
  return `Of ${names.length} sets ${parts.slice(0, -1).join(', ')} and ${parts.slice(-1).join()}.`;
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
