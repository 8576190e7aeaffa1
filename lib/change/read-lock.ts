import { kubernetesYaml } from '../manifest/document-text';
import { lineOf } from '../manifest/source';
import { stepsOf } from '../tenant/path';
import { error, type Problem } from '../tenant/problem';
import { yamlPackage } from '../yaml/yaml-package';
import { isRecord } from '../is-record';
import { emptyLock, lockVersion, sortedByTitle, type Lock } from './lock';
import { lockConsistency } from './lock-consistency';
import { forgottenOf, tenantOf, titleOf, type Title } from './lock-entries';
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
