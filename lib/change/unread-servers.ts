import { error, type Problem } from '../tenant/problem';
import { fieldsAt, itemsAt, textAt, type Fields } from './fields';
import type { ComparedObject } from './object-change';
import { maybeSame, nameOf, objectTitle } from './objects';
import type { ObservedTenant } from './observed';
import { podReferences } from './pod-references';
import { isStatefulSet } from './read-pool';

/** What decides which servers there are, what each finds at its drives and by which keys, whatever their addresses say. */
const held =
  /^spec\.(replicas|ordinals|serviceName|selector|podManagementPolicy|persistentVolumeClaimRetentionPolicy|volumeClaimTemplates|template\.spec\.(volumes|dnsPolicy|hostNetwork|hostAliases)|template\.spec\.containers\[[^\]]*\]\.(volumeMounts|command|args|env|envFrom)|template\.spec\.containers$)/;

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
  const unread = compared.flatMap(({ before, after, key }) =>
    before === undefined || read.has(key) || !isUnreadServer(before) ? [] : [{ key, before, after }],
  );
  return unread.flatMap(({ key, before, after }) => {
    const findings = compared.flatMap((object) => {
      if (object.key === key)
        return ownFindings(
          after,
          object.differences.map(({ path }) => path),
        );
      return isNamedBy(before, object)
        ? [
            `${objectTitle(nameOf(object.before ?? {}))}, which it names, would ${object.after === undefined ? 'go' : 'change'}.`,
          ]
        : [];
    });
    const { namespace, name } = nameOf(before);
    return findings.map((what) => ({
      tenant: `${namespace}/${name}`,
      key,
      problem: error(
        '',
        'address-unknown',
        `The StatefulSet ${name} runs RustFS: ${what} What it is told in RUSTFS_VOLUMES cannot be read from its environment, so ` +
          'nobody can tell whether its servers would find each other and their data.',
        'Put it back. To change it, first adopt the tenant: rustfs-tenant adopt.',
      ),
    }));
  });
}

function ownFindings(after: Fields | undefined, paths: readonly string[]): string[] {
  if (after === undefined) return ['it would be gone, and its servers hold data.'];
  const fields = paths.filter((path) => held.test(path));
  return fields.length === 0 ? [] : [`${fields.join(', ')} would change.`];
}

/** Whether an object that was there goes or changes, and servers take from it what they need. */
function isNamedBy(statefulSet: Fields, { before, after, differences }: ComparedObject): boolean {
  if (before === undefined || (after !== undefined && differences.length === 0)) return false;
  const { kind, namespace, name } = nameOf(before);
  if (!maybeSame(namespace, nameOf(statefulSet).namespace)) return false;
  const isHeadless = kind === 'Service' && name === textAt(statefulSet, 'spec', 'serviceName');
  return (
    isHeadless ||
    podReferences(statefulSet).some((reference) => reference.kind === kind && reference.name === name)
  );
}

/** Whether a StatefulSet runs RustFS and does not say by itself where. */
function isUnreadServer(object: Fields): boolean {
  return (
    isStatefulSet(object) &&
    itemsAt(fieldsAt(object, 'spec', 'template', 'spec'), 'containers').some(
      (container) =>
        itemsAt(container, 'env').some(({ name }) => name === 'RUSTFS_VOLUMES' || name === 'MINIO_VOLUMES') ||
        /rustfs[^/]*$/i.test(textAt(container, 'image') ?? ''),
    )
  );
}
