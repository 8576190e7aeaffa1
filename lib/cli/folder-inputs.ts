import { readFileSync, statSync } from 'node:fs';
import { basename, dirname } from 'node:path';
import { isLock } from '../change/read-lock';
import { isHalfWritten } from '../files/journal';
import { filesOf, noFiles, type FolderFile } from './folder-files';
import { isKustomization, readable, withoutLocks, withoutLockTexts, type Input } from './inputs';
import { UsageError } from './io';
import { kustomizedFiles } from './kustomization';
import type { FiledProblem } from './load';

/** What a folder stands for, or the one file that is named. */
export interface Tree {
  /** The folder; undefined for a file. */
  readonly root: string | undefined;
  readonly inputs: readonly Input[];
  /** What reads each file of a folder. */
  readonly files: readonly FolderFile[];
  /** Manifests that lie in a folder and that its kustomization does not list. */
  readonly unlisted: readonly string[];
  /** Files whose names end in capitals. */
  readonly unread: readonly string[];
  /** What makes something else of the folder than the files say. */
  readonly problems: readonly FiledProblem[];
}

/** No folder. */
export const noTree: Tree = { root: undefined, inputs: [], ...noFiles };

/** Reads a folder, and the folders in it, as they are applied; a kustomization stands for its folder. */
export function readTree(name: string): Tree {
  const isFolder = readable(name, () => statSync(name).isDirectory());
  if (!isFolder && !isKustomization(basename(name))) {
    withoutLocks([name]);
    return { ...noTree, inputs: withoutLockTexts([{ file: name, text: readText(name) }]) };
  }
  const folder = isFolder ? name : dirname(name);
  if (isHalfWritten(folder)) {
    throw new UsageError(`${folder} is half written: render --out was stopped there. Run it again first.`);
  }
  const found = readable(folder, () => (isFolder ? filesOf(folder) : kustomizedFiles(folder)));
  return {
    ...found,
    root: folder,
    inputs: found.files
      .map(({ file }) => ({ file, folder, text: readText(file) }))
      .filter(({ text }) => !isLock(text)),
  };
}

function readText(file: string): string {
  return readable(file, () => readFileSync(file, 'utf8'));
}
