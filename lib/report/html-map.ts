import type { TenantPoolLayout } from '../tenant/layout-of';
import { poolMap, shardsOf, type MapGroup, type MapRow } from './map';
import { element, lines, type Markup } from './markup';
import { setLook } from './set-look';
import { shardsText } from './shards-text';

/** The map of a pool as a grid of buttons: a pressed one is off. */
export function htmlMap(pool: TenantPoolLayout): Markup {
  const { groups, drivesPerServer } = poolMap(pool);
  const label = `Drives of ${pool.name} and their erasure sets. A pressed button is off.`;
  const grid = element(
    'table',
    { role: 'grid', 'aria-label': label },
    lines(heading(drivesPerServer), ...groups.map(groupRows)),
  );
  return element('div', { class: 'map' }, grid);
}

/** The number of a set on its colour and texture. */
export function setClass(set: number): string {
  const { colour, texture } = setLook(set);
  return `set-number colour-${colour} texture-${texture}`;
}

function heading(drivesPerServer: number): Markup {
  const drives = Array.from({ length: drivesPerServer }, (_, drive) =>
    element('th', { scope: 'col' }, String(drive)),
  );
  const first = element('th', { scope: 'col', class: 'server' }, 'drive');
  const last = element('th', { scope: 'col', class: 'shards' }, 'shards here');
  return element('thead', {}, element('tr', {}, first, ...drives, last));
}

function groupRows({ title, rows }: MapGroup): Markup {
  return element(
    'tbody',
    {},
    lines(...(title === '' ? [] : [groupHeading(title, rows)]), ...rows.map(serverRow)),
  );
}

function groupHeading(title: string, rows: readonly MapRow[]): Markup {
  const drives = rows[0]?.sets.length ?? 0;
  const button = switchButton({ 'data-domain': title, 'aria-label': `Switch off ${title}` }, title);
  const shards = element('span', { class: 'shards' }, shardsText(shardsOf(rows)));
  const cell = element('th', { scope: 'rowgroup', colspan: drives + 2 }, button, shards);
  return element('tr', { class: 'domain' }, cell);
}

function serverRow({ server, sets, shards }: MapRow): Markup {
  const name = `server ${server}`;
  const button = switchButton({ 'data-server': server, 'aria-label': `Switch off ${name}` }, name);
  return element(
    'tr',
    {},
    element('th', { scope: 'row', class: 'server' }, button),
    ...sets.map((set, drive) => element('td', {}, driveButton(server, drive, set))),
    element('td', { class: 'shards' }, shardsText(shards)),
  );
}

function driveButton(server: number, drive: number, set: number): Markup {
  const label = `Switch off drive ${drive} of server ${server}, set ${set}`;
  const place = { 'data-server': server, 'data-drive': drive };
  return switchButton({ class: setClass(set), ...place, 'aria-label': label }, String(set));
}

function switchButton(attributes: Readonly<Record<string, string | number>>, text: string): Markup {
  return element('button', { type: 'button', ...attributes, 'aria-pressed': 'false' }, text);
}
