/** The script of the page that `layoutHtml` writes: switch parts of a tenant off and see how its sets fare. */
import { iconAddress } from '../../lib/report/html-state';
import { outcomeLines } from '../../lib/report/outcome-text';
import { pagePools, type PageData } from '../../lib/report/page-data';
import { worstState } from '../../lib/report/state-words';
import { one, setText } from './elements';
import { listenForArrows } from './grid-keys';
import { PoolPart } from './pool-part';

const data: PageData = JSON.parse(one(document, '#layout').textContent);
const pools = pagePools(data).map((pool, i) => {
  const part = one(document, `[data-pool="${i}"]`);
  listenForArrows(one(part, '[role=grid]'));
  return new PoolPart(pool, part, showSummary);
});
one(document, '#reset').addEventListener('click', () => {
  for (const pool of pools) pool.reset();
  showSummary();
});

function showSummary(): void {
  const outcomes = pools.map((pool) => pool.outcome());
  const worst = worstState(outcomes.flatMap(({ states }) => states));
  const icon = one(document, '.summary .icon');
  icon.setAttribute('data-state', worst);
  one(icon, 'use').setAttribute('href', iconAddress(worst));
  setText(one(document, '#summary'), outcomeLines(outcomes));
}

// Without an export, and in a CommonJS package, esbuild takes the file for a script and wraps every import.
export {};
