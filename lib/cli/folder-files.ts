import { readdirSync, readFileSync, statSync } from 'node:fs';
import { basename, extname, join } from 'node:path';
import { journalName } from '../files/journal';
import { isRecord } from '../is-record';
import { parseTenants, type OtherDocument } from '../manifest/parse-tenants';
import { parseObjects } from '../change/parse-objects';
import { isLock } from '../change/read-lock';
import { foreignFiles, isFleetFile } from './foreign-files';
import { isKustomization, isNoManifest, readable } from './inputs';
import { ambiguous, kustomizedFiles } from './kustomization';
import type { FiledProblem } from './load';
import { mark } from './output-files';

/** The files that make up what is applied of a folder. */
export interface FolderFiles {
  readonly files: readonly FolderFile[];
  /** Manifests that lie there and that the kustomization does not list. */
  readonly unlisted: readonly string[];
  /** Files whose names end as those of manifests do, in capitals, which nothing that applies a folder reads. */
  readonly unread: readonly string[];
  readonly problems: readonly FiledProblem[];
}

/** A file, and what reads it. */
export interface FolderFile {
  readonly file: string;
  /** The folder that has to be applied for it to count: the one that it lies in, or that of the kustomization. */
  readonly folder: string;
  /** `listed` is what kustomize reads; `declared` lies among declarations, of which render makes what is applied. */
  readonly by: 'listed' | 'plain' | 'declared';
}

export const noFiles: FolderFiles = { files: [], unlisted: [], unread: [], problems: [] };

export function together(parts: readonly FolderFiles[]): FolderFiles {
  return {
    files: parts.flatMap(({ files }) => files),
    unlisted: parts.flatMap(({ unlisted }) => unlisted),
    unread: parts.flatMap(({ unread }) => unread),
    problems: parts.flatMap(({ problems }) => problems),
  };
}

/**
 * Every manifest of a folder and of the folders in it, by path; of a folder with a kustomization what that lists, as
 * kustomize would read it. What it would make of them beyond that is not known here, and told.
 *
 * @param isHidden whether it is a hidden folder, or in one: of what tools keep there, objects alone count.
 */
export function filesOf(folder: string, isHidden = false): FolderFiles {
  const { names, folders } = entriesOf(folder);
  const own = filesIn(folder, names, isHidden);
  if (isKustomized(folder, names)) return own;
  const below = folders
    .filter((name) => name !== '.git' && name !== journalName)
    .map((name) => filesOf(join(folder, name), isHidden || name.startsWith('.')));
  return together([own, ...below]);
}

/** The same, without the folders in it: what is applied of a folder by itself. */
export function ownFilesOf(folder: string): FolderFiles {
  return filesIn(folder, entriesOf(folder).names, false);
}

function filesIn(folder: string, names: readonly string[], isHidden: boolean): FolderFiles {
  if (isKustomized(folder, names)) return kustomizedFiles(folder);
  const all = manifestsIn(folder, names).filter((file) => !isFleetFile(basename(file), () => textOf(file)));
  const [hidden, manifests] = isHidden ? [all, []] : [[], all];
  const objects = [...hidden, ...names.filter(mayHide).map((name) => join(folder, name))].filter(
    holdsObjects,
  );
  const files = [...objects, ...manifests];
  if (manifests.some(declaresTenants)) {
    return {
      ...noFiles,
      files: files.map((file) => ({ file, folder, by: 'declared' as const })),
      problems: names.some(isKustomization)
        ? ambiguous(
            folder,
            manifests.filter((file) => !declaresTenants(file)),
          )
        : [],
    };
  }
  return {
    ...noFiles,
    files: files.filter(isRead).map((file) => ({ file, folder, by: 'plain' as const })),
    unread: manifests.filter((file) => !isRead(file)),
    problems: foreignFiles(folder, names),
  };
}

/** By kubectl (its FileExtensions) and Argo CD, and but for JSON by Flux: no capitals. */
function isRead(file: string): boolean {
  return /^\.(ya?ml|json)$/.test(extname(file));
}

/** Declarations are no objects for kustomize to read: a kustomization beside them is about others. */
function isKustomized(folder: string, names: readonly string[]): boolean {
  return names.some(isKustomization) && !manifestsIn(folder, names).some(declaresTenants);
}

/** The names in a folder, in order. A link to a folder is neither: nothing that applies a folder follows it. */
export function entriesOf(folder: string): { readonly names: string[]; readonly folders: string[] } {
  const entries = readdirSync(folder, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1));
  return {
    names: entries.filter((entry) => !entry.isDirectory()).map(({ name }) => name),
    folders: entries.filter((entry) => entry.isDirectory()).map(({ name }) => name),
  };
}

/** By its name; render reads capitals as well. */
export function manifestsIn(folder: string, names: readonly string[]): string[] {
  return names
    .filter((name) => !name.startsWith('.') && /\.(ya?ml|json)$/i.test(name) && !isNoManifest(name))
    .map((name) => join(folder, name));
}

/** What tools keep for themselves lies hidden, and the lock is ours; kubectl and Argo CD read them as any other. */
function mayHide(name: string): boolean {
  return (
    /\.(ya?ml|json)$/.test(name) && (name.startsWith('.') || isNoManifest(name)) && !isKustomization(name)
  );
}

function holdsObjects(file: string): boolean {
  if (!(statSync(file, { throwIfNoEntry: false })?.isFile() ?? false)) return false;
  const text = textOf(file);
  if (!/apiVersion/.test(text) || !/kind/.test(text)) return false;
  const { objects, errors } = parseObjects(text);
  return errors.length > 0 || objects.length > 0 || parseTenants(text).others.some(isNamedOtherwise);
}

/** A tag may hide the kind of an object from us, which is refused where the file counts. */
function isNamedOtherwise({ value }: OtherDocument): boolean {
  return isRecord(value) && value.apiVersion !== undefined && value.kind !== undefined;
}

/** What the tool wrote declares nothing, and need not be read to know that. */
function declaresTenants(file: string): boolean {
  const text = textOf(file);
  return !text.startsWith(mark) && !isLock(text) && parseTenants(text).tenants.length > 0;
}

function textOf(file: string): string {
  return readable(file, () => readFileSync(file, 'utf8'));
}
