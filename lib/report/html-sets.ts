import type { PoolLayout, PoolState, SetState } from '../erasure';
import { setClass } from './html-map';
import { stateIcon } from './html-state';
import { element, lines, type Markup } from './markup';
import { lackText, leftText, stateName } from './state-words';

/** How each set of a pool fares where all gates are open. */
export function htmlSets(pool: PoolLayout, { sets }: PoolState): Markup {
  const items = sets.map((state, set) => setItem(pool, state, set));
  return element('ol', { class: 'sets', 'aria-label': `Erasure sets of ${pool.name}` }, lines(...items));
}

function setItem(pool: PoolLayout, state: SetState, set: number): Markup {
  const name = stateName(state);
  return element(
    'li',
    { 'data-set': set, 'data-state': name },
    element('span', { class: setClass(set) }, String(set)),
    element(
      'p',
      { class: 'state' },
      stateIcon(name),
      element('span', { class: 'unseen' }, `Set ${set}: `),
      element('strong', {}, name),
    ),
    element('p', { class: 'left' }, leftText(pool, state)),
    shardBar(pool, state),
    element('p', { class: 'lack' }, lackText(pool, state)),
  );
}

/** A block for each shard; a line after as many as a read needs. */
function shardBar({ setSize, readQuorum }: PoolLayout, { shardsLeft }: SetState): Markup {
  const blocks = Array.from({ length: setSize }, (_, i) => {
    const classes = [...(i === readQuorum - 1 ? ['quorum'] : []), ...(i >= shardsLeft ? ['gone'] : [])];
    return element('i', { class: classes.length === 0 ? undefined : classes.join(' ') });
  });
  return element('div', { class: 'bar', 'aria-hidden': 'true' }, ...blocks);
}
