import { existsSync } from 'node:fs';
import { dirname, isAbsolute, resolve, join } from 'node:path';
import { identityTitle, type TenantIdentity } from '../change/identity';
import { lockedTenant } from '../change/lock';
import { error, type Problem } from '../tenant/problem';
import { readLockFile } from './lock-file';

/**
 * What is wrong when a program that names its lock by a relative path finds none there, as it was run from another folder, while
 * one that knows its tenant lies where the path would have led: beside the program, or in a folder above it or above the
 * working directory, up to the top of a git repository.
 */
export function lockElsewhereProblems(
  said: string,
  tenant: Pick<TenantIdentity, 'namespace' | 'name'>,
): Problem[] {
  const other = locksElsewhere(said).find(
    (file) => lockedTenant(readLockFile(file).lock, tenant) !== undefined,
  );
  if (other === undefined) return [];
  return [
    error(
      'lockFile',
      'lock',
      `There is no lock ${resolve(said)}, and ${other} knows ${identityTitle(tenant)}. A relative path is taken from the working ` +
        'directory, and a new lock would hold the tenant to nothing.',
      `Run the program from where the path leads to that lock, or say where it is: lockFile: path.join(__dirname, '${said}'). ` +
        'For a lock of its own, name it by its whole path.',
    ),
  ];
}

function locksElsewhere(said: string): string[] {
  if (isAbsolute(said) || existsSync(said)) return [];
  const program = process.argv[1];
  const folders = [
    ...(program === undefined ? [] : foldersUp(dirname(program))),
    ...foldersUp(process.cwd()),
  ];
  return [...new Set(folders.map((folder) => resolve(folder, said)))].filter((file) => existsSync(file));
}

function foldersUp(folder: string): string[] {
  const parent = dirname(folder);
  return parent === folder || existsSync(join(folder, '.git')) ? [folder] : [folder, ...foldersUp(parent)];
}
