import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { PoolIdentity } from '../change/identity';
import { tenantsIn } from '../change/observed';
import { parseObjects } from '../change/parse-objects';
import { poolIdentity } from '../change/record';
import { readable } from './inputs';
import type { LoadedTenant } from './load';
import { mark } from './output-files';

/** A file of a StatefulSet that `render --out` has written. */
export interface StatefulSetFile {
  readonly statefulSet: string;
  readonly name: string;
  readonly text: string;
}

/** Those in a tenant's folder. What others have written there is no proof of anything. */
export function statefulSetFiles(folder: string): StatefulSetFile[] {
  if (!existsSync(folder)) return [];
  return readable(folder, () => readdirSync(folder)).flatMap((name) => {
    const statefulSet = /^\d+-statefulset-(.+)\.yaml$/.exec(name)?.[1];
    if (statefulSet === undefined) return [];
    const file = join(folder, name);
    const text = readable(file, () => readFileSync(file, 'utf8')).replace(/\r\n/g, '\n');
    return text.startsWith(mark) ? [{ statefulSet, name, text }] : [];
  });
}

/** The pools of a tenant that the files hold, in the order of their addresses. */
export function renderedPools(
  files: readonly StatefulSetFile[],
  { namespace, name }: Pick<LoadedTenant, 'namespace' | 'name'>,
): PoolIdentity[] {
  return tenantsIn(files.flatMap(({ text }) => parseObjects(text).objects))
    .filter((tenant) => tenant.namespace === namespace && tenant.name === name)
    .flatMap(({ pools }) => pools.map(poolIdentity));
}
