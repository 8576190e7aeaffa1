import { statefulSetName, tenantNames, type NamedPool, type NamedTenant } from './names';

/** The port of S3, of the admin API and of the servers among themselves. */
export const s3Port = 9000;

/** The port of the console. */
export const consolePort = 9001;

/** What of a tenant its volume expression depends on. */
export interface VolumeTopology extends NamedTenant {
  readonly namespace: string;
  readonly clusterDomain: string;
  readonly scheme: 'http' | 'https';
  readonly pools: readonly (PoolDrives & {
    readonly name: string;
    readonly servers: number;
    readonly drivesPerServer: number;
  })[];
}

/** Where a pool's drives are mounted. */
export interface PoolDrives {
  readonly path: string;
  readonly adopted?: NamedPool['adopted'];
}

/**
 * The value of `RUSTFS_VOLUMES`, the same text on every server of every pool (contract 2.6.1).
 *
 * RustFS stores each pool's expression and compares its text, so another scheme, domain, port or path would look
 * like a new pool (ecstore core/pools.rs).
 */
export function volumesExpression(topology: VolumeTopology): string {
  const [first] = topology.pools;
  if (first !== undefined && isSingleDrive(topology.pools)) return drivePath(first, 0);
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
export function drivePath({ path, adopted }: PoolDrives, drive: number | string): string {
  return adopted?.drivePath === 'exact' ? path : `${path}/rustfs${drive}`;
}

/** The DNS name of a server; `server` is an ordinal, an ellipsis or a reference to the pod's own name. */
export function serverHost(podName: string, domain: HeadlessDomain): string {
  return `${podName}.${domain.adopted?.serverDomain ?? headlessHost(domain)}`;
}

/** The full DNS name of the headless Service, at which the operator itself calls a tenant. */
export function headlessHost(domain: HeadlessDomain): string {
  return `${tenantNames(domain).headlessService}.${domain.namespace}.svc.${domain.clusterDomain}`;
}

type HeadlessDomain = Pick<VolumeTopology, 'name' | 'namespace' | 'clusterDomain' | 'adopted'>;

function poolExpression(topology: VolumeTopology, pool: VolumeTopology['pools'][number]): string {
  const podNames = `${statefulSetName(topology.name, pool)}-${ellipsis(pool.servers)}`;
  const drives = drivePath(pool, ellipsis(pool.drivesPerServer));
  return `${topology.scheme}://${serverHost(podNames, topology)}:${s3Port}${drives}`;
}

/** RustFS's range of `count` numbers from 0: three dots, braces even around a single number. */
function ellipsis(count: number): string {
  return `{0...${count - 1}}`;
}
