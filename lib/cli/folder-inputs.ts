import { readFileSync, statSync } from 'node:fs';
import { basename, dirname } from 'node:path';
import { isHalfWritten } from '../files/journal';
import { isKustomization, readable, type Input } from './inputs';
import { UsageError } from './io';
import { filesOf } from './kustomization';
import type { FiledProblem } from './load';

/** What a folder stands for, or the one file that is named. */
export interface Tree {
  readonly inputs: readonly Input[];
  /** The files of which kustomize leaves some objects out. */
  readonly kustomized: ReadonlySet<string>;
  /** Manifests that lie in a folder and that its kustomization does not list. */
  readonly unlisted: readonly string[];
  /** What is wrong with its kustomizations. */
  readonly problems: readonly FiledProblem[];
}

/** Reads a folder, and the folders in it, as they are applied; a kustomization stands for its folder. */
export function readTree(name: string): Tree {
  const isFolder = readable(name, () => statSync(name).isDirectory());
  if (!isFolder && !isKustomization(basename(name))) {
    return {
      inputs: [{ file: name, text: readText(name) }],
      kustomized: new Set(),
      unlisted: [],
      problems: [],
    };
  }
  const folder = isFolder ? name : dirname(name);
  if (isHalfWritten(folder)) {
    throw new UsageError(`${folder} is half written: render --out was stopped there. Run it again first.`);
  }
  const { files, unlisted, problems } = readable(folder, () => filesOf(folder));
  return {
    inputs: files.map(({ file }) => ({ file, folder, text: readText(file) })),
    kustomized: new Set(files.filter(({ isListed }) => isListed).map(({ file }) => file)),
    unlisted,
    problems,
  };
}

function readText(file: string): string {
  return readable(file, () => readFileSync(file, 'utf8'));
}
