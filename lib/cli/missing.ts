import { existsSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { identityTitle } from '../change/identity';
import { lockedTenant, type LockedTenant } from '../change/lock';
import { missingFrom, type Place } from '../change/place';
import { lockFileName, readLockFile } from '../files/lock-file';
import type { Loaded } from './load';
import type { OpenLock } from './lock';
import { placeOfCall } from './place';
import { standingDeclarations } from './still-declared';

/** The tenants that the lock knows from what a call names, and that nothing on the disk declares any more. */
export function missingTenants(loaded: Loaded, open: OpenLock): LockedTenant[] {
  const missing = [open, ...copiesBeside(loaded, open)].flatMap((lock) => {
    const gone = goneFrom(loaded, lock, placeOfCall(lock.file, loaded));
    const standing = standingOf(gone, loaded, lock);
    return gone.filter((tenant) => !standing.includes(identityTitle(tenant)));
  });
  return [...new Set(missing)];
}

/** The titles of tenants that files declare which a plan of single files leaves out. */
export function standingBeside(loaded: Loaded, open: OpenLock): string[] {
  const gone = goneFrom(loaded, open, placeOfCall(open.file, loaded, { isTree: true }));
  return standingOf(gone, loaded, open);
}

function goneFrom({ declared }: Loaded, { lock }: OpenLock, place: Place): LockedTenant[] {
  return missingFrom(lock, place, new Set(declared.map(({ title }) => title)));
}

function standingOf(tenants: readonly LockedTenant[], loaded: Loaded, open: OpenLock): string[] {
  if (tenants.length === 0) return [];
  const named = [...loaded.folders, ...foldersOfFiles(loaded)];
  return standingDeclarations(tenants.map(identityTitle), open, named, loaded.options).map(
    ({ title }) => title,
  );
}

/**
 * The lock may be named from another checkout of the same files, or have been moved. A copy of it beside the FILEs says of
 * the same tenants that they were declared here.
 */
function copiesBeside({ inputs }: Loaded, open: OpenLock): OpenLock[] {
  const files = foldersOfFiles({ inputs }).map((folder) => join(folder, lockFileName));
  return files
    .filter((file) => existsSync(file) && resolve(file) !== resolve(open.file))
    .map((file) => ({ file, ...readLockFile(file) }))
    .filter(({ problems }) => problems.length === 0)
    .map(({ file, text, lock }) => {
      const tenants = open.lock.tenants.filter(
        (tenant) => lockedTenant(lock, tenant)?.declaredIn === tenant.declaredIn,
      );
      return { file, text, lock: { ...open.lock, tenants }, problems: [] };
    });
}

function foldersOfFiles({ inputs }: Pick<Loaded, 'inputs'>): string[] {
  return [...new Set(inputs.filter((input) => input !== '<stdin>').map((input) => dirname(input)))];
}
