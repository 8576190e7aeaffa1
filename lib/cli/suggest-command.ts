import { suggestLayouts, type Suggestion, type Wish } from '../erasure';
import { poolJson } from '../report/layout-json';
import { suggestionsText } from '../report/suggestions-text';
import { bytesText } from '../tenant/quantity';
import type { Io } from './io';

/** Prints the layouts that grant a wish, best first; the exit code is 1 when there is none. */
export function suggestCommand(wish: Wish, options: { json: boolean }, io: Io): number {
  const suggestions = suggestLayouts(wish);
  if (options.json) io.print(suggestionsJson(suggestions));
  else if (suggestions.length > 0) io.print(suggestionsText(suggestions, wish));
  else io.printError(noneText(wish));
  return suggestions.length > 0 ? 0 : 1;
}

/** Each suggestion as a pool of the documented layout JSON. */
function suggestionsJson(suggestions: readonly Suggestion[]): string {
  return `${JSON.stringify({ suggestions: suggestions.map(({ layout }) => poolJson(layout)) }, null, 2)}\n`;
}

function noneText(wish: Wish): string {
  const most = suggestLayouts({ ...wish, usableBytes: 0n }).map(({ layout }) => layout.usableBytes);
  const largest = most.reduce((a, b) => (a > b ? a : b), 0n);
  const reason =
    most.length === 0
      ? 'No layout of these nodes survives that much: use more nodes. No layout at all survives more than 7 of either.'
      : `The most that survives it has room for ${bytesText(largest)}: use more nodes, or more or larger drives.`;
  return `There is no such layout. ${reason}\n`;
}
