import { element, lines, type Markup } from './markup';
import { stateMeanings, stateNames, type StateName } from './state-words';

/** The shapes of the states; told apart without their colours. */
const shapes: Readonly<Record<StateName, string>> = {
  'readable and writable': 'M8 1a7 7 0 1 1 0 14A7 7 0 0 1 8 1m3.6 3.9L7 9.5 4.9 7.4 3.8 8.5 7 11.7 12.7 6z',
  'write-blocked': 'M8 1 15.5 14.5H.5zM7.2 5.5v5h1.6v-5zm0 6.2v1.6h1.6v-1.6z',
  unavailable: 'M1.5 1.5h13v13h-13zM5 4.5v7h2v-7zm4 0v7h2v-7z',
  lost: 'M5 .5h6L15.5 5v6L11 15.5H5L.5 11V5zM4.6 5.7 6.9 8l-2.3 2.3 1.1 1.1L8 9.1l2.3 2.3 1.1-1.1L9.1 8l2.3-2.3-1.1-1.1L8 6.9 5.7 4.6z',
};

/** The address of a state's icon on the page. */
export function iconAddress(name: StateName): string {
  return `#icon-${name.replaceAll(' ', '-')}`;
}

/** The icon of a state. Its name always stands beside it. */
export function stateIcon(name: StateName): Markup {
  const size = { width: 16, height: 16 };
  const look = { class: 'icon', 'data-state': name, 'aria-hidden': 'true' };
  return element('svg', { ...look, ...size }, element('use', { href: iconAddress(name) }));
}

/** The drawings that the icons refer to. */
export function iconDefinitions(): Markup {
  const symbols = stateNames.map((name) => {
    const path = element('path', { d: shapes[name], 'fill-rule': 'evenodd' });
    return element('symbol', { id: iconAddress(name).slice(1), viewBox: '0 0 16 16' }, path);
  });
  return element('svg', { width: 0, height: 0, class: 'drawings', 'aria-hidden': 'true' }, lines(...symbols));
}

/** What the states mean. */
export function stateLegend(): Markup {
  const items = stateNames.flatMap((name) => [
    element('dt', {}, stateIcon(name), element('span', {}, name)),
    element('dd', {}, stateMeanings[name]),
  ]);
  return element('dl', { class: 'legend' }, lines(...items));
}
