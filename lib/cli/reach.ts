import { lstatSync, statSync } from 'node:fs';
import { join, relative } from 'node:path';
import { nameOf, objectKey, objectsIn, objectTitle } from '../change/objects';
import type { OtherDocument } from '../manifest/parse-tenants';
import { error } from '../tenant/problem';
import { ownFilesOf, type FolderFile } from './folder-files';
import { readable, type Input } from './inputs';
import type { FiledProblem } from './load';

/** One side of a plan, as far as it is objects in the files of a folder. */
export interface FiledSide {
  /** The folder that was named; undefined for a file and for standard input. */
  readonly root: string | undefined;
  readonly inputs: readonly Input[];
  readonly files: readonly FolderFile[];
  readonly others: readonly (OtherDocument & { readonly file: string })[];
}

/** An object and the file that it stands in. */
interface Place {
  readonly title: string;
  readonly file: FolderFile;
}

/**
 * Objects of the new side that not all would find that apply such a folder, while the old side had them in reach: they
 * would be pruned, or stay as they are, where the plan sees something else.
 */
export function outOfReach(before: FiledSide, after: FiledSide): FiledProblem[] {
  const former = placesOf(before);
  const texts = new Map(after.inputs.map(({ file, text }) => [file, text]));
  const formerTexts = new Map(before.inputs.map(({ file, text }) => [file, text]));
  const told = new Map<string, FiledProblem>();
  for (const [key, places] of placesOf(after)) {
    const [place, ...more] = places;
    // An object that stands twice is refused as that.
    if (place === undefined || more.length > 0) continue;
    const { title, file } = place;
    const was = former.get(key)?.[0]?.file;
    const reasons = [
      ...(was === undefined ? [] : moved(before, after, was, file)),
      ...partly(file, texts).filter(
        ({ isForNew, word }) =>
          !(was === undefined ? !isForNew : partly(was, formerTexts).some((each) => each.word === word)),
      ),
    ];
    for (const { message, fix } of reasons.slice(0, 1)) {
      if (told.has(file.file)) continue;
      told.set(file.file, { ...error('', 'folder', `${title}: ${message}`, fix), file: file.file, line: 1 });
    }
  }
  return [...told.values()];
}

/** By the object's key. What lies among declarations is applied from elsewhere. */
function placesOf({ files, others }: FiledSide): Map<string, Place[]> {
  const byName = new Map(files.map((file) => [file.file, file]));
  const places = new Map<string, Place[]>();
  for (const { file: name, value } of others) {
    const file = byName.get(name);
    if (file === undefined || file.by === 'declared') continue;
    for (const object of objectsIn([value])) {
      const place = { title: objectTitle(nameOf(object)), file };
      places.set(objectKey(object), [...(places.get(objectKey(object)) ?? []), place]);
    }
  }
  return places;
}

interface Reason {
  readonly message: string;
  readonly fix: string;
}

/** Whether the folder that gave the object is still there and, applied by itself, no longer does. */
function moved(before: FiledSide, after: FiledSide, was: FolderFile, is: FolderFile): Reason[] {
  if (before.root === undefined || after.root === undefined) return [];
  const folder = join(after.root, relative(before.root, was.folder));
  if (folder === join(is.folder) || !isFolder(folder)) return [];
  if (readable(folder, () => ownFilesOf(folder)).files.some(({ file }) => file === is.file)) return [];
  return [
    {
      message: `${was.file} had it, and what applies ${folder} by itself finds it no longer: Argo CD and Flux may prune it there, and kubectl does not look into folders in folders.`,
      fix: 'Leave it in its folder. If all is applied as one (kubectl apply -R, directory.recurse), put the files of each side into one and plan these; otherwise move it by itself, with pruning off.',
    },
  ];
}

interface PartlyRead extends Reason {
  readonly word: 'skipped' | 'link' | 'json';
  /** Whether an object that is new must not stand there either. */
  readonly isForNew: boolean;
}

/** What only some read; kustomize reads whatever it lists. */
function partly({ file, by }: FolderFile, texts: ReadonlyMap<string, string>): PartlyRead[] {
  if (by === 'listed') return [];
  const fix = 'Put it into a file as the others are, in the same folder.';
  const isSkipped = texts.get(file)?.includes('+argocd:skip-file-rendering') ?? false;
  const isLink = lstatSync(file, { throwIfNoEntry: false })?.isSymbolicLink() ?? false;
  const found: [PartlyRead['word'], boolean, string][] = [
    ['skipped', isSkipped, 'Argo CD leaves out a file that says +argocd:skip-file-rendering.'],
    ['link', isLink, 'The file is a link, which Flux leaves out.'],
    ['json', file.endsWith('.json'), 'Flux reads no JSON of a folder without a kustomization.'],
  ];
  return found
    .filter(([, isSo]) => isSo)
    .map(([word, , message]) => ({ word, isForNew: word !== 'json', message, fix }));
}

function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;
}
