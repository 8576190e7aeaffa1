import { pathTo } from '../tenant/path';
import { defined } from '../defined';
import type { Fields } from './fields';
import type { ClaimIdentity, PoolIdentity } from './identity';
import type { ForgottenTenant, FormerPool, LockedTenant, RetiredPool } from './lock';
import type { LockReading } from './lock-reading';

/** A block of the lock by its key. */
export type Title = Pick<LockedTenant, 'namespace' | 'name'> & { readonly path: string };

export function titleOf(reading: LockReading, field: string, title: string): Title {
  const path = pathTo(field, title);
  const [namespace = '', name = '', ...more] = title.split('/');
  if (namespace === '' || name === '' || more.length > 0) reading.wrong(path, 'is no NAMESPACE/NAME');
  return { namespace, name, path };
}

export function tenantOf(
  reading: LockReading,
  { namespace, name, path }: Title,
  value: unknown,
): LockedTenant {
  const fields = reading.fields(value, path, ['pools'], ['declaredIn', 'retired']) ?? {};
  const { declaredIn } = fields;
  return {
    namespace,
    name,
    ...defined({
      declaredIn: declaredIn === undefined ? undefined : reading.text(declaredIn, `${path}.declaredIn`),
    }),
    pools: reading.list(fields.pools, `${path}.pools`, (pool, at) => poolOf(reading, pool, at)),
    retired:
      fields.retired === undefined
        ? []
        : reading.list(fields.retired, `${path}.retired`, (pool, at) => retiredOf(reading, pool, at)),
  };
}

const poolFields = [
  'name',
  'statefulSet',
  'servers',
  'drivesPerServer',
  'volumes',
  'service',
  'podManagementPolicy',
  'selector',
  'claims',
];

function poolOf(reading: LockReading, value: unknown, path: string): PoolIdentity {
  const fields =
    reading.fields(value, path, poolFields, ['setSize', 'setSizeFrom', 'drives', 'encryption']) ?? {};
  const text = (field: string) => reading.text(fields[field], `${path}.${field}`);
  const count = (field: string) => reading.count(fields[field], `${path}.${field}`);
  return {
    name: text('name'),
    statefulSet: text('statefulSet'),
    servers: count('servers'),
    drivesPerServer: count('drivesPerServer'),
    ...(fields.setSize !== undefined && { setSize: count('setSize') }),
    ...(fields.setSizeFrom !== undefined && { setSizeFrom: text('setSizeFrom') }),
    volumes: text('volumes'),
    ...(fields.drives !== undefined && {
      drives: reading.list(fields.drives, `${path}.drives`, (drive, at) => reading.text(drive, at)),
    }),
    service: text('service'),
    podManagementPolicy: text('podManagementPolicy'),
    selector: reading.texts(fields.selector, `${path}.selector`),
    claims: reading.list(fields.claims, `${path}.claims`, (claim, at) => claimOf(reading, claim, at)),
    ...(fields.encryption !== undefined && {
      encryption: reading.texts(fields.encryption, `${path}.encryption`),
    }),
  };
}

function claimOf(reading: LockReading, value: unknown, path: string): ClaimIdentity {
  const fields = reading.fields(value, path, ['templates', 'size', 'fingerprint']) ?? {};
  return {
    templates: reading.list(fields.templates, `${path}.templates`, (name, at) => reading.text(name, at)),
    size: reading.text(fields.size, `${path}.size`),
    fingerprint: reading.text(fields.fingerprint, `${path}.fingerprint`),
  };
}

function retiredOf(reading: LockReading, value: unknown, path: string): RetiredPool {
  const fields = reading.fields(value, path, [...formerFields, 'reason', 'date'], ['templates']) ?? {};
  return {
    ...formerOf(reading, fields, path),
    reason: reading.text(fields.reason, `${path}.reason`),
    date: reading.text(fields.date, `${path}.date`),
  };
}

export function forgottenOf(
  reading: LockReading,
  { namespace, name, path }: Title,
  value: unknown,
): ForgottenTenant {
  const fields = reading.fields(value, path, ['reason', 'date', 'pools']) ?? {};
  return {
    namespace,
    name,
    reason: reading.text(fields.reason, `${path}.reason`),
    date: reading.text(fields.date, `${path}.date`),
    pools: reading.list(fields.pools, `${path}.pools`, (pool, at) =>
      formerOf(reading, reading.fields(pool, at, formerFields, ['templates']) ?? {}, at),
    ),
  };
}

const formerFields = ['name', 'statefulSet', 'volumes'];

function formerOf(reading: LockReading, fields: Fields, path: string): FormerPool {
  const text = (field: string) => reading.text(fields[field], `${path}.${field}`);
  return {
    name: text('name'),
    statefulSet: text('statefulSet'),
    volumes: text('volumes'),
    ...(fields.templates !== undefined && {
      templates: reading.list(fields.templates, `${path}.templates`, (name, at) => reading.text(name, at)),
    }),
  };
}
