import { existsSync, readdirSync, readFileSync, realpathSync, statSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import type { Fields } from '../change/fields';
import { nameOf, objectKey, objectsIn, objectTitle } from '../change/objects';
import { parseObjects } from '../change/parse-objects';
import { readable } from './inputs';
import type { Loaded } from './load';
import { othersFile, othersFolder } from './output-files';
import { isOwn } from './output-folder';

/** What a folder has from former runs, of inputs that this one does not have. */
export interface FormerOthers {
  /** Files to remove: this run writes their objects, under another name. */
  readonly superseded: readonly string[];
  /** Why nothing may be written. */
  readonly refusals: readonly string[];
}

/**
 * The files of documents that passed through in former runs, and whose inputs were renamed or removed since. Whatever applies
 * the folder applies them as well, and of two that have one object the last wins. What an input has that is there and only no
 * part of this call is left alone, and so is what was written elsewhere, from inputs that cannot be seen from here.
 */
export function formerOthers(out: string, loaded: Loaded): FormerOthers {
  const { path, files, ownNames } = othersFolder(loaded);
  const folder = join(out, path);
  const there = existsSync(folder) ? readable(folder, () => readdirSync(folder)) : [];
  const former = there.filter(
    (name) => !files.has(name) && ownNames?.has(name) !== true && isOwn(join(folder, name)),
  );
  if (former.length === 0) return { superseded: [], refusals: [] };
  const now = new Map(
    objectsIn(loaded.others.map(({ value }) => value)).map((each) => [objectKey(each), each]),
  );
  const inputs = new Set(
    loaded.inputs.filter((input) => existsSync(input)).map((input) => realpathSync(input)),
  );
  const found = former.flatMap((name): { superseded?: string; refusal?: string }[] => {
    const sources = sourcesOf(name);
    if (sources.some((source) => !inputs.has(realpathSync(source)))) return [];
    if (sources.length > 0) return [{ superseded: name }];
    const file = join(folder, name);
    const objects = parseObjects(readable(file, () => readFileSync(file, 'utf8'))).objects;
    if (objects.length > 0 && objects.every((object) => now.has(objectKey(object))))
      return [{ superseded: name }];
    const refusal = goneText(name, file, loaded) ?? twiceText(file, objects, now);
    return refusal === undefined ? [] : [{ refusal }];
  });
  return {
    superseded: found.flatMap(({ superseded }) => superseded ?? []),
    refusals: found.flatMap(({ refusal }) => refusal ?? []),
  };
}

/** Of an input that lay in a folder of the call, and lies there no more. */
function goneText(name: string, file: string, { inputs, folders }: Loaded): string | undefined {
  const places = new Set([...folders, ...inputs.filter((input) => input !== '<stdin>').map(dirname)]);
  // Calls from several folders may each have files in what they call ".".
  const gone = [...places]
    .filter((place) => resolve(place) !== resolve())
    .map((place) => ({ place, prefix: othersFile(join(place, 'x.yaml')).slice(0, -'x.yaml'.length) }))
    .find(({ prefix }) => name.startsWith(prefix) && !name.slice(prefix.length).includes('__'));
  if (gone === undefined) return undefined;
  const input = join(gone.place, namesOf(name.slice(gone.prefix.length)).at(-1) ?? '');
  return `${file} was rendered from ${input}, which is gone: what it has would be applied all the same.`;
}

/** Of an object that is declared otherwise now. */
function twiceText(
  file: string,
  objects: readonly Fields[],
  now: ReadonlyMap<string, Fields>,
): string | undefined {
  const twice = objects.find((object) => {
    const declared = now.get(objectKey(object));
    return declared !== undefined && !isDeepStrictEqual(declared, object);
  });
  return (
    twice &&
    `${objectTitle(nameOf(twice))} stands in ${file} as well, otherwise than declared: one would be applied after the other.`
  );
}

/** The files that are there and by which an output may be called so. */
function sourcesOf(name: string): string[] {
  return ['.', '/'].flatMap((from) =>
    namesOf(name).flatMap((each) => [...filesBelow(from, each.split('__'))]),
  );
}

/** The last parts of the inputs that may have given a name: what does not end in .yaml gets that as well. */
function namesOf(name: string): string[] {
  return /\.(yml|json)\.yaml$/i.test(name) ? [name, name.slice(0, -'.yaml'.length)] : [name];
}

/** A file may have in its name what stands between folders otherwise. */
function* filesBelow(folder: string, steps: readonly string[]): Iterable<string> {
  for (let count = 1; count <= steps.length; count += 1) {
    const path = join(folder, steps.slice(0, count).join('__'));
    const found = statSync(path, { throwIfNoEntry: false });
    if (count === steps.length && found?.isFile() === true) yield path;
    if (count < steps.length && found?.isDirectory() === true) yield* filesBelow(path, steps.slice(count));
  }
}
