import type { TenantLayout } from '../tenant/layout-of';
import { htmlPool } from './html-pool';
import { iconDefinitions, stateIcon, stateLegend } from './html-state';
import { totalsText } from './layout-svg';
import { element, lines, verbatim, type Markup } from './markup';
import { outcomeLines } from './outcome-text';
import { pageJson } from './page-data';
import { pageScript, pageScriptHash, pageStyle, pageStyleHash } from './page.generated';
import { poolsText } from './words';
import { nothingOff, stateWithout } from './what-if';

/**
 * The layout as one HTML page that works from disk, without a network: the map, what makes its tolerances true, and
 * drives, servers and failure domains to switch off. Always the same for the same layout.
 */
export function layoutHtml(layout: TenantLayout): string {
  const page = element('html', { lang: 'en' }, lines(head(layout), body(layout)));
  return `<!doctype html>\n${page.markup}\n`;
}

/** Nothing may be loaded, and nothing may run but our own script. */
const contentSecurityPolicy = [
  "default-src 'none'",
  `script-src '${pageScriptHash}'`,
  `style-src '${pageStyleHash}'`,
  "base-uri 'none'",
  "form-action 'none'",
].join('; ');

function head({ tenant }: TenantLayout): Markup {
  return element(
    'head',
    {},
    lines(
      element('meta', { charset: 'utf-8' }),
      element('meta', { 'http-equiv': 'Content-Security-Policy', content: contentSecurityPolicy }),
      element('meta', { name: 'viewport', content: 'width=device-width, initial-scale=1' }),
      element('meta', { name: 'color-scheme', content: 'light dark' }),
      element('title', {}, `${tenant}: erasure layout`),
      element('style', {}, verbatim(pageStyle)),
    ),
  );
}

function body(layout: TenantLayout): Markup {
  return element(
    'body',
    {},
    lines(
      iconDefinitions(),
      header(layout),
      summary(layout),
      element('main', {}, lines(...layout.pools.map((pool, i) => htmlPool(pool, i)), legend())),
      element('script', { type: 'application/json', id: 'layout' }, verbatim(pageJson(layout))),
      element('script', {}, verbatim(pageScript)),
    ),
  );
}

function header(layout: TenantLayout): Markup {
  const together = poolsText(layout);
  const said = [totalsText(layout), ...(together === undefined ? [] : [`${together}.`])];
  const texts = said.map((text) => element('p', {}, text));
  return element('header', {}, lines(element('h1', {}, layout.tenant), ...texts));
}

/** Stays in sight, and is read out when it changes. */
function summary({ pools }: TenantLayout): Markup {
  const texts = outcomeLines(
    pools.map((pool) => ({ name: pool.name, off: nothingOff, state: stateWithout(pool, nothingOff) })),
  );
  const spans = texts.map((text) => element('span', {}, text));
  return element(
    'div',
    { class: 'summary' },
    lines(
      stateIcon('readable and writable'),
      element('p', { id: 'summary', role: 'status', 'aria-live': 'polite' }, ...spans),
      element('button', { type: 'button', id: 'reset' }, 'Reset'),
      element('noscript', {}, element('p', {}, 'Switching parts off needs JavaScript.')),
    ),
  );
}

/** The gate that all sets of a tenant wait at together. */
const bucketGateText =
  'Before anything in a bucket is read, written or listed, more than half of the servers of every pool have to answer for it: the bucket gate. A server answers with more than half of its own drives, and is silent with fewer. Users and policies lie in no bucket and do not wait for it.';

/** What a set that is out of reach takes with it, as measured on 1.0.0-rc.3. */
const setsText =
  'An object lies wholly in one set. A new one falls to a set by its name, and to one of several pools by free space, whether that set can be written or not. A listing asks every set, and fails while one cannot be written. The first set of the first pool locks for all: without half of its servers nothing is deleted, without more nothing is read or written.';

function legend(): Markup {
  return element(
    'section',
    { class: 'box' },
    lines(
      element('h2', {}, 'How to read it'),
      element(
        'p',
        {},
        'Each cell of a map is a drive; its number is the erasure set. A server that is off takes its drives and its voice in the locks of its sets with it; a drive that is off leaves its server answering for locks. In a map the arrow keys move, and Space or Enter switches. The line in a bar marks the shards that a read needs.',
      ),
      element('p', {}, bucketGateText),
      element('p', {}, setsText),
      stateLegend(),
    ),
  );
}
