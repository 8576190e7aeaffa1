import type { Io } from './io';
import type { Loaded } from './load';
import { hasErrors, problemLines, problemsJson, summary } from './report';

/** Reports every problem on standard output, whatever the verdict. */
export function checkCommand({ declared, problems }: Loaded, options: { json: boolean }, io: Io): number {
  if (options.json) io.print(problemsJson(problems));
  else io.print(problems.map(problemLines).join('') + summary(declared.length, problems));
  return hasErrors(problems) ? 1 : 0;
}
