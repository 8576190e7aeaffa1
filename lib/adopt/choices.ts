import { doubledChoices } from '../change/managed-fields';
import { problemAt, type LiveProblem } from './live-objects';
import type { LivePool } from './live-tenant';
import type { Fields } from './value';

/**
 * Choices of one that would have two parts once ours are applied, as probes that somebody changed: the server refuses such,
 * since the operator's way, or that of whoever changed it, stands beside ours until it is given over. Variables and volumes
 * are adopted as they are.
 */
export function doubleChoices({ set }: LivePool, applied: Fields): LiveProblem[] {
  return doubledChoices(applied).map(({ field, parts }) =>
    problemAt(
      set,
      'live-unknown',
      `Its ${field} is another than the operator makes: an apply would leave ${parts.join(' and ')} beside each other, and the API ` +
        'server refuses that.',
      'Put it back in the live StatefulSet with kubectl edit, as the operator had made it; then adopt.',
    ),
  );
}
