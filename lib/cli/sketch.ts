import type { Wish } from '../erasure';
import { wholeQuantity } from '../tenant/quantity';
import type { TenantSpec } from '../tenant/spec';
import { UsageError } from './io';

/** Pools from the command line: `4x4,8x2` are pool-0 of four servers with four drives, and pool-1. */
export function sketchedTenant(pools: string, drive: string | undefined, coding: SketchedCoding): TenantSpec {
  const storage = quantityOf('--drive', drive ?? '1Ti');
  const claim = { accessModes: ['ReadWriteOnce'], resources: { requests: { storage } } };
  return {
    name: 'sketch',
    namespace: 'default',
    // Nothing but the layout is in question, so all else is as it should be.
    credsSecret: { name: 'credentials' },
    rpcSecret: { name: 'rpc', key: 'secret' },
    placement: { drives: 'distinct' },
    ...(coding.parity !== undefined && { parity: countOf('--parity', coding.parity, 0) }),
    ...(coding.setDrives !== undefined && {
      erasureSetDriveCount: countOf('--set-drives', coding.setDrives, 2),
    }),
    pools: pools.split(',').map((shape, i) => {
      const [, servers, drives] = /^([1-9]\d{0,4})x([1-9]\d{0,4})$/.exec(shape.trim()) ?? [];
      if (servers === undefined || drives === undefined) {
        throw new UsageError(
          `--pools takes SERVERSxDRIVES, with commas between pools: 4x4,8x2. Not "${shape}".`,
        );
      }
      const persistence = { volumesPerServer: Number(drives), volumeClaimTemplate: claim };
      return { name: `pool-${i}`, servers: Number(servers), persistence };
    }),
  };
}

/** What `--parity` and `--set-drives` say. */
export interface SketchedCoding {
  readonly parity: string | undefined;
  readonly setDrives: string | undefined;
}

/** The flags of `--suggest`. */
export interface WishFlags {
  readonly usable: string | undefined;
  readonly survive: string | undefined;
  readonly nodes: string | undefined;
  readonly drivesPerNode: string | undefined;
  readonly drive: string | undefined;
}

/** The wish that the flags of `--suggest` make. */
export function wishOf({ usable, survive, nodes, drivesPerNode, drive }: WishFlags): Wish {
  const needed = {
    '--usable': usable,
    '--nodes': nodes,
    '--drives-per-node': drivesPerNode,
    '--drive': drive,
  };
  const missing = Object.entries(needed).flatMap(([flag, value]) => (value === undefined ? [flag] : []));
  if (missing.length > 0) throw new UsageError(`--suggest needs ${missing.join(', ')} as well.`);
  return {
    usableBytes: wholeQuantity(quantityOf('--usable', usable ?? '')) ?? 0n,
    survives: survivalOf(survive ?? 'servers=1'),
    nodes: countOf('--nodes', nodes ?? '', 1),
    drivesPerNode: countOf('--drives-per-node', drivesPerNode ?? '', 1),
    driveBytes: wholeQuantity(quantityOf('--drive', drive ?? '')) ?? 0n,
  };
}

/** `servers=2,drives=4`; a server, when nothing is said. */
function survivalOf(text: string): Wish['survives'] {
  const survives: Partial<Record<keyof Wish['survives'], number>> = {};
  for (const part of text.split(',')) {
    const [, what, count = ''] = /^(servers|drives)=(.*)$/.exec(part) ?? [];
    if ((what !== 'servers' && what !== 'drives') || survives[what] !== undefined) {
      throw new UsageError(
        `--survive takes servers=N and drives=N, once each, with a comma between. Not "${text}".`,
      );
    }
    survives[what] = countOf(`--survive ${what}`, count, 0);
  }
  return { servers: 0, drives: 0, ...survives };
}

function countOf(flag: string, text: string, least: number): number {
  if (/^\d{1,3}$/.test(text) && Number(text) >= least) return Number(text);
  throw new UsageError(`${flag} takes a whole number from ${least} to 999, not "${text}".`);
}

/** From a mebibyte to what Kubernetes can count. */
function quantityOf(flag: string, text: string): string {
  const bytes = wholeQuantity(text) ?? 0n;
  if (bytes >= 1n << 20n && bytes < 1n << 63n) return text;
  throw new UsageError(`${flag} takes an amount of bytes such as 4Ti, not "${text}".`);
}
