import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { PoolIdentity } from '../change/identity';
import { emptyLock, forgottenTenant, lockedTenant, withTenants, type Lock } from '../change/lock';
import { tenantsIn } from '../change/observed';
import { parseObjects } from '../change/parse-objects';
import { poolIdentity } from '../change/record';
import { readable } from './inputs';
import type { Loaded, LoadedTenant } from './load';
import type { OpenLock } from './lock';
import { mark } from './output-files';

/** A lock with what a rendered folder proves beyond it, and what there is to say about that. */
export interface ProvenLock {
  readonly lock: OpenLock | undefined;
  readonly notices: readonly string[];
}

/**
 * StatefulSets that were rendered into the folder have drives, whether or not the lock knows: with the lock gone, moved
 * or another one named they would be overwritten, or removed, without a word. So what the folder has of the tenants that
 * are declared is taken for what is on the disks.
 */
export function provenLock(open: OpenLock | undefined, { tenants }: Loaded, out: string): ProvenLock {
  const lock = open?.lock ?? emptyLock;
  const found = tenants
    .map((tenant) => ({ tenant, folder: join(out, tenant.namespace, tenant.name) }))
    .map(({ tenant, folder }) => ({ tenant, folder, pools: unknownPools(lock, tenant, folder) }))
    .filter(({ pools }) => pools.length > 0);
  if (found.length === 0) return { lock: open, notices: [] };
  const proven = withTenants(
    lock,
    found.map(({ tenant: { namespace, name }, pools }) => {
      const known = lockedTenant(lock, { namespace, name });
      return {
        ...(known ?? { namespace, name, retired: [] }),
        pools: [...(known?.pools ?? []), ...pools],
      };
    }),
  );
  const where = open === undefined ? 'no lock knows' : `${open.file} does not know`;
  return {
    // Without a lock nothing is written, and the folder alone is what the tenants are held to.
    lock: { ...(open ?? { file: join(out, 'lock'), text: undefined, problems: [] }), lock: proven },
    notices: found.map(
      ({ folder, pools }) =>
        `${folder} has ${pools.map(({ statefulSet }) => statefulSet).join(', ')}, of which ${where}: what was rendered there is taken for what is on the disks. If it never was applied, remove these files first.\n`,
    ),
  };
}

/** The pools in a tenant's folder that the lock knows nothing of, in the order of their addresses. */
function unknownPools(lock: Lock, tenant: LoadedTenant, folder: string): PoolIdentity[] {
  const known = lockedTenant(lock, tenant);
  if (forgottenTenant(lock, tenant) !== undefined) return [];
  const names = new Set(
    [...(known?.pools ?? []), ...(known?.retired ?? [])].map(({ statefulSet }) => statefulSet),
  );
  const texts = statefulSetFiles(folder)
    .filter(({ statefulSet }) => !names.has(statefulSet))
    .map(({ file }) => readable(file, () => readFileSync(file, 'utf8')))
    .filter((text) => text.replace(/\r\n/g, '\n').startsWith(mark));
  const objects = texts.flatMap((text) => parseObjects(text).objects);
  return tenantsIn(objects)
    .filter(({ namespace, name }) => namespace === tenant.namespace && name === tenant.name)
    .flatMap(({ pools }) => pools.filter(({ statefulSet }) => !names.has(statefulSet)).map(poolIdentity));
}

/** By their names, so that a folder of which the lock knows all is not read. */
function statefulSetFiles(folder: string): { readonly statefulSet: string; readonly file: string }[] {
  if (!existsSync(folder)) return [];
  return readable(folder, () => readdirSync(folder)).flatMap((name) => {
    const statefulSet = /^\d+-statefulset-(.+)\.yaml$/.exec(name)?.[1];
    return statefulSet === undefined ? [] : [{ statefulSet, file: join(folder, name) }];
  });
}
