import { survives, type Failure, type SetState } from '../erasure';
import type { TenantPoolLayout } from '../tenant/layout-of';
import { domainWord } from './map';
import { stateName } from './state-words';

/** How a set fares when one of something fails, in the worst placement that is allowed. */
export interface WorstCase {
  /** What fails, such as `server`. */
  readonly failure: string;
  readonly state: SetState;
  /** How many may fail at once with the same outcome. */
  readonly most: number;
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
  const stateOf = (count: number) => survives(pool, pool.placement, failing(count));
  const state = stateOf(1);
  const counts = Array.from({ length: pool.setSize }, (_, i) => i + 1);
  const differing = counts.find((count) => stateName(stateOf(count)) !== stateName(state));
  return { failure, state, most: stateName(state) === 'lost' ? 1 : (differing ?? pool.setSize + 1) - 1 };
}
