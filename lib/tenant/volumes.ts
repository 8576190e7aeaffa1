import { statefulSetName, tenantNames } from './names';

/** The port of S3, of the admin API and of the servers among themselves. */
export const s3Port = 9000;

/** The port of the console. */
export const consolePort = 9001;

/** What of a tenant its volume expression depends on. */
export interface VolumeTopology {
  readonly name: string;
  readonly namespace: string;
  readonly clusterDomain: string;
  readonly scheme: 'http' | 'https';
  readonly pools: readonly {
    readonly name: string;
    readonly servers: number;
    readonly drivesPerServer: number;
    readonly path: string;
  }[];
}

/**
 * The value of `RUSTFS_VOLUMES`, the same text on every server of every pool (contract 2.6.1).
 *
 * RustFS stores each pool's expression and compares its text, so another scheme, domain, port or path would look
 * like a new pool (ecstore core/pools.rs).
 */
export function volumesExpression(topology: VolumeTopology): string {
  const [first] = topology.pools;
  if (first !== undefined && isSingleDrive(topology.pools)) return drivePath(first.path, 0);
  return topology.pools.map((pool) => poolExpression(topology, pool)).join(' ');
}

/** Whether the tenant is one drive of one server: the only shape addressed by a plain path. */
export function isSingleDrive(
  pools: readonly { readonly servers: number; readonly drivesPerServer: number }[],
): boolean {
  return (
    pools.length === 1 &&
    pools.every(({ servers, drivesPerServer }) => servers === 1 && drivesPerServer === 1)
  );
}

/** Where a drive is mounted. */
export function drivePath(path: string, drive: number | string): string {
  return `${path}/rustfs${drive}`;
}

/** The DNS name of a server; `server` is an ordinal, an ellipsis or a reference to the pod's own name. */
export function serverHost(podName: string, { name, namespace, clusterDomain }: HeadlessDomain): string {
  return `${podName}.${tenantNames(name).headlessService}.${namespace}.svc.${clusterDomain}`;
}

type HeadlessDomain = Pick<VolumeTopology, 'name' | 'namespace' | 'clusterDomain'>;

function poolExpression(topology: VolumeTopology, pool: VolumeTopology['pools'][number]): string {
  const podNames = `${statefulSetName(topology.name, pool.name)}-${ellipsis(pool.servers)}`;
  const drives = drivePath(pool.path, ellipsis(pool.drivesPerServer));
  return `${topology.scheme}://${serverHost(podNames, topology)}:${s3Port}${drives}`;
}

/** RustFS's range of `count` numbers from 0: three dots, braces even around a single number. */
function ellipsis(count: number): string {
  return `{0...${count - 1}}`;
}
