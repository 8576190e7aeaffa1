import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { isHalfWritten } from '../files/journal';
import { isNoManifest, readable, type Input } from './inputs';
import { UsageError } from './io';

/** Every YAML and JSON file of a folder and of the folders in it, by path; or the one file that is named. */
export function readTree(name: string): Input[] {
  const isFolder = readable(name, () => statSync(name).isDirectory());
  if (isFolder && isHalfWritten(name)) {
    throw new UsageError(`${name} is half written: render --out was stopped there. Run it again first.`);
  }
  const files = isFolder ? readable(name, () => filesBelow(name)) : [name];
  return files.map((file) => ({
    file,
    ...(isFolder && { folder: name }),
    text: readable(file, () => readFileSync(file, 'utf8')),
  }));
}

function filesBelow(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true })
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((entry) => {
      const path = join(folder, entry.name);
      if (entry.name.startsWith('.')) return [];
      if (entry.isDirectory()) return filesBelow(path);
      return /\.(ya?ml|json)$/i.test(entry.name) && !isNoManifest(entry.name) ? [path] : [];
    });
}
