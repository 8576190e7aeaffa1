import type { PoolLayout } from '../erasure';
import type { Problem } from '../tenant/problem';

/** What a layout report is made from: a `TenantLayout`, or pools sketched without a declaration. */
export interface LayoutTotals {
  readonly pools: readonly PoolLayout[];
  readonly rawBytes: bigint;
  readonly usableBytes: bigint;
}

/** The layout as documented JSON, a stable interface. Bytes are decimal strings: they exceed what a number holds. */
export function layoutJson(
  { pools, rawBytes, usableBytes }: LayoutTotals,
  problems: readonly Problem[],
): string {
  const report = {
    pools: pools.map(poolJson),
    rawBytes: String(rawBytes),
    usableBytes: String(usableBytes),
    problems: problems.map(({ path, code, severity, message, fix }) => ({
      path,
      code,
      severity,
      message,
      fix,
    })),
  };
  return `${JSON.stringify(report, null, 2)}\n`;
}

/** One pool of the documented JSON. */
export function poolJson(pool: PoolLayout) {
  return {
    name: pool.name,
    servers: pool.servers,
    drivesPerServer: pool.drivesPerServer,
    sets: pool.sets,
    setSize: pool.setSize,
    parity: pool.parity,
    dataDrives: pool.dataDrives,
    readQuorum: pool.readQuorum,
    writeQuorum: pool.writeQuorum,
    bucketQuorum: pool.bucketQuorum,
    rawBytes: String(pool.rawBytes),
    usableBytes: String(pool.usableBytes),
    driveTolerance: pool.driveTolerance,
    serverTolerance: pool.serverTolerance,
    coldStartMissingServers: pool.coldStartMissingServers,
  };
}
