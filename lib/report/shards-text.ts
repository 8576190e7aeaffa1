import { counted } from '../counted';
import type { SetShards } from './map';

/** More sets than this are counted, not listed. */
const listed = 4;

/** How many shards of each set stand somewhere, in words: `set 0: 2, set 1: 2`, or `1 of each of 16 sets`. */
export function shardsText(shards: readonly SetShards[]): string {
  if (shards.length <= listed) return shards.map(({ set, count }) => `set ${set}: ${count}`).join(', ');
  const counts = [...new Set(shards.map(({ count }) => count))].sort((a, b) => b - a);
  return counts
    .map((count) => [count, shards.filter((of) => of.count === count).length] as const)
    .map(([count, sets]) => `${count} of ${sets === 1 ? '1 set' : `each of ${counted(sets, 'set')}`}`)
    .join(', ');
}
