import { kubernetesYaml } from '../manifest/document-text';
import { pathTo } from '../tenant/path';
import { error, type Problem } from '../tenant/problem';
import { defined } from '../defined';
import { yamlPackage } from '../yaml/yaml-package';
import type { ClaimIdentity, PoolIdentity } from './identity';
import { emptyLock, lockVersion, type Lock, type LockedTenant, type RetiredPool } from './lock';
import { lockConsistency } from './lock-consistency';
import { LockReading } from './lock-reading';

/** A lock as read, and everything that is wrong with it. With a problem the lock must be neither used nor written. */
export interface ReadLock {
  readonly lock: Lock;
  readonly problems: readonly Problem[];
}

/** Reads a lock file. What does not parse, or was edited into nonsense, is told and not repaired. */
export function readLock(text: string): ReadLock {
  const { LineCounter, parseDocument } = yamlPackage();
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false, ...kubernetesYaml });
  if (document.errors.length > 0) {
    const problems = document.errors.map(({ message, pos }) =>
      lockProblem('', `Line ${lines.linePos(pos[0]).line} is no YAML: ${message}.`),
    );
    return { lock: emptyLock, problems };
  }
  const reading = new LockReading();
  const lock = lockOf(reading, document.toJS());
  const problems = reading.problems.length > 0 ? reading.problems : lockConsistency(lock);
  return { lock, problems: problems.map(({ path, message }) => lockProblem(path, message)) };
}

/** A problem of the lock file itself. */
function lockProblem(path: string, message: string): Problem {
  return error(
    path,
    'lock',
    message,
    'Nothing was changed. Take the file back from version control (git checkout), or resolve the merge by hand: keep the blocks of both sides.',
  );
}

function lockOf(reading: LockReading, value: unknown): Lock {
  const root = reading.fields(value, '', ['version', 'tenants']);
  if (root === undefined) return emptyLock;
  if (root.version !== lockVersion) {
    reading.wrong(
      'version',
      `is ${String(root.version)}; this version of the tool reads version ${lockVersion}`,
    );
    return emptyLock;
  }
  const tenants = Object.entries(reading.map(root.tenants, 'tenants')).map(([title, tenant]) =>
    tenantOf(reading, title, tenant),
  );
  return { tenants: tenants.sort((a, b) => (titleOf(a) < titleOf(b) ? -1 : 1)) };
}

function titleOf({ namespace, name }: LockedTenant): string {
  return `${namespace}/${name}`;
}

function tenantOf(reading: LockReading, title: string, value: unknown): LockedTenant {
  const path = pathTo('tenants', title);
  const [namespace = '', name = '', ...more] = title.split('/');
  if (namespace === '' || name === '' || more.length > 0) reading.wrong(path, 'is no NAMESPACE/NAME');
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
  const fields = reading.fields(value, path, poolFields, ['setSize']) ?? {};
  const text = (field: string) => reading.text(fields[field], `${path}.${field}`);
  const count = (field: string) => reading.count(fields[field], `${path}.${field}`);
  return {
    name: text('name'),
    statefulSet: text('statefulSet'),
    servers: count('servers'),
    drivesPerServer: count('drivesPerServer'),
    ...(fields.setSize !== undefined && { setSize: count('setSize') }),
    volumes: text('volumes'),
    service: text('service'),
    podManagementPolicy: text('podManagementPolicy'),
    selector: Object.fromEntries(
      Object.entries(reading.map(fields.selector, `${path}.selector`)).map(([key, label]) => [
        key,
        reading.text(label, pathTo(`${path}.selector`, key)),
      ]),
    ),
    claims: reading.list(fields.claims, `${path}.claims`, (claim, at) => claimOf(reading, claim, at)),
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
  const fields = reading.fields(value, path, ['name', 'statefulSet', 'volumes', 'reason', 'date']) ?? {};
  const text = (field: string) => reading.text(fields[field], `${path}.${field}`);
  return {
    name: text('name'),
    statefulSet: text('statefulSet'),
    volumes: text('volumes'),
    reason: text('reason'),
    date: text('date'),
  };
}
