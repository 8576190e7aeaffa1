import { counted } from '../counted';
import { pathTo } from '../tenant/path';
import { isQuantity } from '../tenant/quantity';
import { poolAddress } from './address';
import { identityTitle, type PoolIdentity } from './identity';
import { lockedTenant, type ForgottenTenant, type Lock, type LockedTenant, type RetiredPool } from './lock';
import type { LockFinding } from './lock-reading';

/** What of a lock contradicts itself, as no lock does that the tool has written. */
export function lockConsistency(lock: Lock): LockFinding[] {
  return [
    ...lock.tenants.flatMap((tenant) => [...tenantFindings(tenant)]),
    ...lock.forgotten.flatMap((tenant) => [...forgottenFindings(lock, tenant)]),
  ];
}

function* tenantFindings(tenant: LockedTenant): Iterable<LockFinding> {
  const path = pathTo('tenants', identityTitle(tenant));
  if (tenant.pools.length === 0) yield { path: `${path}.pools`, message: `"${path}.pools" is empty.` };
  for (const [i, pool] of tenant.pools.entries()) yield* poolFindings(`${path}.pools[${i}]`, tenant, pool);
  for (const [i, pool] of tenant.retired.entries()) yield* retiredFindings(`${path}.retired[${i}]`, pool);
  const everPools = [...tenant.pools, ...tenant.retired];
  for (const field of ['name', 'statefulSet', 'volumes'] as const) {
    const values = everPools.map((pool) => pool[field]);
    const twice = values.find((value, i) => values.indexOf(value) !== i);
    if (twice === undefined) continue;
    yield { path, message: `Two pools of ${identityTitle(tenant)} have the ${field} "${twice}".` };
  }
}

function* poolFindings(path: string, { namespace }: LockedTenant, pool: PoolIdentity): Iterable<LockFinding> {
  const address = poolAddress(pool.volumes);
  const says =
    address?.kind === 'url'
      ? [
          address.statefulSet,
          address.servers,
          address.drivesPerServer,
          address.service,
          address.namespace || namespace,
        ]
      : [address === undefined ? '' : pool.statefulSet, 1, 1, pool.service, namespace];
  const told = [pool.statefulSet, pool.servers, pool.drivesPerServer, pool.service, namespace];
  // An adopted tenant may have an expression of its own making; then it only has to be one.
  const isOurs = address !== undefined || !/^https?:\/\/.+\/.+/.test(pool.volumes);
  if (isOurs && says.join(' ') !== told.join(' ')) {
    yield {
      path: `${path}.volumes`,
      message: `"${path}.volumes" is ${pool.volumes}, which is not the address of ${pool.servers} x ${counted(pool.drivesPerServer, 'drive')} of ${pool.statefulSet} behind ${pool.service}.`,
    };
  }
  const drives = pool.servers * pool.drivesPerServer;
  if (pool.setSize !== undefined && drives % pool.setSize !== 0) {
    yield {
      path: `${path}.setSize`,
      message: `"${path}.setSize" is ${pool.setSize}, which does not divide the pool's ${counted(drives, 'drive')}.`,
    };
  }
  // A drive of an adopted tenant may lie where its expression does not say.
  if (pool.drives !== undefined && isOurs && pool.drives.length !== pool.drivesPerServer) {
    yield {
      path: `${path}.drives`,
      message: `"${path}.drives" has ${pool.drives.length}, and a server has ${pool.drivesPerServer}.`,
    };
  }
  for (const [i, { templates, size, fingerprint }] of pool.claims.entries()) {
    const at = `${path}.claims[${i}]`;
    if (templates.length === 0) yield { path: at, message: `"${at}" names no claim template.` };
    if (!isQuantity(size))
      yield { path: `${at}.size`, message: `"${at}.size" is "${size}", which is no amount.` };
    if (!/^[0-9a-f]{16}$/.test(fingerprint)) {
      yield {
        path: `${at}.fingerprint`,
        message: `"${at}.fingerprint" is "${fingerprint}", not 16 hexadecimal digits.`,
      };
    }
  }
}

function* forgottenFindings(lock: Lock, tenant: ForgottenTenant): Iterable<LockFinding> {
  const title = identityTitle(tenant);
  const path = pathTo('forgotten', title);
  yield* retiredFindings(path, tenant);
  if (tenant.pools.length === 0) yield { path: `${path}.pools`, message: `"${path}.pools" is empty.` };
  if (lockedTenant(lock, tenant) === undefined) return;
  yield { path, message: `${title} is both among the tenants and forgotten.` };
}

function* retiredFindings(path: string, { date }: Pick<RetiredPool, 'date'>): Iterable<LockFinding> {
  if (isDate(date)) return;
  yield {
    path: `${path}.date`,
    message: `"${path}.date" is "${date}", which is no date such as 2026-11-25.`,
  };
}

/** Whether a text is a day that there is, as `2026-11-25`. */
export function isDate(text: string): boolean {
  const time = /^\d{4}-\d{2}-\d{2}$/.test(text) ? Date.parse(`${text}T00:00:00Z`) : Number.NaN;
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(text);
}
