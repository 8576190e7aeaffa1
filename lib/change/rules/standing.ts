import { counted } from '../../counted';
import { error, warning, type Problem } from '../../tenant/problem';
import type { ObservedTenant } from '../observed';
import type { ObservedPool, Ordinals } from '../observed-pool';
import { networkProblems } from './network';
import { ownAddressProblems } from './own-address';

/**
 * What is wrong with a tenant's StatefulSets whatever was there before: servers that nobody addresses, two drives in one
 * place, and what Kubernetes understands in another way than its reader.
 *
 * @param unread pools that servers were told of before, and whose StatefulSets are there: what these are told themselves, only
 * the cluster knows.
 */
export function standingProblems(tenant: ObservedTenant, unread: readonly string[] = []): Problem[] {
  return tenant.pools.flatMap((pool, i) => [...poolProblems(pool, `pools[${i}]`, tenant, unread)]);
}

function* poolProblems(
  pool: ObservedPool,
  path: string,
  tenant: ObservedTenant,
  unread: readonly string[],
): Iterable<Problem> {
  yield* ownAddressProblems(pool, path, tenant);
  yield* serverProblems(pool, path);
  yield* listProblems(pool, path, tenant, unread);
  yield* sharedDriveProblems(pool, path);
  yield* readOnlyProblems(pool, path);
  yield* networkProblems(pool, path, tenant);
  yield* ambiguousProblems(pool, path);
  yield* selectionProblems(pool, path);
  yield* paceProblems(pool, path);
}

/** RustFS goes by the addresses, Kubernetes by `replicas` and `ordinals`: both have to mean the same servers. */
function* serverProblems(
  { name, statefulSet, running, addressed, deletesScaled, ambiguous }: ObservedPool,
  path: string,
) {
  const missing = beyond(addressed, running);
  const extra = beyond(running, addressed);
  // Which of two lists is meant is told first.
  if (ambiguous.variables.includes('RUSTFS_VOLUMES') || ambiguous.containers.length > 1) return;
  if (missing.length === 0 && extra.length === 0) return;
  const found = [
    ...(missing.length > 0 ? [`${ordinalsText(missing)} would not be there`] : []),
    ...(extra.length > 0 ? [`${ordinalsText(extra)} would be there and not be addressed`] : []),
  ];
  const claims =
    missing.length > 0 && deletesScaled
      ? ' Kubernetes would delete the claims of the missing ones, and the data (claimRetention.whenScaled).'
      : '';
  yield error(
    `${path}.servers`,
    'servers-unlike-address',
    `RUSTFS_VOLUMES addresses ${counted(addressed.count, 'server')} of "${name}", from ${statefulSet}-${addressed.first} on, ` +
      `but of these ordinals ${found.join(', and ')}.${missing.length > 0 ? ' The drives of a missing server are missing in every erasure set.' : ''}${claims}`,
    `Put replicas, ordinals and RUSTFS_VOLUMES of the StatefulSet ${statefulSet} back as they were, so that they mean the same ` +
      'servers. To grow, append a pool (rustfs-tenant runbook append-pool); to shrink, retire one (rustfs-tenant runbook retire-pool).',
  );
}

/** The ordinals of the first that the second has not. */
function beyond(ordinals: Ordinals, others: Ordinals): number[] {
  const all = Array.from({ length: ordinals.count }, (_, i) => ordinals.first + i);
  return all.filter((ordinal) => ordinal < others.first || ordinal >= others.first + others.count);
}

function ordinalsText(ordinals: readonly number[]): string {
  const [first = 0] = ordinals;
  const last = ordinals.at(-1) ?? first;
  return ordinals.length > 2 && last - first === ordinals.length - 1
    ? `${first} to ${last}`
    : ordinals.join(' and ');
}

