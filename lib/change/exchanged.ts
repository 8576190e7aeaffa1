import { error, type Problem } from '../tenant/problem';

/** A tenant that is declared in another place than the lock knows it from. */
export interface Move {
  /** The tenant as `namespace/name`. */
  readonly title: string;
  readonly from: string;
  readonly to: string;
}

/**
 * The moves that go in a circle: two stages that have each other's tenant, or three that have each the next one's. A
 * tenant that goes to where no other one leaves has only moved.
 */
export function circular(moves: readonly Move[]): Move[] {
  return moves.filter(({ from, to }) => from !== to && reachable(to, moves).has(from));
}

/** Every place that moves lead to from one on. */
function reachable(place: string, moves: readonly Move[]): Set<string> {
  const found = new Set([place]);
  // A set goes through what is added to it meanwhile.
  for (const at of found) for (const { from, to } of moves) if (from === at) found.add(to);
  return found;
}

/** The problem of a tenant that has changed places with others. */
export function exchangedProblem({ title, from, to }: Move, circle: readonly Move[]): Problem {
  const former = circle.find((other) => other.from === to);
  const left =
    former === undefined ? '' : `, and ${former.title}, which it knows from there, in ${former.to}`;
  return error(
    'name',
    'tenant-renamed',
    `The tenant ${title}, which the lock knows from ${from}, is declared in ${to}${left}. Where each of them is applied to a ` +
      'cluster of its own, both would start empty there, and the data of both would stay behind.',
    'Put each back. Where all is applied to one cluster, move one after the other: first declare both in one place, and render that.',
  );
}
