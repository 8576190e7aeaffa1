import { counted } from '../counted';
import { lstatSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { BusyError, exclusively, fileMarker, folderMarker } from '../files/exclusive';
import { finishChanges, makeChanges, type FileChanges } from '../files/journal';
import { realFile } from '../files/real-file';
import { reasonOf, StreamError, UsageError, type Io } from './io';
import { mark, type OutputFolder } from './output-files';

/** A file outside of the folder that belongs to the same change, and what to say when it is written. */
export interface FileBeside {
  readonly file: string;
  /** Undefined when it is as it should be. */
  readonly text: string | undefined;
  readonly summary: string;
}

/**
 * Writes the folders below `out`, and a file beside them, all together: a process that is stopped leaves what was there
 * before, or what the next run finishes before anything else. Files of a former run that no longer belong are removed,
 * but only where their first line says that this tool wrote them; anything else is left alone and named. When something
 * in the way is not the tool's own, nothing at all is written.
 */
export function writeFolder(
  out: string,
  folders: readonly OutputFolder[],
  beside: FileBeside | undefined,
  io: Io,
): number {
  try {
    const inTheWay = folders.flatMap((folder) => foreignFiles(out, folder));
    if (inTheWay.length > 0) {
      for (const file of inTheWay)
        io.printError(`${file} was not written by rustfs-tenant and is in the way.\n`);
      io.printError('Nothing was written. Move these files, or give another --out.\n');
      return 1;
    }
    const changes = folders.map((folder) => folderChange(out, folder));
    makeChanges(out, together(changes, beside));
    for (const { notices, summary } of changes) {
      io.printError(notices.join(''));
      io.print(summary);
    }
    if (beside?.text !== undefined) io.print(beside.summary);
    return 0;
  } catch (cause) {
    if (cause instanceof StreamError) throw cause;
    throw new UsageError(`Cannot write to ${out}: ${reasonOf(cause)}`);
  }
}

/**
 * Does what reads, checks and writes a folder, and a file beside it, while no other run does. What a run that was stopped
 * has left to do is finished first, so that whatever is read next is whole.
 */
export function aloneInFolder(out: string, beside: string | undefined, io: Io, work: () => number): number {
  return aloneWith(beside, io, () =>
    alone(folderMarker(out), out, io, () => {
      try {
        finishChanges(out, beside === undefined ? [] : [realFile(beside)]);
      } catch (cause) {
        throw new UsageError(`Cannot write to ${out}: ${reasonOf(cause)}`);
      }
      return work();
    }),
  );
}

/** Does what reads, checks and writes a file, if there is one, while no other run does. */
export function aloneWith(file: string | undefined, io: Io, work: () => number): number {
  return file === undefined ? work() : alone(fileMarker(file), file, io, work);
}

function alone(marker: string, name: string, io: Io, work: () => number): number {
  let isAtWork = false;
  try {
    return exclusively(marker, () => {
      isAtWork = true;
      return work();
    });
  } catch (cause) {
    if (isAtWork) throw cause;
    if (!(cause instanceof BusyError)) throw new UsageError(`Cannot write to ${name}: ${reasonOf(cause)}`);
    io.printError(`${cause.message}.\n`);
    return 1;
  }
}

/** The file beside comes first: it may know more than the folder, but never less. */
function together(changes: readonly FolderChange[], beside: FileBeside | undefined): FileChanges {
  return {
    writes: new Map([
      ...(beside?.text === undefined ? [] : [[realFile(beside.file), beside.text] as const]),
      ...changes.flatMap(({ writes }) => writes),
    ]),
    removals: changes.flatMap(({ removals }) => removals),
  };
}

/** What has to be done in one folder, and what there is to say about it. */
interface FolderChange {
  readonly writes: readonly (readonly [file: string, text: string])[];
  readonly removals: readonly string[];
  readonly notices: readonly string[];
  readonly summary: string;
}

function foreignFiles(out: string, { path, files }: OutputFolder): string[] {
  return [...files.keys()]
    .map((name) => join(out, path, name))
    .filter((file) => exists(file) && !isOwn(file));
}

function folderChange(out: string, { path, files, ownNames }: OutputFolder): FolderChange {
  const folder = join(out, path);
  const there = exists(folder) ? readdirSync(folder) : [];
  const surplus = there.filter((name) => !files.has(name) && (ownNames?.has(name) ?? true));
  const removals = surplus.map((name) => join(folder, name)).filter(isOwn);
  const writes = [...files]
    .map(([name, text]) => [join(folder, name), text] as const)
    .filter(([file, text]) => !exists(file) || readFileSync(file, 'utf8') !== text);
  const counts = `${counted(files.size, 'file')}, ${writes.length} changed, ${removals.length} removed`;
  return {
    writes,
    removals,
    notices: surplus
      .map((name) => join(folder, name))
      .filter((file) => !removals.includes(file))
      .map((file) => `${file} was not written by rustfs-tenant; left alone.\n`),
    summary: files.size + removals.length === 0 ? '' : `${folder}: ${counts}\n`,
  };
}

/** A link is never the tool's own: it may lead anywhere. Git may have changed the line ends. */
export function isOwn(file: string): boolean {
  return lstatSync(file).isFile() && readFileSync(file, 'utf8').replace(/\r\n/g, '\n').startsWith(mark);
}

/** Also of a link that leads nowhere. */
function exists(file: string): boolean {
  return lstatSync(file, { throwIfNoEntry: false }) !== undefined;
}
