/** One pool's part of `RUSTFS_VOLUMES`, taken apart. */
export interface PoolExpression {
  readonly scheme: 'http' | 'https';
  readonly statefulSet: string;
  readonly servers: number;
  /** What follows the pod's name. */
  readonly domain: string;
  readonly port: number;
  /** The directory of the drives; of an exact path, the drive itself. */
  readonly path: string;
  /** The number of drives; undefined when the path is the one drive's own. */
  readonly drives: number | undefined;
}

/** Either every pool by its addresses, or the one drive of a tenant that has no other. */
export type VolumeExpressions =
  | { readonly kind: 'pools'; readonly pools: readonly PoolExpression[] }
  | { readonly kind: 'path'; readonly path: string };

const server = /^(https?):\/\/([a-z0-9][-a-z0-9.]*)-\{0\.\.\.(\d+)\}\.([a-z0-9][-a-z0-9.]*):(\d+)(\/.*)$/;

/** The directory of drives, which may be the root, and how many they are; of an exact path only the first. */
const place = /^(?:((?:\/[A-Za-z0-9/._-]*)?)\/rustfs\{0\.\.\.(\d+)\}|(\/[A-Za-z0-9/._-]*))$/;

/** The parts of `RUSTFS_VOLUMES`; undefined when it is of a form that no declaration makes. */
export function readVolumes(text: string): VolumeExpressions | undefined {
  if (/^\/[A-Za-z0-9/._-]*$/.test(text)) return { kind: 'path', path: text };
  const pools = text.split(' ').map(readPool);
  const known = pools.filter((pool) => pool !== undefined);
  return known.length === pools.length && known.length > 0 ? { kind: 'pools', pools: known } : undefined;
}

function readPool(text: string): PoolExpression | undefined {
  const [, scheme, statefulSet = '', lastServer = '', domain = '', port = '', rest = ''] =
    server.exec(text) ?? [];
  const found = place.exec(rest);
  if (found === null) return undefined;
  const [, parent, lastDrive, exact = ''] = found;
  return {
    scheme: scheme === 'https' ? 'https' : 'http',
    statefulSet,
    servers: Number(lastServer) + 1,
    domain,
    port: Number(port),
    path: parent ?? exact,
    drives: lastDrive === undefined ? undefined : Number(lastDrive) + 1,
  };
}
