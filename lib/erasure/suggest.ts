import { mostParity } from './parity';
import { isLaidOut, poolLayout, type PoolLayout } from './pool-layout';

/** What a tenant is wanted for, and what there is to build it from. */
export interface Wish {
  /** The bytes that objects have to find room for. */
  readonly usableBytes: bigint;
  /** Servers and drives per set that may fail while reading and writing go on. */
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
 * The layouts of one pool that grant the wish: the most efficient first, then the one with most to spare. Of layouts
 * that differ only in the number of drives per server, the smallest.
 */
export function suggestLayouts(wish: Wish): Suggestion[] {
  const granted = candidates(wish)
    .filter(({ layout }) => grants(layout, wish))
    .map((candidate) => ({
      ...candidate,
      spareServers: candidate.layout.serverTolerance.write - wish.survives.servers,
    }))
    .sort(byMerit);
  const kinds = granted.map(({ layout }) => `${layout.servers} ${layout.setSize} ${layout.parity}`);
  return granted.filter((_, i) => kinds.indexOf(kinds[i] ?? '') === i);
}

function byMerit(a: Suggestion, b: Suggestion): number {
  return (
    byEfficiency(a.layout, b.layout) ||
    b.spareServers - a.spareServers ||
    // Of equals the one with fewer drives, then the one that says less.
    drivesOf(a.layout) - drivesOf(b.layout) ||
    Number(a.isForced.setSize) - Number(b.isForced.setSize) ||
    b.layout.setSize - a.layout.setSize
  );
}

type Candidate = Omit<Suggestion, 'spareServers'>;

function candidates({ nodes, drivesPerNode, driveBytes }: Wish): Candidate[] {
  const found: Candidate[] = [];
  for (let servers = 1; servers <= nodes; servers++) {
    for (let drivesPerServer = 1; drivesPerServer <= drivesPerNode; drivesPerServer++) {
      const isSingleDrive = servers * drivesPerServer === 1;
      const pool = { name: 'pool-0', servers, drivesPerServer, driveBytes, isSingleDrive };
      const own = poolLayout(pool, {});
      if (isLaidOut(own)) found.push(...variants(pool, own));
    }
  }
  return found;
}

/** A pool with every set size and parity that RustFS takes. */
function variants(pool: Parameters<typeof poolLayout>[0], own: PoolLayout): Candidate[] {
  return own.legalSetSizes.flatMap((setSize) =>
    Array.from({ length: mostParity(setSize) + 1 }, (_, parity) => poolLayout(pool, { setSize, parity }))
      .filter(isLaidOut)
      // RustFS refuses reduced redundancy above the standard, where both have parity.
      .filter(({ parity, reducedParity }) => parity === 0 || reducedParity <= parity)
      .map((layout) => ({
        layout,
        isForced: {
          setSize: setSize !== own.setSize,
          parity: layout.parity !== defaultOf(pool, setSize),
        },
      })),
  );
}

function defaultOf(pool: Parameters<typeof poolLayout>[0], setSize: number): number | undefined {
  const layout = poolLayout(pool, { setSize });
  return isLaidOut(layout) ? layout.parity : undefined;
}

function grants(layout: PoolLayout, { usableBytes, survives }: Wish): boolean {
  return (
    layout.usableBytes >= usableBytes &&
    layout.serverTolerance.write >= survives.servers &&
    layout.driveTolerance.write >= survives.drives
  );
}

/** Compared as fractions, exactly. */
function byEfficiency(a: PoolLayout, b: PoolLayout): number {
  return b.dataDrives * a.setSize - a.dataDrives * b.setSize;
}

function drivesOf({ servers, drivesPerServer }: PoolLayout): number {
  return servers * drivesPerServer;
}
