import { mostDrivesPerServer, mostEndpoints } from './limits';
import { defaultParity, mostParity } from './parity';
import { isLaidOut, poolLayout, type PoolLayout } from './pool-layout';

/** What a tenant is wanted for, and what there is to build it from. */
export interface Wish {
  /** The bytes that objects have to find room for. */
  readonly usableBytes: bigint;
  /** Servers, and drives wherever they are, that may fail while reading and writing go on. */
  readonly survives: { readonly servers: number; readonly drives: number };
  /** The most servers, one on each node, and the most drives of each. */
  readonly nodes: number;
  readonly drivesPerNode: number;
  readonly driveBytes: bigint;
}

/** A layout that grants a wish, and by how much more. */
export interface Suggestion {
  readonly layout: PoolLayout;
  /** Whether the set size or the parity is another than RustFS's own choice. */
  readonly isForced: { readonly setSize: boolean; readonly parity: boolean };
  /** Servers beyond those that have to be dispensable. */
  readonly spareServers: number;
}

/**
 * The layouts of one pool that grant the wish: the most efficient first, then the one with most to spare, those of two drives per server behind the others. Of layouts
 * that differ only in the number of drives per server, the smallest.
 */
export function suggestLayouts(wish: Wish): Suggestion[] {
  const granted: Suggestion[] = [];
  for (let servers = 1; servers <= wish.nodes; servers++) granted.push(...suggestionsOf(wish, servers));
  return granted.sort(byMerit);
}

/**
 * What a number of servers can grant. Each set size and parity is settled by the first drives that will do; two drives
 * per server settle nothing, as one that fails takes its server along.
 */
function suggestionsOf(wish: Wish, servers: number): Suggestion[] {
  const granted: Suggestion[] = [];
  const settled = new Set<string>();
  const mostDrives = Math.min(wish.drivesPerNode, mostDrivesPerServer, Math.floor(mostEndpoints / servers));
  for (let drivesPerServer = 1; drivesPerServer <= mostDrives; drivesPerServer++) {
    const isSingleDrive = servers * drivesPerServer === 1;
    const pool = { name: 'pool-0', servers, drivesPerServer, driveBytes: wish.driveBytes, isSingleDrive };
    const own = poolLayout(pool, {});
    if (!isLaidOut(own)) continue;
    for (const coding of codings(own)) {
      const key = `${coding.setSize} ${coding.parity}`;
      if (settled.has(key)) continue;
      const layout = poolLayout(pool, coding);
      // RustFS refuses reduced redundancy above the standard, where both have parity.
      const isLegal = isLaidOut(layout) && (layout.parity === 0 || layout.reducedParity <= layout.parity);
      if (!isLegal || isTooBrittle(layout, wish)) settled.add(key);
      else if (
        layout.driveTolerance.write >= wish.survives.drives &&
        layout.usableBytes >= wish.usableBytes
      ) {
        if (drivesPerServer !== 2) settled.add(key);
        granted.push(suggestion(layout, own, wish));
      }
    }
  }
  return granted;
}

/** Every set size and parity that RustFS takes for a pool. */
function codings({ legalSetSizes }: PoolLayout): { setSize: number; parity: number }[] {
  return legalSetSizes.flatMap((setSize) =>
    Array.from({ length: mostParity(setSize) + 1 }, (_, parity) => ({ setSize, parity })),
  );
}

function suggestion(layout: PoolLayout, own: PoolLayout, { survives }: Wish): Suggestion {
  return {
    layout,
    isForced: {
      setSize: layout.setSize !== own.setSize,
      parity: layout.parity !== defaultParity(layout.setSize),
    },
    spareServers: layout.serverTolerance.write - survives.servers,
  };
}

/** Whether more drives per server, in sets of the same size and parity, would not help either. */
function isTooBrittle({ serverTolerance, setSize, writeQuorum }: PoolLayout, { survives }: Wish): boolean {
  return serverTolerance.write < survives.servers || setSize - writeQuorum < survives.drives;
}

function byMerit(a: Suggestion, b: Suggestion): number {
  return (
    byEfficiency(a.layout, b.layout) ||
    Number(a.layout.drivesPerServer === 2) - Number(b.layout.drivesPerServer === 2) ||
    b.spareServers - a.spareServers ||
    // Of equals the one with fewer drives, then the one that says less.
    drivesOf(a.layout) - drivesOf(b.layout) ||
    Number(a.isForced.setSize) - Number(b.isForced.setSize) ||
    b.layout.setSize - a.layout.setSize
  );
}

/** Compared as fractions, exactly. */
function byEfficiency(a: PoolLayout, b: PoolLayout): number {
  return b.dataDrives * a.setSize - a.dataDrives * b.setSize;
}

function drivesOf({ servers, drivesPerServer }: PoolLayout): number {
  return servers * drivesPerServer;
}
