import { lstatSync, statSync } from 'node:fs';
import { join, relative } from 'node:path';
import { textAt } from '../change/fields';
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
  readonly text: string;
  /** The tenant of a StatefulSet, with its namespace. */
  readonly pool: string | undefined;
}

/**
 * Objects of the new side that not all would find that apply such a folder, while the old side had them in reach: they
 * would be pruned, or stay as they are, where the plan sees something else.
 */
export function outOfReach(before: FiledSide, after: FiledSide): FiledProblem[] {
  const former = placesOf(before);
  const told = new Map<string, FiledProblem>();
  for (const [key, places] of placesOf(after)) {
    const [place, ...more] = places;
    // An object that stands twice is refused as that.
    if (place === undefined || more.length > 0 || told.has(place.file.file)) continue;
    const { title, file } = place;
    const [was] = former.get(key) ?? [];
    const [reason] = [
      ...(was === undefined ? apart(before, after, former, place) : moved(before, after, was.file, file)),
      ...newlyPartly(was, place),
    ];
    if (reason === undefined) continue;
    const { message, fix } = reason;
    told.set(file.file, { ...error('', 'folder', `${title}: ${message}`, fix), file: file.file, line: 1 });
  }
  return [...told.values()];
}

/** By the object's key. What lies among declarations is applied from elsewhere. */
function placesOf({ files, others, inputs }: FiledSide): Map<string, Place[]> {
  const byName = new Map(files.map((file) => [file.file, file]));
  const texts = new Map(inputs.map(({ file, text }) => [file, text]));
  const places = new Map<string, Place[]>();
  for (const { file: name, value } of others) {
    const file = byName.get(name);
    if (file === undefined || file.by === 'declared') continue;
    for (const object of objectsIn([value])) {
      const { kind, namespace } = nameOf(object);
      const tenant = textAt(object, 'metadata', 'labels', 'rustfs.tenant');
      const pool = kind === 'StatefulSet' && tenant !== undefined ? `${namespace}/${tenant}` : undefined;
      const place = { title: objectTitle(nameOf(object)), file, text: texts.get(name) ?? '', pool };
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
  const folder = sameFolder(before, after, was);
  if (folder === undefined || gives(folder, is)) return [];
  return [
    {
      message: `${was.file} had it, and what applies ${folder} by itself finds it no longer: Argo CD and Flux may prune it there, and kubectl does not look into folders in folders.`,
      fix: `Leave it in its folder. ${together} otherwise move it by itself, with pruning off.`,
    },
  ];
}

/** Whether a new pool lies below the others of its tenant, where what applies these by themselves does not find it. */
function apart(
  before: FiledSide,
  after: FiledSide,
  former: ReadonlyMap<string, readonly Place[]>,
  { file, pool }: Place,
): Reason[] {
  if (pool === undefined) return [];
  const folders = [...former.values()]
    .flat()
    .filter((place) => place.pool === pool)
    .map((place) => sameFolder(before, after, place.file))
    .filter((folder) => folder !== undefined);
  const [folder] = folders.filter((each) => !relative(each, file.folder).startsWith('..'));
  if (folder === undefined || folders.some((each) => gives(each, file))) return [];
  return [
    {
      message: `The other pools of its tenant lie in ${folder}, and what applies that by itself does not find this one, for which they would wait.`,
      fix: `Put it beside them. ${together} otherwise list it in a kustomization there.`,
    },
  ];
}

const together =
  'If all is applied as one (kubectl apply -R, directory.recurse), put the files of each side into one and plan these;';

/** The folder of the new side that is applied where the one of the old side was; undefined where there is none. */
function sameFolder(before: FiledSide, after: FiledSide, was: FolderFile): string | undefined {
  if (before.root === undefined || after.root === undefined) return undefined;
  const folder = join(after.root, relative(before.root, was.folder));
  return (statSync(folder, { throwIfNoEntry: false })?.isDirectory() ?? false) ? folder : undefined;
}

/** Whether a folder, applied by itself, has the objects of a file. */
function gives(folder: string, { file, folder: own }: FolderFile): boolean {
  return (
    folder === join(own) ||
    readable(folder, () => ownFilesOf(folder)).files.some((each) => each.file === file)
  );
}

interface PartlyRead extends Reason {
  readonly word: 'skipped' | 'link' | 'json';
  /** Whether an object that is new must not stand there either. */
  readonly isForNew: boolean;
}

/** What only some read, while all did before. */
function newlyPartly(was: Place | undefined, is: Place): Reason[] {
  const known = was === undefined ? [] : partly(was).map(({ word }) => word);
  return partly(is).filter(({ word, isForNew }) => (was !== undefined || isForNew) && !known.includes(word));
}

/** What only some read; kustomize reads whatever it lists. */
function partly({ file: { file, by }, text }: Place): PartlyRead[] {
  if (by === 'listed') return [];
  const fix = 'Put it into a file as the others are, in the same folder.';
  const isSkipped = text.includes('+argocd:skip-file-rendering');
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
