import { lstatSync, readlinkSync } from 'node:fs';
import { dirname, resolve } from 'node:path';

/** Where a file is, or will be, that may be a link. To rename another file onto the link would replace the link. */
export function realFile(file: string, hops = 40): string {
  const isLink = lstatSync(file, { throwIfNoEntry: false })?.isSymbolicLink() ?? false;
  if (!isLink || hops === 0) return file;
  return realFile(resolve(dirname(file), readlinkSync(file)), hops - 1);
}
