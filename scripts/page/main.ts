/** The script of the page that `layoutHtml` writes: switch parts of a tenant off and see how its sets fare. */
import { iconAddress } from '../../lib/report/html-state';
import { gatesText } from '../../lib/report/gate-words';
import { outcomeLines, setNames } from '../../lib/report/outcome-text';
import { pagePools, type PageData } from '../../lib/report/page-data';
import { worstState } from '../../lib/report/state-words';
import { one, setText } from './elements';
import { listenForArrows } from './grid-keys';
import { PoolPart } from './pool-part';

const data: PageData = JSON.parse(one(document, '#layout').textContent);
const pools = pagePools(data).map((pool, i) => {
  const part = one(document, `[data-pool="${i}"]`);
  listenForArrows(one(part, '[role=grid]'));
  return new PoolPart(pool, part, show);
});
one(document, '#reset').addEventListener('click', () => {
  for (const pool of pools) pool.reset();
  show();
});

/** All pools at once: a bucket gate that is shut keeps the sets of the others waiting, too. */
function show(): void {
  const outcomes = pools.map((pool) => pool.outcome());
  const shut = gatesText(outcomes);
  for (const pool of pools) pool.show(shut);
  const worst = worstState(setNames(outcomes, shut));
  const icon = one(document, '.summary .icon');
  icon.setAttribute('data-state', worst);
  one(icon, 'use').setAttribute('href', iconAddress(worst));
  setText(one(document, '#summary'), outcomeLines(outcomes));
}

// Without an export, and in a CommonJS package, esbuild takes the file for a script and wraps every import.
export {};
