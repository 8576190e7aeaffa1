import { counted } from '../counted';
import type { TenantLayout, TenantPoolLayout } from '../tenant/layout-of';
import { bytesText } from '../tenant/quantity';
import { poolMap } from './map';
import { element, lines, type Markup } from './markup';
import {
  fadedInk,
  ink,
  lineBlock,
  movedBy,
  space,
  stacked,
  textAt,
  textWidth,
  wrapped,
  type Block,
} from './svg-blocks';
import { svgMap, texturesOf } from './svg-map';
import { textureDefinitions } from './svg-textures';
import { guaranteeText, poolFacts, poolsText, type Fact } from './words';

const margin = 24;

/** The narrowest picture: its facts fit. */
const leastWidth = 640;

/** Where the values of facts begin. */
const factLeft = 190;

/** Letters in a line of a guarantee. */
const guaranteeLetters = 96;

/**
 * The layout as a picture: one self-contained SVG without scripts or outside fonts, always the same for the same
 * layout. Each cell is a drive; its number is the erasure set.
 */
export function layoutSvg(layout: TenantLayout): string {
  const { tenant, pools } = layout;
  const together = poolsText(layout);
  const body = stacked([
    lineBlock(tenant, { size: 20, weight: 'bold' }, 0),
    lineBlock(totalsText(layout), { size: 13, fill: fadedInk }, 0),
    ...(together === undefined ? [] : [lineBlock(together, { size: 13, fill: fadedInk }, 0)]),
    ...pools.map(poolBlock),
  ]);
  const width = Math.max(leastWidth, body.width) + 2 * margin;
  const height = body.height + 2 * margin;
  const picture = element(
    'svg',
    {
      xmlns: 'http://www.w3.org/2000/svg',
      viewBox: `0 0 ${width} ${height}`,
      width,
      height,
      role: 'img',
      'aria-labelledby': 'layout-title layout-description',
      'font-family': 'system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", Arial, sans-serif',
      fill: ink,
    },
    lines(
      element('title', { id: 'layout-title' }, `Erasure layout of the tenant ${tenant}`),
      element('desc', { id: 'layout-description' }, description(layout)),
      ...textureDefinitions(Math.max(1, ...pools.map(texturesOf))),
      frame(width, height),
      movedBy(margin, margin, body),
    ),
  );
  return `${picture.markup}\n`;
}

/** What the tenant comes to, in one line. */
export function totalsText({ pools, rawBytes, usableBytes }: TenantLayout): string {
  return `${counted(pools.length, 'pool')}, ${bytesText(usableBytes)} usable of ${bytesText(rawBytes)}`;
}

/** For those who do not see the picture. */
function description(layout: TenantLayout): string {
  const pools = layout.pools.map((pool) => {
    const facts = poolFacts(pool).map(([name, value]) => `${name}: ${value}.`);
    return [`Pool ${pool.name}.`, ...facts, ...pool.statements.map((said) => `${guaranteeText(said)}.`)];
  });
  const together = poolsText(layout);
  return [
    `${totalsText(layout)}.`,
    ...(together === undefined ? [] : [`${together}.`]),
    ...pools.flat(),
  ].join(' ');
}

function frame(width: number, height: number): Markup {
  const inner = { x: 0.5, y: 0.5, width: width - 1, height: height - 1, rx: 8 };
  return element('rect', { ...inner, fill: '#ffffff', stroke: '#d0d7de' });
}

function poolBlock(pool: TenantPoolLayout): Block {
  const small = { size: 12, fill: fadedInk };
  const placement =
    pool.statements.length === 0
      ? ['Placement is left to the scheduler: all servers may run on one node']
      : pool.statements.map((statement) => `Placement, ${guaranteeText(statement)}`);
  const dealt =
    pool.failureDomain === undefined ? '' : ' (one way in which the scheduler may place the servers)';
  return stacked([
    lineBlock(`Pool ${pool.name}`, { size: 16, weight: 'bold' }, 22),
    space(4),
    ...poolFacts(pool).map(factBlock),
    ...placement
      .flatMap((text) => wrapped(text, guaranteeLetters))
      .map((line, i) => lineBlock(line, small, i === 0 ? 6 : 0)),
    lineBlock(`Erasure set of each drive${dealt}`, { size: 13, weight: 'bold' }, 14),
    svgMap(poolMap(pool)),
  ]);
}

function factBlock([name, value]: Fact): Block {
  const baseline = 14;
  return {
    width: Math.max(leastWidth, factLeft + textWidth(value, 13)),
    height: 19,
    pieces: [
      textAt(0, baseline, name, { size: 13, fill: fadedInk }),
      textAt(factLeft, baseline, value, { size: 13 }),
    ],
  };
}
