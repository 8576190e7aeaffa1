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

/** The parts of an expression; undefined when it is none that this library or the operator writes. */
export function poolAddress(expression: string): PoolAddress | undefined {
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
  const match = /\{(\d+)\.\.\.(\d+)\}/.exec(path);
  if (match === null) return [path];
  const [ellipsis, from = '', to = ''] = match;
  const count = Number(to) - Number(from) + 1;
  const numbers = Array.from({ length: Math.max(count, 0) }, (_, i) => Number(from) + i);
  return numbers.flatMap((number) => drivePaths(path.replace(ellipsis, String(number))));
}

/** How many drives the ellipses of a path stand for. */
function drivesIn(path: string): number {
  const ranges = [...path.matchAll(/\{(\d+)\.\.\.(\d+)\}/g)];
  return ranges.reduce((drives, [, from, to]) => drives * (Number(to) - Number(from) + 1), 1);
}
