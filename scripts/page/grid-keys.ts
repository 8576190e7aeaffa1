import { buttonsIn } from './elements';

/** Where a button stands among the rows of buttons. */
interface Place {
  readonly row: number;
  readonly column: number;
}

/**
 * Makes a grid one stop for the Tab key, in which the arrow keys move
 * (https://www.w3.org/WAI/ARIA/apg/patterns/grid/).
 */
export function listenForArrows(grid: Element): void {
  const rows = [...grid.querySelectorAll('tr')]
    .map((row) => buttonsIn(row))
    .filter((buttons) => buttons.length > 0);
  for (const button of rows.flat()) button.tabIndex = -1;
  const [first] = rows.flat();
  if (first !== undefined) first.tabIndex = 0;

  grid.addEventListener('focusin', ({ target }) => {
    for (const button of rows.flat()) button.tabIndex = button === target ? 0 : -1;
  });
  grid.addEventListener('keydown', (event) => {
    if (!(event instanceof KeyboardEvent)) return;
    const row = rows.findIndex((buttons) => buttons.some((button) => button === event.target));
    const column = rows[row]?.findIndex((button) => button === event.target) ?? -1;
    const next = column < 0 ? undefined : nextPlace(event, { row, column }, rows);
    const button = next === undefined ? undefined : rows[next.row]?.at(next.column);
    if (button === undefined) return;
    event.preventDefault();
    button.focus();
  });
}

function nextPlace(
  { key, ctrlKey }: KeyboardEvent,
  { row, column }: Place,
  rows: readonly (readonly unknown[])[],
): Place | undefined {
  const lastRow = rows.length - 1;
  const inRow = (to: number): Place => {
    const at = Math.min(Math.max(to, 0), lastRow);
    return { row: at, column: Math.min(column, (rows[at]?.length ?? 1) - 1) };
  };
  switch (key) {
    case 'ArrowUp':
      return inRow(row - 1);
    case 'ArrowDown':
      return inRow(row + 1);
    case 'ArrowLeft':
      return { row, column: Math.max(column - 1, 0) };
    case 'ArrowRight':
      return { row, column: Math.min(column + 1, (rows[row]?.length ?? 1) - 1) };
    case 'Home':
      return { row: ctrlKey ? 0 : row, column: 0 };
    case 'End':
      return { row: ctrlKey ? lastRow : row, column: -1 };
    default:
      return undefined;
  }
}
