import { survives, type Failure, type Outcome } from '../erasure';
import type { TenantPoolLayout } from '../tenant/layout-of';
import { domainWord } from './map';
import { stateName } from './state-words';

/** How a pool fares when some of one thing fail, in the worst placement that is allowed. */
export interface WorstCase {
  /** What fails, such as `server`. */
  readonly failure: string;
  /** When one does. */
  readonly outcome: Outcome;
  /** How many may fail at once with the same outcome. */
  readonly most: number;
  /** When one more does; undefined where nothing is left to fail, or all is lost already. */
  readonly next?: Outcome;
}

/** What a drive, a server, a node and a failure domain may take, from the least to the most. */
export function worstCases(pool: TenantPoolLayout): WorstCase[] {
  const { failureDomain } = pool;
  const units = ['drives', 'servers', 'nodes'] as const;
  const cases = units.map((of) => worstCase(pool, of.slice(0, -1), (count) => ({ of, count })));
  if (failureDomain === undefined) return cases;
  const { topologyKey } = failureDomain;
  const domain = worstCase(pool, domainWord(failureDomain), (count) => ({
    of: 'domains',
    topologyKey,
    count,
  }));
  return [...cases, domain];
}

function worstCase(pool: TenantPoolLayout, failure: string, failing: (count: number) => Failure): WorstCase {
  const outcomeOf = (count: number) => survives(pool, pool.placement, failing(count));
  const outcome = outcomeOf(1);
  const counts = Array.from({ length: pool.setSize }, (_, i) => i + 1);
  const differing = counts.find((count) => stateName(outcomeOf(count)) !== stateName(outcome));
  if (stateName(outcome) === 'lost') return { failure, outcome, most: 1 };
  if (differing === undefined) return { failure, outcome, most: pool.setSize };
  return { failure, outcome, most: differing - 1, next: outcomeOf(differing) };
}
