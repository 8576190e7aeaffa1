import { counted } from '../counted';
import type { PoolLayout, Suggestion, Wish } from '../erasure';
import { bytesText } from '../tenant/quantity';
import { efficiency, pairText } from './words';

/** Suggested layouts, best first, each with what it is and why. */
export function suggestionsText(suggestions: readonly Suggestion[], wish: Wish, most = 8): string {
  const shown = suggestions
    .slice(0, most)
    .map((suggestion, i) => `${i + 1}. ${suggestionText(suggestion, wish)}`);
  const rest = suggestions.length - shown.length;
  return `${[...shown, ...(rest > 0 ? [`... and ${rest} more`] : [])].join('\n')}\n`;
}

function suggestionText({ layout, isForced, spareServers }: Suggestion, { survives }: Wish): string {
  const { servers, drivesPerServer, sets, setSize, parity, usableBytes, rawBytes } = layout;
  const settings = [
    ...(isForced.setSize ? [`erasureSetDriveCount: ${setSize}`] : []),
    ...(isForced.parity ? [`parity: ${parity}`] : []),
  ];
  const how = settings.length === 0 ? "RustFS's own choice" : `say ${settings.join(', ')}`;
  const spare = spareServers > 0 ? `, and ${spareServers} more` : '';
  return [
    `${counted(servers, 'server')} x ${counted(drivesPerServer, 'drive')}: ${bytesText(usableBytes)} usable of ${bytesText(rawBytes)} (${efficiency(layout)})`,
    `   ${counted(sets, 'set')} of ${counted(setSize, 'drive')}, parity ${parity} (${how})`,
    `   ${goesOn(layout, survives.servers, spare)}`,
  ].join('\n');
}

function goesOn({ driveTolerance, drivesPerServer }: PoolLayout, servers: number, spare: string): string {
  const dispensable = servers > 0 ? [`${counted(servers, 'server')}${spare}`] : [];
  const drives =
    driveTolerance.write > 0 ? [`${counted(driveTolerance.write, 'drive')}, whichever they are`] : [];
  const without = [...dispensable, ...drives].join('; or without ');
  const pair = drivesPerServer === 2 ? `\n   ${pairText}` : '';
  return `${without === '' ? 'nothing may fail' : `reads and writes go on without ${without}`}${pair}`;
}
