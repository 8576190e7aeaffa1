import type { Program } from './control-plane/programs';
import type { Part } from './parts';

/** Which parts run, and which were left out because something that they run was not built in time. */
export interface BuiltParts {
  readonly run: readonly Part[];
  readonly leftOut: readonly Part[];
}

/** Builds a program, within some milliseconds where it may be left out; says whether it is there. */
export type Build = (program: Program, milliseconds?: number) => boolean;

/**
 * Builds what the parts run, until the time is over: first for those that are never left out, which have all the time
 * that they take.
 */
export function buildParts(parts: readonly Part[], build: Build, millisecondsLeft: () => number): BuiltParts {
  const required = parts.filter(({ isRequired }) => isRequired);
  for (const program of programsOf(required)) build(program);
  const others = parts.filter((part) => !required.includes(part));
  const late = programsOf(others).filter((program) => !build(program, Math.max(millisecondsLeft(), 0)));
  const isLate = ({ programs }: Part) => programs.some((program) => late.includes(program));
  return {
    run: parts.filter((part) => required.includes(part) || !isLate(part)),
    leftOut: others.filter(isLate),
  };
}

function programsOf(parts: readonly Part[]): Program[] {
  return [...new Set(parts.flatMap(({ programs }) => programs))];
}
