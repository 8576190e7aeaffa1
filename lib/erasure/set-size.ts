/** The fewest and the most drives of an erasure set with parity (ecstore layout/disks_layout.rs, SET_SIZES). */
const smallestSet = 2;
const largestSet = 16;

/** A pool's form: how many servers of how many drives each. */
export interface PoolShape {
  readonly servers: number;
  readonly drivesPerServer: number;
}

/**
 * The set sizes that RustFS takes for a pool of `drives` endpoints, ascending; empty when the pool cannot form.
 *
 * A set size divides the number of drives. It is also in step with the leftmost ellipsis of the volume expression,
 * here the servers: it divides them, or they divide it (disks_layout.rs; server contract 2.3).
 */
export function legalSetSizes(drives: number, leftmost: number): number[] {
  const legal: number[] = [];
  for (let size = smallestSet; size <= largestSet; size++) {
    if (drives % size === 0 && isInStep(size, leftmost)) legal.push(size);
  }
  return legal;
}

/** The legal set sizes of a pool whose drives are addressed by URL. */
export function poolSetSizes({ servers, drivesPerServer }: PoolShape): number[] {
  return legalSetSizes(servers * drivesPerServer, servers);
}

function isInStep(size: number, leftmost: number): boolean {
  return leftmost > size ? leftmost % size === 0 : size % leftmost === 0;
}
