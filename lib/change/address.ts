/** One pool's expression in `RUSTFS_VOLUMES`, taken apart. */
export type PoolAddress = UrlAddress | PathAddress;

/** The pool of a lone drive. */
export interface PathAddress {
  readonly kind: 'path';
  readonly path: string;
}

/** `http://media-pool-0-{0...3}.media-hl.storage.svc.cluster.local:9000/data/rustfs{0...1}` */
export interface UrlAddress {
  readonly kind: 'url';
  readonly scheme: string;
  /** The StatefulSet that the pods are named after. */
  readonly statefulSet: string;
  readonly servers: number;
  /** The ordinal of the first of them. */
  readonly firstServer: number;
  readonly service: string;
  /** Empty where an adopted tenant has the Service's name alone. */
  readonly namespace: string;
  /** What follows `NAMESPACE.`: `svc.cluster.local`. Empty where nothing does. */
  readonly domain: string;
  readonly port: string;
  /** The drives' path with its ellipses as they stand. */
  readonly path: string;
  readonly drivesPerServer: number;
}

const url = /^(https?):\/\/([^.{}/:]+)-\{(\d+)\.\.\.(\d+)\}\.([^{}/:]+)(?::(\d+))?(\/.*)$/;

/**
 * The expressions of the pools that servers are told, one a pool. Where none has ellipses, all are the drives of one pool
 * (RustFS: ecstore layout/disks_layout.rs). Those of the same servers stay together, and with them what stands between them:
 * what one of these finds is told at once.
 */
export function poolExpressions(volumes: string): string[] {
  const words = volumes.split(' ');
  if (!words.some((word) => word.includes('...'))) return [volumes];
  const servers = words.map((word) => serversIn(word));
  let end = -1;
  return words.reduce<string[]>((pools, word, i) => {
    const own = servers[i] ?? '';
    const isTogether = i <= end || (i > 0 && own === servers[i - 1]);
    // Whose drives an address has that cannot be read, nobody knows: only what stands side by side is taken to be alike.
    end = Math.max(end, own === '' ? i : servers.lastIndexOf(own));
    return isTogether ? [...pools.slice(0, -1), `${pools.at(-1) ?? ''} ${word}`] : [...pools, word];
  }, []);
}

/** Whether drives are addressed by nothing but paths of the server itself. */
export function isOfPaths(expressions: string): boolean {
  return expressions.split(' ').every((word) => word.startsWith('/'));
}

/** Whose drives an expression has, as far as that can be read. */
function serversIn(expression: string): string {
  const address = poolAddress(expression);
  return address?.kind === 'url' ? address.statefulSet : (address?.kind ?? '');
}

/** The parts of an expression; undefined when it is none that this library or the operator writes. */
export function poolAddress(expression: string): PoolAddress | undefined {
  // Several drives one by one, or several pools of the same servers.
  if (expression.includes(' ')) return undefined;
  if (expression.startsWith('/')) return { kind: 'path', path: expression };
  const match = url.exec(expression);
  if (match === null) return undefined;
  const [, scheme = '', statefulSet = '', from, to, host = '', port = '', path = ''] = match;
  const [service = '', namespace = '', ...domain] = host.split('.');
  return {
    kind: 'url',
    scheme,
    statefulSet,
    servers: Number(to) - Number(from) + 1,
    firstServer: Number(from),
    service,
    namespace,
    domain: domain.join('.'),
    port,
    path,
    drivesPerServer: drivesIn(path),
  };
}

/** Every path that the ellipses of a path stand for. */
export function drivePaths(path: string): string[] {
  const match = ellipsis.exec(path);
  if (match === null) return [path];
  const [whole, from = '', to = ''] = match;
  return numbersIn(from, to).flatMap((number) => drivePaths(path.replace(whole, number)));
}

/**
 * The paths at which a server has its drives, by expressions of whatever hosts: all of its paths, whoever else has them
 * as well. Undefined where that of one cannot be told.
 */
export function pathsIn(expressions: string): string[] | undefined {
  const paths = expressions.split(' ').flatMap((word) => {
    const path = /^(?:https?:\/\/[^/,]+)?(\/[^,:]*)$/.exec(word)?.[1];
    return path === undefined ? [''] : drivePaths(path);
  });
  return paths.some((path) => path === '' || /[{}]/.test(path)) ? undefined : [...new Set(paths)];
}

/** Of decimal or hexadecimal numbers (RustFS: crates/utils string.rs, parse_ellipses_range). */
const ellipsis = /\{([\da-fA-F]+)\.\.\.([\da-fA-F]+)\}/;

/** How many drives the ellipses of a path stand for. */
function drivesIn(path: string): number {
  const ranges = [...path.matchAll(new RegExp(ellipsis, 'g'))];
  return ranges.reduce((drives, [, from = '', to = '']) => drives * numbersIn(from, to).length, 1);
}

/** The numbers of a range as RustFS writes them: hexadecimal ones all as long as the last, decimal ones where the first has a zero before it. */
function numbersIn(from: string, to: string): string[] {
  const radix = /[a-f]/i.test(from + to) ? 16 : 10;
  const first = parseInt(from, radix);
  const count = Math.min(parseInt(to, radix) - first + 1, mostInRange);
  const width = radix === 16 || /^0\d/.test(from) ? to.length : 0;
  return Array.from({ length: Math.max(count, 0) }, (_, i) => {
    const text = (first + i).toString(radix).padStart(width, '0');
    return /[A-F]/.test(from + to) ? text.toUpperCase() : text;
  });
}

/** RustFS refuses longer ranges (crates/utils string.rs). */
const mostInRange = 10_000;
