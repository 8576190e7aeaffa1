import { join } from 'node:path';
import type { PoolIdentity } from '../change/identity';
import {
  emptyLock,
  forgottenTenant,
  lockedTenant,
  withTenants,
  type Lock,
  type LockedTenant,
} from '../change/lock';
import { identityProblems } from '../change/rules';
import type { Problem } from '../tenant/problem';
import type { FiledProblem, Loaded, LoadedTenant } from './load';
import { identityOf, lockProblems, type OpenLock } from './lock';
import type { OutputFolder } from './output-files';
import { renderedPools, statefulSetFiles } from './rendered-pools';

/** A lock with what a rendered folder proves beyond it, and what there is to say about that. */
export interface FolderProof {
  readonly lock: OpenLock | undefined;
  readonly notices: readonly string[];
  /** What the lock and the folder have against the tenants. */
  readonly problems: readonly FiledProblem[];
}

/**
 * StatefulSets that were rendered into the folder have drives, whatever the lock says: with the lock gone, moved, another one
 * named, or of a version that knew less, they would be overwritten, or removed, without a word. So what the folder has of the
 * tenants that are declared is taken for what is on the disks.
 *
 * @param outputs what is about to be written.
 */
export function folderProof(
  open: OpenLock | undefined,
  loaded: Loaded,
  out: string,
  outputs: readonly OutputFolder[],
): FolderProof {
  const lock = open?.lock ?? emptyLock;
  const files = new Map(outputs.map((output) => [output.path, output.files]));
  const found = loaded.tenants
    .filter((tenant) => forgottenTenant(lock, tenant) === undefined)
    .flatMap((tenant) => renderedTenant(tenant, out, files.get(tenant.title), lock));
  const unknown = found.flatMap((rendered) => unknownPools(lock, rendered));
  const proven = unknown.length === 0 ? open : withUnknown(open, unknown, found, out);
  const problems = lockProblems(loaded, proven);
  const isRead = (open?.problems ?? []).length === 0;
  const held = (isRead ? found : [])
    .map((rendered) => ({ ...rendered, problems: heldToFolder(rendered, lock, problems) }))
    .filter((rendered) => rendered.problems.length > 0);
  const where = open === undefined ? 'no lock knows' : `${open.file} does not know`;
  return {
    lock: proven,
    notices: [
      ...unknown.map(
        ({ folder, pools }) => `${folder} has ${namesOf(pools)}, of which ${where}: ${takenForDisks}`,
      ),
      ...held.map(
        ({ folder, pools }) => `${folder} has ${namesOf(pools)}, otherwise than declared: ${takenForDisks}`,
      ),
    ],
    problems: [...problems, ...held.flatMap((rendered) => rendered.problems)],
  };
}

const takenForDisks =
  'what was rendered there is taken for what is on the disks. If it never was applied, remove these files first.\n';

function namesOf(pools: readonly PoolIdentity[]): string {
  return pools.map(({ statefulSet }) => statefulSet).join(', ');
}

/** A tenant whose StatefulSets in its folder are about to change, or to go. */
interface RenderedTenant {
  readonly tenant: LoadedTenant;
  readonly folder: string;
  /** As they are there, in the order of their addresses. */
  readonly pools: readonly PoolIdentity[];
}

/** What the lock knows and stays as it is needs no look. */
function renderedTenant(
  tenant: LoadedTenant,
  out: string,
  now: ReadonlyMap<string, string> | undefined,
  lock: Lock,
): RenderedTenant[] {
  const folder = join(out, tenant.namespace, tenant.name);
  const files = statefulSetFiles(folder);
  const known = knownNames(lockedTenant(lock, tenant));
  const isSame = files.every(
    ({ statefulSet, name, text }) => known.has(statefulSet) && now?.get(name) === text,
  );
  return isSame ? [] : [{ tenant, folder, pools: renderedPools(files, tenant) }];
}

function knownNames(known: LockedTenant | undefined): ReadonlySet<string> {
  return new Set([...(known?.pools ?? []), ...(known?.retired ?? [])].map(({ statefulSet }) => statefulSet));
}

/** The pools in the folder that the lock knows nothing of. */
function unknownPools(lock: Lock, rendered: RenderedTenant): RenderedTenant[] {
  const known = knownNames(lockedTenant(lock, rendered.tenant));
  const pools = rendered.pools.filter(({ statefulSet }) => !known.has(statefulSet));
  return pools.length === 0 ? [] : [{ ...rendered, pools }];
}

/** The lock with them. Without a lock nothing is written, and the folder alone is what the tenants are held to. */
function withUnknown(
  open: OpenLock | undefined,
  unknown: readonly RenderedTenant[],
  found: readonly RenderedTenant[],
  out: string,
): OpenLock {
  const lock = open?.lock ?? emptyLock;
  const tenants = unknown.map(({ tenant: { namespace, name }, folder, pools }) => {
    const known = lockedTenant(lock, { namespace, name });
    const order = found.filter((each) => each.folder === folder).flatMap((each) => each.pools);
    return {
      ...(known ?? { namespace, name, retired: [] }),
      pools: inOrderOf(order, [...(known?.pools ?? []), ...pools]),
    };
  });
  return {
    ...(open ?? { file: join(out, 'lock'), text: undefined, problems: [] }),
    lock: withTenants(lock, tenants),
  };
}

/** Which pool comes before which, the folder tells where it has them all. */
function inOrderOf(order: readonly PoolIdentity[], pools: readonly PoolIdentity[]): readonly PoolIdentity[] {
  const place = ({ statefulSet }: PoolIdentity) =>
    order.findIndex((pool) => pool.statefulSet === statefulSet);
  return pools.some((pool) => place(pool) === -1) ? pools : pools.toSorted((a, b) => place(a) - place(b));
}

/**
 * What the folder has against a tenant that the lock knows otherwise: of version 1, it knew nothing of keys, and one that was
 * made elsewhere may have the pools in another order. Pools that the lock has retired may go, and addresses that it has be new.
 */
function heldToFolder(
  { tenant, pools }: RenderedTenant,
  lock: Lock,
  told: readonly FiledProblem[],
): FiledProblem[] {
  const { file, title, source } = tenant;
  const [known, identity] = [lockedTenant(lock, tenant), identityOf(tenant)];
  if (known === undefined || identity === undefined) return [];
  const isTold = ({ code, path }: Problem) =>
    told.some((other) => other.tenant === title && other.code === code && other.path === path);
  return identityProblems(acceptedBy(known, pools), identity)
    .filter((problem) => problem.severity === 'error' && !isTold(problem))
    .map((problem) => ({ ...problem, file, line: source.line(problem.path), tenant: title }));
}

function acceptedBy(known: LockedTenant, pools: readonly PoolIdentity[]): LockedTenant {
  return {
    ...known,
    pools: pools
      .filter(({ statefulSet }) => !known.retired.some((pool) => pool.statefulSet === statefulSet))
      .map((pool) => {
        const accepted = known.pools.find(({ statefulSet }) => statefulSet === pool.statefulSet);
        return accepted === undefined ? pool : { ...pool, volumes: accepted.volumes };
      }),
  };
}
