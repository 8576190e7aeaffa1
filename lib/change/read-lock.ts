import { kubernetesYaml } from '../manifest/document-text';
import { lineOf } from '../manifest/source';
import { pathTo, stepsOf } from '../tenant/path';
import { error, type Problem } from '../tenant/problem';
import { defined } from '../defined';
import { yamlPackage } from '../yaml/yaml-package';
import type { Fields } from './fields';
import type { ClaimIdentity, PoolIdentity } from './identity';
import { isRecord } from '../is-record';
import {
  emptyLock,
  lockVersion,
  sortedByTitle,
  type ForgottenTenant,
  type FormerPool,
  type Lock,
  type LockedTenant,
  type RetiredPool,
} from './lock';
import { lockConsistency } from './lock-consistency';
import { lockMark } from './lock-text';
import { LockReading } from './lock-reading';

/** A lock as read, and everything that is wrong with it. With a problem the lock must be neither used nor written. */
export interface ReadLock {
  readonly lock: Lock;
  /** Each with its line in the text, from 1. */
  readonly problems: readonly (Problem & { readonly line: number })[];
}

/** Reads a lock file. What does not parse, or was edited into nonsense, is told and not repaired. */
export function readLock(text: string): ReadLock {
  const { LineCounter, parseDocument } = yamlPackage();
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false, ...kubernetesYaml });
  if (document.errors.length > 0) {
    const problems = document.errors.map(({ message, pos }) => {
      const { line } = lines.linePos(pos[0]);
      return { ...lockProblem('', `Line ${line} is no YAML: ${message}.`), line };
    });
    return { lock: emptyLock, problems };
  }
  const reading = new LockReading();
  const lock = lockOf(reading, document.toJS(), text);
  const problems = reading.problems.length > 0 ? reading.problems : lockConsistency(lock);
  return {
    lock,
    problems: problems.map(({ path, message, fix }) => ({
      ...lockProblem(path, message, fix),
      line: lineOf(document, lines, stepsOf(path)),
    })),
  };
}

/** Whether a text is a lock and nothing else, however its file is called. */
export function isLock(text: string): boolean {
  return text.startsWith(lockMark.trimEnd()) && readLock(text).problems.length === 0;
}

/** A problem of the lock file itself. */
function lockProblem(
  path: string,
  message: string,
  fix = 'Take the file back from version control (git checkout), or resolve the merge by hand: keep the blocks of both sides.',
): Problem {
  return error(path, 'lock', message, `Nothing was changed. ${fix}`);
}

function lockOf(reading: LockReading, value: unknown, text: string): Lock {
  const version = isRecord(value) ? value.version : undefined;
  if (version !== undefined && version !== 1 && version !== lockVersion) {
    notRead(reading, version, value);
    return emptyLock;
  }
  const isFirst = version === 1;
  const root = isFirst
    ? reading.fields(value, '', ['version', 'tenants'])
    : reading.fields(value, '', ['version', 'needs', 'tenants', 'end'], ['forgotten']);
  if (root === undefined) return emptyLock;
  if (!isWhole(text, isFirst))
    reading.wrong('', 'has been cut: its last line is not the one that every lock ends with');
  const each = <T>(field: string, read: (reading: LockReading, title: Title, fields: unknown) => T) =>
    Object.entries(reading.map(root[field], field)).map(([title, fields]) =>
      read(reading, titleOf(reading, field, title), fields),
    );
  return {
    version: isFirst ? 1 : lockVersion,
    tenants: sortedByTitle(each('tenants', tenantOf)),
    forgotten: sortedByTitle(each('forgotten', forgottenOf)),
  };
}

/**
 * Nothing more of it is read: of what a newer version means, this one knows only that it says what reads it.
 */
function notRead(reading: LockReading, version: unknown, value: unknown): void {
  const isNewer = typeof version === 'number' && version > lockVersion;
  // What is told to be installed is this library and nothing else, whoever wrote the file.
  const said = isRecord(value) && typeof value.needs === 'string' ? value.needs : '';
  const needs = /^rustfs-constructs \d+\.\d+\.\d+$/.test(said) ? said : undefined;
  const finding = `is ${String(version)}; this version of the tool reads 1 to ${lockVersion}`;
  if (!isNewer) reading.wrong('version', finding);
  else if (needs === undefined)
    reading.wrong(
      'version',
      finding,
      'Install the version of rustfs-constructs that wrote the lock, or a later one: the package-lock.json of whoever committed it has it.',
    );
  else
    reading.wrong(
      'version',
      `${finding}, and the lock needs ${needs}`,
      `Install ${needs} or a later version: npm install ${needs.replace(' ', '@')}.`,
    );
}

/**
 * Whether a text has its end. Of version 1 only the end of the last line tells: cut after a line, in some places, it is
 * the lock of fewer tenants, pools or retired pools.
 */
function isWhole(text: string, isFirst: boolean): boolean {
  return isFirst ? text.endsWith('\n') : /\nend: true\s*$/.test(text);
}

type Title = Pick<LockedTenant, 'namespace' | 'name'> & { readonly path: string };

function titleOf(reading: LockReading, field: string, title: string): Title {
  const path = pathTo(field, title);
  const [namespace = '', name = '', ...more] = title.split('/');
  if (namespace === '' || name === '' || more.length > 0) reading.wrong(path, 'is no NAMESPACE/NAME');
  return { namespace, name, path };
}

function tenantOf(reading: LockReading, { namespace, name, path }: Title, value: unknown): LockedTenant {
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

function forgottenOf(
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
