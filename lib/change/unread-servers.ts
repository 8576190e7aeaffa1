import { error, type Problem } from '../tenant/problem';
import { fieldsAt, itemsAt, textAt, type Fields } from './fields';
import type { ComparedObject } from './object-change';
import { nameOf } from './objects';
import type { ObservedTenant } from './observed';
import { isStatefulSet } from './read-pool';

/** What decides which servers there are and what each finds at its drives, whatever their addresses say. */
const held =
  /^spec\.(replicas|ordinals|serviceName|selector|podManagementPolicy|volumeClaimTemplates|template\.spec\.volumes|template\.spec\.containers\[[^\]]*\]\.(volumeMounts|command|args|envFrom|env\[RUSTFS_VOLUMES\])|template\.spec\.containers$)/;

/** A refusal about a StatefulSet of RustFS servers whose addresses nobody here can read, and whose it is. */
export interface UnreadRefusal {
  /** `namespace/name` of the StatefulSet, as no tenant can be told. */
  readonly tenant: string;
  readonly key: string;
  readonly problem: Problem;
}

/**
 * StatefulSets of RustFS on both sides whose `RUSTFS_VOLUMES` comes from a ConfigMap or Secret: no layout can be told of
 * them, but they hold data all the same.
 */
export function unreadRefusals(
  compared: readonly ComparedObject[],
  tenants: readonly ObservedTenant[],
): UnreadRefusal[] {
  // One that can be read on either side is told with its tenant.
  const read = new Set(tenants.flatMap(({ pools }) => pools.map(({ key }) => key)));
  return compared.flatMap(({ key, before, after, differences }) => {
    if (before === undefined || read.has(key) || !isUnreadServer(before)) return [];
    const fields = differences.map(({ path }) => path).filter((path) => held.test(path));
    if (after !== undefined && fields.length === 0) return [];
    const { namespace, name } = nameOf(before);
    const what =
      after === undefined
        ? `The StatefulSet ${name} is gone, whose servers hold data.`
        : `${fields.join(', ')} of the StatefulSet ${name} would change.`;
    const problem = error(
      '',
      'address-unknown',
      `${what} It runs RustFS, and what it is told in RUSTFS_VOLUMES cannot be read from its environment, so nobody can tell ` +
        'whether its servers would find their data.',
      'Put it back. To change it, first adopt the tenant: rustfs-tenant adopt.',
    );
    return [{ tenant: `${namespace}/${name}`, key, problem }];
  });
}

/** Whether a StatefulSet runs RustFS and does not say by itself where. */
function isUnreadServer(object: Fields): boolean {
  return (
    isStatefulSet(object) &&
    itemsAt(fieldsAt(object, 'spec', 'template', 'spec'), 'containers').some(
      (container) =>
        itemsAt(container, 'env').some(({ name }) => name === 'RUSTFS_VOLUMES') ||
        /(^|\/)rustfs([:@][^/]*)?$/.test(textAt(container, 'image') ?? ''),
    )
  );
}
