import type { Io } from './io';
import type { Loaded } from './load';
import { lockProblems, type OpenLock } from './lock';
import { hasErrors, problemLines, problemsJson, summary } from './report';

/** Reports every problem on standard output, whatever the verdict. */
export function checkCommand(
  loaded: Loaded,
  lock: OpenLock | undefined,
  options: { json: boolean },
  io: Io,
): number {
  const { declared } = loaded;
  const problems = [...loaded.problems, ...lockProblems(loaded, lock)];
  if (options.json) io.print(problemsJson(problems));
  else io.print(problems.map(problemLines).join('') + summary(declared.length, problems));
  return hasErrors(problems) ? 1 : 0;
}
