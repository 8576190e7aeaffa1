import type { PoolLayout } from '../erasure';
import { shardsOf, type MapGroup, type MapRow, type PoolMap } from './map';
import { element, type Markup } from './markup';
import { setColours, setLook } from './set-look';
import { shardsText } from './shards-text';
import { fadedInk, ink, lineBlock, stacked, textAt, textWidth, type Block } from './svg-blocks';
import { textureFill } from './svg-textures';

/** A cell, and the distance from one to the next. */
const cell = { width: 30, height: 22 };
const step = { x: 33, y: 25 };

/** Where the cells begin, after the servers' names. */
const left = 82;

/** The map of a pool: a row per server, grouped by failure domain, a cell per drive. */
export function svgMap({ groups, drivesPerServer }: PoolMap): Block {
  return stacked([driveNumbers(drivesPerServer), ...groups.map(groupBlock)]);
}

/** How many textures the sets of a pool need. */
export function texturesOf({ sets }: PoolLayout): number {
  return Math.max(...Array.from({ length: sets }, (_, set) => setLook(set).texture)) + 1;
}

function driveNumbers(drivesPerServer: number): Block {
  const style = { size: 11, fill: fadedInk };
  const numbers = Array.from({ length: drivesPerServer }, (_, drive) =>
    centred(drive, 14, String(drive), style),
  );
  return {
    width: left + drivesPerServer * step.x,
    height: 20,
    pieces: [textAt(0, 14, 'drive', style), ...numbers],
  };
}

function groupBlock({ title, rows }: MapGroup): Block {
  const heading = { size: 12, weight: 'bold' } as const;
  const titled = `${title}: ${shardsText(shardsOf(rows))}`;
  return stacked([...(title === '' ? [] : [lineBlock(titled, heading, 8)]), ...rows.map(rowBlock)]);
}

function rowBlock({ server, sets, shards }: MapRow): Block {
  const counts = shardsText(shards);
  const end = left + sets.length * step.x + 8;
  return {
    width: end + textWidth(counts, 11),
    height: step.y,
    pieces: [
      textAt(0, 16, `server ${server}`, { size: 12 }),
      ...sets.flatMap((set, drive) => cellPieces(set, drive)),
      textAt(end, 16, counts, { size: 11, fill: fadedInk }),
    ],
  };
}

/** The number has a rim of the cell's colour, so that no texture runs through it. */
function cellPieces(set: number, drive: number): Markup[] {
  const { colour, texture } = setLook(set);
  const fill = setColours[colour] ?? '#ffffff';
  const overlay = textureFill(texture);
  const box = { x: left + drive * step.x, y: 1, width: cell.width, height: cell.height, rx: 3 };
  return [
    element('rect', { ...box, fill, stroke: '#000000', 'stroke-opacity': 0.35 }),
    ...(overlay === undefined ? [] : [element('rect', { ...box, fill: overlay })]),
    centred(drive, 16, String(set), { size: 12, fill: ink, rim: fill }),
  ];
}

function centred(
  drive: number,
  y: number,
  text: string,
  { size, fill, rim }: { readonly size: number; readonly fill: string; readonly rim?: string },
): Markup {
  const rimmed = rim === undefined ? {} : { stroke: rim, 'stroke-width': 4, 'paint-order': 'stroke' };
  const place = { x: left + drive * step.x + cell.width / 2, y, 'font-size': size };
  return element('text', { ...place, fill, 'text-anchor': 'middle', ...rimmed }, text);
}
