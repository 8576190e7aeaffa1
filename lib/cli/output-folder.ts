import { lstatSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { reasonOf, StreamError, UsageError, type Io } from './io';
import { mark, type OutputFolder } from './output-files';

/**
 * Writes the folders below `out`. Files of a former run that no longer belong are removed, but only where their
 * first line says that this tool wrote them; anything else is left alone and named. When something in the way is not
 * the tool's own, nothing at all is written.
 */
export function writeFolder(out: string, folders: readonly OutputFolder[], io: Io): number {
  try {
    const inTheWay = folders.flatMap((folder) => foreignFiles(out, folder));
    if (inTheWay.length > 0) {
      for (const file of inTheWay)
        io.printError(`${file} was not written by rustfs-tenant and is in the way.\n`);
      io.printError('Nothing was written. Move these files, or give another --out.\n');
      return 1;
    }
    for (const folder of folders) writeOne(out, folder, io);
    return 0;
  } catch (cause) {
    if (cause instanceof StreamError) throw cause;
    throw new UsageError(`Cannot write to ${out}: ${reasonOf(cause)}`);
  }
}

function foreignFiles(out: string, { path, files }: OutputFolder): string[] {
  return [...files.keys()]
    .map((name) => join(out, path, name))
    .filter((file) => exists(file) && !isOwn(file));
}

function writeOne(out: string, { path, files, ownNames }: OutputFolder, io: Io): void {
  const folder = join(out, path);
  if (files.size > 0) mkdirSync(folder, { recursive: true });
  if (!exists(folder)) return;
  const surplus = readdirSync(folder).filter((name) => !files.has(name) && (ownNames?.has(name) ?? true));
  const removed = surplus.filter((name) => isOwn(join(folder, name)));
  const changed = [...files].filter(([name, text]) => writeChanged(join(folder, name), text)).length;
  for (const name of removed) rmSync(join(folder, name));
  for (const name of surplus.filter((other) => !removed.includes(other))) {
    io.printError(`${join(folder, name)} was not written by rustfs-tenant; left alone.\n`);
  }
  if (files.size + removed.length === 0) return;
  io.print(`${folder}: ${files.size} files, ${changed} changed, ${removed.length} removed\n`);
}

function writeChanged(file: string, text: string): boolean {
  if (exists(file) && readFileSync(file, 'utf8') === text) return false;
  writeFileSync(file, text);
  return true;
}

/** A link is never the tool's own: it may lead anywhere. Git may have changed the line ends. */
function isOwn(file: string): boolean {
  return lstatSync(file).isFile() && readFileSync(file, 'utf8').replace(/\r\n/g, '\n').startsWith(mark);
}

/** Also of a link that leads nowhere. */
function exists(file: string): boolean {
  return lstatSync(file, { throwIfNoEntry: false }) !== undefined;
}
