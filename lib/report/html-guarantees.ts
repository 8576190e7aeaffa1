import type { TenantPoolLayout } from '../tenant/layout-of';
import { counted } from '../counted';
import type { Outcome } from '../erasure';
import { shutText } from './gate-words';
import { stateIcon } from './html-state';
import { element, lines, type Markup } from './markup';
import { stateName } from './state-words';
import { worstCases, type WorstCase } from './worst-cases';

/** What Kubernetes holds to, what it only tries, and what follows from it in the worst case. */
export function htmlGuarantees(pool: TenantPoolLayout): Markup {
  return element(
    'section',
    { class: 'box guarantees' },
    lines(
      element('h3', {}, 'What the tolerances rest on'),
      element(
        'p',
        {},
        'The pod template of the StatefulSet ',
        element('code', {}, pool.statefulSet),
        ' says where the servers may run:',
      ),
      element('ul', {}, lines(...statements(pool))),
      element('h3', {}, 'In the worst placement that this allows'),
      element(
        'p',
        {},
        'The scheduler decides which servers run together, so a failure may take the worst ones. How objects fare then:',
      ),
      element('dl', { class: 'worst' }, lines(...worstCases(pool).flatMap(worstCase))),
    ),
  );
}

function statements({ statements }: TenantPoolLayout): Markup[] {
  if (statements.length === 0) {
    const badge = element('b', { class: 'badge hoped' }, 'nothing');
    return [element('li', {}, badge, element('span', {}, 'All servers may run on one node.'))];
  }
  return statements.map(({ isCertain, text, constraint }) => {
    const badge = element(
      'b',
      { class: isCertain ? 'badge certain' : 'badge hoped' },
      isCertain ? 'certain' : 'hoped',
    );
    return element('li', {}, badge, element('span', {}, text, ' ', element('code', {}, constraint)));
  });
}

function worstCase({ failure, outcome, most, next }: WorstCase): Markup[] {
  const name = stateName(outcome);
  const upTo = most > 1 ? `, with up to ${most} at once` : '';
  const more = next === undefined ? '' : `; with ${counted(most + 1, failure)} off: ${fared(next)}`;
  const text = `${fared(outcome)}${upTo}${more}`;
  return [
    element('dt', {}, `one ${failure} off`),
    element('dd', { 'data-state': name }, stateIcon(name), element('span', {}, text)),
  ];
}

/** The state, and the gate that is shut. */
function fared(outcome: Outcome): string {
  const why = shutText(outcome);
  return `${stateName(outcome)}${why === '' ? '' : ` (${why})`}`;
}
