import type { PoolSpec, TenantSpec } from 'rustfs-constructs';
import type { Secrets } from './pods/environment';
import type { Credentials } from './s3/signature';

/** The root of every tenant here, and the Secrets that the declarations name. */
export const root: Credentials = { accessKey: 'root-access-key', secretKey: 'root-secret-key' };

export function secretsOf({ accessKey, secretKey }: Credentials = root): Secrets {
  return {
    'media-root': { accesskey: accessKey, secretkey: secretKey },
    'media-rpc': { secret: 'a secret that the servers share with each other' },
  };
}

/** A tenant of pools of the given shapes, as servers x drives; the pools are called a, b, ... */
export function declared(...shapes: readonly string[]): TenantSpec {
  return {
    name: 'media',
    namespace: 'storage',
    credsSecret: { name: 'media-root' },
    rpcSecret: { name: 'media-rpc', key: 'secret' },
    placement: { drives: 'distinct' },
    pools: shapes.map(pool),
  };
}

function pool(shape: string, i: number): PoolSpec {
  const [servers, volumesPerServer] = shape.split('x').map(Number);
  if (servers === undefined || volumesPerServer === undefined) throw new Error(`${shape} is no shape.`);
  return { name: String.fromCharCode('a'.charCodeAt(0) + i), servers, persistence: { volumesPerServer } };
}
