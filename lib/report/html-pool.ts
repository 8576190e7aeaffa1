import { counted } from '../counted';
import type { TenantPoolLayout } from '../tenant/layout-of';
import { htmlGuarantees } from './html-guarantees';
import { htmlMap } from './html-map';
import { htmlSets } from './html-sets';
import { stateIcon } from './html-state';
import { gateName, gateText } from './gate-words';
import { element, lines, type Markup } from './markup';
import { nothingOff, stateWithout } from './what-if';
import { poolFacts } from './words';

/** One pool on the page: the `index`-th of its data. */
export function htmlPool(pool: TenantPoolLayout, index: number): Markup {
  const heading = `pool-${index}-heading`;
  return element(
    'section',
    { class: 'pool', 'data-pool': index, 'aria-labelledby': heading },
    lines(
      element('h2', { id: heading }, `Pool ${pool.name}`),
      facts(pool),
      element('div', { class: 'side-by-side' }, lines(mapPart(pool), setsPart(pool))),
      htmlGuarantees(pool),
    ),
  );
}

function facts(pool: TenantPoolLayout): Markup {
  const items = poolFacts(pool).map(([name, value]) =>
    element('div', {}, element('dt', {}, name), element('dd', {}, value)),
  );
  return element('dl', { class: 'facts' }, lines(...items));
}

function mapPart(pool: TenantPoolLayout): Markup {
  const dealt =
    pool.failureDomain === undefined ? '' : ' This is one way in which the scheduler may place the servers.';
  return element(
    'div',
    { class: 'map-part' },
    lines(
      element('h3', {}, 'Erasure set of each drive'),
      element('p', { class: 'hint' }, `Switch off what may fail.${dealt}`),
      htmlMap(pool),
    ),
  );
}

function setsPart(pool: TenantPoolLayout): Markup {
  const state = stateWithout(pool, nothingOff);
  const needs = `Of its ${counted(pool.setSize, 'shard')} a set needs ${pool.readQuorum} to be read and ${pool.writeQuorum} to be written.`;
  return element(
    'div',
    { class: 'sets-part' },
    lines(
      element('h3', {}, 'Erasure sets'),
      element('p', { class: 'hint' }, needs),
      element(
        'p',
        { class: 'gate', 'data-state': 'readable and writable' },
        stateIcon('readable and writable'),
        element(
          'span',
          {},
          element('strong', {}, gateName(state)),
          ': ',
          element('span', { class: 'answers' }, gateText(pool, state)),
        ),
      ),
      htmlSets(pool, state),
    ),
  );
}
