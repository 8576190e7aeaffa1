import { setOfDrive, type PoolLayout } from '../erasure';
import type { TenantPoolLayout } from '../tenant/layout-of';
import type { FailureDomainSpec } from '../tenant/placement';

/** The erasure sets of a pool as a picture shows them: a row per server, a cell per drive. */
export interface PoolMap {
  readonly name: string;
  readonly drivesPerServer: number;
  readonly groups: readonly MapGroup[];
}

/** The servers of one failure domain; of all, when no domain is declared. */
export interface MapGroup {
  /** Such as `zone 1`; empty when no domain is declared. */
  readonly title: string;
  readonly rows: readonly MapRow[];
}

/** A server. */
export interface MapRow {
  readonly server: number;
  /** The set of each drive. */
  readonly sets: readonly number[];
  /** How many shards of each set stand on this server. */
  readonly shards: readonly SetShards[];
}

export interface SetShards {
  readonly set: number;
  readonly count: number;
}

/**
 * The map of a pool. Servers are dealt to the failure domains in turn: one of the ways in which the scheduler may do
 * it, which the declaration does not decide.
 */
export function poolMap(pool: TenantPoolLayout): PoolMap {
  const { name, drivesPerServer, failureDomain } = pool;
  const rows = Array.from({ length: pool.servers }, (_, server) => mapRow(pool, server));
  if (failureDomain === undefined) return { name, drivesPerServer, groups: [{ title: '', rows }] };
  const domain = domainWord(failureDomain);
  const groups = Array.from({ length: failureDomain.count }, (_, i) => ({
    title: `${domain} ${i + 1}`,
    rows: rows.filter(({ server }) => server % failureDomain.count === i),
  }));
  return { name, drivesPerServer, groups: groups.filter((group) => group.rows.length > 0) };
}

/** What a failure domain is called, by its node label: `zone` for `topology.kubernetes.io/zone`. */
export function domainWord({ topologyKey }: FailureDomainSpec): string {
  return topologyKey.split('/').at(-1) ?? topologyKey;
}

/** How many shards of each set stand in a group of servers. */
export function shardsOf(rows: readonly MapRow[]): SetShards[] {
  return countSets(rows.flatMap(({ sets }) => sets));
}

function mapRow(pool: PoolLayout, server: number): MapRow {
  const sets = Array.from({ length: pool.drivesPerServer }, (_, drive) => setOfDrive(pool, server, drive));
  return { server, sets, shards: countSets(sets) };
}

function countSets(sets: readonly number[]): SetShards[] {
  const counts = new Map<number, number>();
  for (const set of sets) counts.set(set, (counts.get(set) ?? 0) + 1);
  return [...counts].sort(([a], [b]) => a - b).map(([set, count]) => ({ set, count }));
}
