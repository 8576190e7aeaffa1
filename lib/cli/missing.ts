import { existsSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { identityTitle } from '../change/identity';
import { lockedTenant, type LockedTenant } from '../change/lock';
import { circular, type Move } from '../change/exchanged';
import { missingFrom, type Place } from '../change/place';
import { lockFileName, readLockFile } from '../files/lock-file';
import type { Loaded } from './load';
import type { OpenLock } from './lock';
import { declaredIn, placeOfCall } from './place';
import { declaringFile, standingDeclarations, type StandingDeclaration } from './still-declared';

/** The tenants that the lock knows from what a call names, and that nothing on the disk declares any more. */
export function missingTenants(loaded: Loaded, open: OpenLock): LockedTenant[] {
  const missing = [open, ...copiesBeside(loaded, open)].flatMap((lock) => {
    const gone = goneFrom(loaded, lock, placeOfCall(lock, loaded, { isBeside: true }));
    const standing = standingOf(gone, loaded, lock).map(({ title }) => title);
    return gone.filter((tenant) => !standing.includes(identityTitle(tenant)));
  });
  return [...new Set(missing)];
}

/** The titles of tenants that files declare which a plan leaves out. Of two that changed places each is missing from its own. */
export function standingBeside(loaded: Loaded, open: OpenLock): string[] {
  const gone = goneFrom(loaded, open, placeOfCall(open, loaded, { isTree: true, isBeside: true }));
  const exchanged = new Set(exchangedTenants(loaded, open).map(({ title }) => title));
  return standingOf(gone, loaded, open)
    .map(({ title }) => title)
    .filter((title) => !exchanged.has(title));
}

/**
 * The tenants that have changed places with each other, whether or not the call names both: each of two stages has the other's.
 * What a folder declares that is named as a whole is one place.
 */
export function exchangedTenants(loaded: Loaded, open: OpenLock): Move[] {
  const { tenants, folders } = loaded;
  const placeOf = (file: string) => {
    const folder = folders.find((each) => resolve(each) === resolve(dirname(file)));
    return declaredIn(open.file, folder === undefined ? file : join(folder, '*')) ?? '';
  };
  const movesOf = (declared: readonly { title: string; file: string }[]): Move[] =>
    declared.flatMap(({ title, file }) => {
      const known = open.lock.tenants.find((tenant) => identityTitle(tenant) === title);
      const from = known && declaringFile(open, known);
      return from === undefined || file === '<stdin>'
        ? []
        : [{ title, from: placeOf(from), to: placeOf(file) }];
    });
  const here = movesOf(tenants);
  if (here.every(({ from, to }) => from === to)) return [];
  const titles = new Set(loaded.declared.map(({ title }) => title));
  const others = open.lock.tenants.filter((tenant) => !titles.has(identityTitle(tenant)));
  const elsewhere = movesOf(standingOf(others, loaded, open));
  // One that still stands where it was has not left.
  const stays = new Set(
    [...here, ...elsewhere].filter(({ from, to }) => from === to).map(({ title }) => title),
  );
  return circular([...here, ...elsewhere].filter(({ title }) => !stays.has(title)));
}

function goneFrom({ declared }: Loaded, { lock }: OpenLock, place: Place): LockedTenant[] {
  return missingFrom(lock, place, new Set(declared.map(({ title }) => title)));
}

function standingOf(tenants: readonly LockedTenant[], loaded: Loaded, open: OpenLock): StandingDeclaration[] {
  if (tenants.length === 0) return [];
  const named = [...loaded.folders, ...foldersOfFiles(loaded)];
  return standingDeclarations(tenants.map(identityTitle), open, named, loaded);
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
