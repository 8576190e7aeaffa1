/** The parity that RustFS takes for STANDARD when nothing is said, by set size (storageclass.rs). */
export function defaultParity(setSize: number): number {
  if (setSize >= 8) return 4;
  if (setSize >= 6) return 3;
  if (setSize >= 4) return 2;
  return setSize >= 2 ? 1 : 0;
}

/** The parity that RustFS takes for REDUCED_REDUNDANCY when nothing is said. */
export function defaultReducedParity(setSize: number): number {
  return setSize >= 2 ? 1 : 0;
}

/** The most parity that a set can have: half of its drives. */
export function mostParity(setSize: number): number {
  return Math.floor(setSize / 2);
}

/** The shards that a read needs: as many as hold data. */
export function readQuorum(setSize: number, parity: number): number {
  return setSize - parity;
}

/**
 * The shards that a write needs. With as much parity as data one more, so that two halves can never both write
 * (set_disk/mod.rs).
 */
export function writeQuorum(setSize: number, parity: number): number {
  const data = setSize - parity;
  return data === parity ? data + 1 : data;
}