/** Every server lays out all pools by its own list (server contract 2.7), so all have to be told the same. */
function* listProblems(
  { name, poolList }: ObservedPool,
  path: string,
  { pools }: ObservedTenant,
  unread: readonly string[],
) {
  // Several StatefulSets may have their drives in one expression of somebody's own.
  const expected = [...new Set(pools.map(({ volumes }) => volumes))];
  const read = poolList.filter((expression) => !unread.includes(expression));
  if (expected.join(' ') === read.join(' ')) return;
  yield error(
    path,
    'pool-lists-differ',
    `RUSTFS_VOLUMES of "${name}" does not name just the pools that are there, in their order: it says ` +
      `${poolList.join(' ')}, and there are ${expected.join(' ')}. Servers that disagree on the pools do not form, or ` +
      'look for objects where they are not.',
    'Give all StatefulSets of the tenant the same RUSTFS_VOLUMES: render them together, from one declaration.',
  );
}

function* sharedDriveProblems({ name, drives = [] }: ObservedPool, path: string) {
  const shared = drives.find((place, i) => drives.indexOf(place) !== i);
  if (shared === undefined) return;
  yield error(
    `${path}.persistence`,
    'drive-shared',
    `Two drives of "${name}" lie in one place, ${shared}: what one of them holds is taken for the other's, and one failure takes both.`,
    'Give every drive a claim template of its own.',
  );
}

/** Drives that nobody may write to. */
export function* readOnlyProblems({ name, readOnlyDrives }: ObservedPool, path: string) {
  if (readOnlyDrives.length === 0) return;
  yield error(
    `${path}.persistence`,
    'servers-cut-off',
    `The drives ${readOnlyDrives.join(', ')} of "${name}" would be mounted to be read only: RustFS takes them for faulty, in every server at once.`,
    'Leave readOnly out of the mounts and the volumes of drives.',
  );
}

function* ambiguousProblems({ name, ambiguous }: ObservedPool, path: string) {
  const { containers, variables, volumes } = ambiguous;
  if (containers.length > 1) {
    yield error(
      path,
      'server-ambiguous',
      `The containers ${containers.join(' and ')} of "${name}" are both told RUSTFS_VOLUMES: which of them holds the data cannot be told.`,
      'Give RUSTFS_VOLUMES to one container.',
    );
  }
  if (variables.includes('RUSTFS_VOLUMES')) {
    yield error(
      path,
      'server-ambiguous',
      `RUSTFS_VOLUMES stands twice among the variables of "${name}". Kubernetes gives the container the last, and who reads the first is wrong about where the data is.`,
      'Leave one of them.',
    );
  }
  const others = variables.filter((variable) => variable !== 'RUSTFS_VOLUMES');
  if (others.length > 0) {
    yield warning(
      path,
      'env-duplicate',
      `${others.join(', ')} ${others.length === 1 ? 'stands' : 'stand'} twice among the variables of "${name}": Kubernetes gives the container the last.`,
      'Leave one of each.',
    );
  }
  if (volumes.length > 0) {
    yield error(
      `${path}.persistence`,
      'server-ambiguous',
      `The volume ${volumes.join(', ')} of the pods of "${name}" has the name of a claim template. Kubernetes mounts the claim, and who reads the volume is wrong about where the data is.`,
      'Give the volume another name, or take it out.',
    );
  }
}

/** Kubernetes refuses pods that their StatefulSet does not select. */
function* selectionProblems({ name, statefulSet, selector, podLabels }: ObservedPool, path: string) {
  const lost = Object.entries(selector).filter(([key, value]) => podLabels[key] !== value);
  if (lost.length === 0) return;
  const labels = lost.map(([key, value]) => `${key}: ${value}`).join(', ');
  yield error(
    path,
    'selector-changed',
    `The pods of "${name}" would not bear ${labels}, by which the StatefulSet ${statefulSet} knows them; Kubernetes refuses it.`,
    'Give the pods the labels of the selector.',
  );
}

/** Kubernetes goes by it from 1.37 on, or with a feature gate; before, it takes servers one at a time. */
function* paceProblems({ name, atOnce }: ObservedPool, path: string) {
  if (atOnce === 1) return;
  yield warning(
    path,
    'servers-away',
    `updateStrategy.rollingUpdate.maxUnavailable lets an update take ${atOnce} servers of "${name}" at once, where Kubernetes goes by it (1.37, or a feature gate).`,
    'Leave it out: one server at a time is what erasure sets are made to bear.',
  );
}
