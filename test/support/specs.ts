import type { CertManagerSpec, PoolSpec, TenantSpec } from 'rustfs-constructs';

/** A pool of four servers with four drives each. */
export const pool0: PoolSpec = { name: 'pool-0', servers: 4, persistence: { volumesPerServer: 4 } };

/** A second pool of the same shape, to stand beside `pool0`. */
export const pool1: PoolSpec = { ...pool0, name: 'pool-1' };

/** What most tenants look like. The checks find nothing to say about it, in either profile. */
export const acme: TenantSpec = {
  name: 'acme',
  namespace: 'storage',
  pools: [pool0],
  credsSecret: { name: 'acme-root' },
  rpcSecret: { name: 'acme-rpc', key: 'secret' },
  placement: { drives: 'distinct' },
};

/** One server with one drive: the only tenant whose drive is addressed by a plain path. */
export const singleDrive: TenantSpec = {
  name: 'solo',
  namespace: 'storage',
  pools: [{ name: 'pool-0', servers: 1, persistence: { volumesPerServer: 1 } }],
  credsSecret: { name: 'solo-root' },
};

/** A single server on a developer's machine, with the published credentials. */
export const development: TenantSpec = {
  name: 'dev',
  namespace: 'default',
  pools: [{ name: 'pool-0', servers: 1, persistence: { volumesPerServer: 1 } }],
  developmentCredentials: true,
};

/** A tenant that grew by a second pool. */
export const twoPools: TenantSpec = { ...acme, pools: [pool0, pool1] };

/** A certificate that cert-manager keeps. */
export const managed: CertManagerSpec = {
  manageCertificate: true,
  secretName: 'acme-tls',
  issuerRef: { name: 'internal-ca' },
};

/** `acme` that speaks HTTPS. */
export const acmeTls: TenantSpec = {
  ...acme,
  tls: { mode: 'certManager', enableInternodeHttps: true, certManager: managed },
};

/** What the operator's pods bear when they speak HTTPS. */
export const tlsHash = { 'operator.rustfs.com/tls-hash': 'sha256:0123' };

/** The same declaration, to be composed exactly as the operator does. */
export function asOperator(spec: TenantSpec): TenantSpec {
  return { ...spec, compatibility: 'operator' };
}

/** `acme`, with some fields of its one pool changed. */
export function acmeWithPool(changes: Partial<PoolSpec>): TenantSpec {
  return { ...acme, pools: [{ ...pool0, ...changes }] };
}

/** `acme`, with some fields of its drives changed. */
export function acmeWithDrives(changes: Partial<PoolSpec['persistence']>): TenantSpec {
  return acmeWithPool({ persistence: { ...pool0.persistence, ...changes } });
}

/** A tenant of the official chart's names: release `files`, four servers with four drives each. */
export const fromChart: TenantSpec = {
  name: 'files-rustfs',
  namespace: 'storage',
  credsSecret: { name: 'files-rustfs-secret' },
  rpcSecret: { name: 'files-rpc', key: 'secret' },
  placement: { drives: 'distinct' },
  adopted: {
    headlessService: 'files-rustfs-headless',
    selector: { 'app.kubernetes.io/name': 'rustfs', 'app.kubernetes.io/instance': 'files' },
    clientService: { name: 'files-rustfs-svc', s3PortName: 'endpoint', consolePortName: 'console' },
    credentialKeys: { accessKey: 'RUSTFS_ACCESS_KEY', secretKey: 'RUSTFS_SECRET_KEY' },
  },
  pools: [
    {
      name: 'pool-0',
      servers: 4,
      persistence: { volumesPerServer: 4 },
      adopted: {
        statefulSet: 'files-rustfs',
        selector: { 'app.kubernetes.io/name': 'rustfs', 'app.kubernetes.io/instance': 'files' },
        claimNames: ['data-rustfs-0', 'data-rustfs-1', 'data-rustfs-2', 'data-rustfs-3'],
      },
    },
  ],
};

/** `fromChart`, with some of the names of its pool changed. */
export function fromChartWithPool(changes: Partial<NonNullable<PoolSpec['adopted']>>): TenantSpec {
  return { ...fromChart, pools: fromChart.pools.map((pool) => withAdopted(pool, changes)) };
}

function withAdopted(pool: PoolSpec, changes: Partial<NonNullable<PoolSpec['adopted']>>): PoolSpec {
  return pool.adopted === undefined ? pool : { ...pool, adopted: { ...pool.adopted, ...changes } };
}

/** `fromChart`, with some of the names of the tenant changed. */
export function fromChartWith(changes: Partial<NonNullable<TenantSpec['adopted']>>): TenantSpec {
  const { adopted } = fromChart;
  return adopted === undefined ? fromChart : { ...fromChart, adopted: { ...adopted, ...changes } };
}
