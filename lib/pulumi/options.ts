import type { CustomResourceOptions } from '@pulumi/pulumi';
import type { KubernetesObject } from '../objects/object';
import { error, warning, type Problem } from '../tenant/problem';
import type { Tenant } from '../tenant/tenant';
import type { TenantSettings } from './settings';

type StatefulSet = Extract<KubernetesObject, { kind: 'StatefulSet' }>;

/**
 * The object with what it asks of Pulumi's Kubernetes provider, as annotations. Annotations of the declaration win:
 * with them a user decides otherwise.
 */
export function withHints<T extends KubernetesObject>(object: T, settings: TenantSettings): T {
  const hints = hintsOf(object, settings);
  if (Object.keys(hints).length === 0) return object;
  const annotations = { ...hints, ...object.metadata.annotations };
  return { ...object, metadata: { ...object.metadata, annotations } };
}

/**
 * Pulumi waits for a Service with an address until its endpoints are ready, and pods that format their drives take
 * longer than it waits (pulumi-kubernetes await/service.go). It deletes the pods of a StatefulSet before the
 * StatefulSet itself, also to replace it, unless the object said `orphan` beforehand (pulumi-kubernetes#3011).
 */
function hintsOf({ kind }: KubernetesObject, { onReplace = 'orphan', skipAwait }: TenantSettings) {
  const skip = { 'pulumi.com/skipAwait': 'true' };
  if (kind === 'Service') return skip;
  if (kind !== 'StatefulSet') return {};
  return {
    ...(onReplace === 'orphan' && { 'pulumi.com/deletionPropagationPolicy': 'orphan' }),
    ...(skipAwait === true && skip),
  };
}

/**
 * How Pulumi treats a pool's StatefulSet. A new pool starts all at once: the startup probe gives each server ten
 * minutes, and before that images are pulled and drives are made. An update takes the servers one by one.
 */
export function statefulSetOptions(
  { metadata, spec }: StatefulSet,
  { pools }: Tenant,
  { ignoreClaimSizes = false }: TenantSettings,
): CustomResourceOptions {
  const { name = '', servers = 1 } = pools.find((pool) => pool.statefulSetName === metadata.name) ?? {};
  const isIgnoring =
    ignoreClaimSizes === true || (ignoreClaimSizes !== false && ignoreClaimSizes.includes(name));
  return {
    customTimeouts: { create: '30m', update: `${30 + 10 * servers}m`, delete: '30m' },
    // The size alone: everything else in a claim template is identity.
    ignoreChanges: isIgnoring
      ? (spec?.volumeClaimTemplates ?? []).map(
          (_, i) => `spec.volumeClaimTemplates[${i}].spec.resources.requests.storage`,
        )
      : [],
  };
}

/**
 * Whether pods need the object before they start. No Service with an address is: it may wait for the pods. Neither is
 * another pool: a pool is ready only when the servers of all pools answer.
 */
export function isNeededByPods(object: KubernetesObject): boolean {
  if (object.kind === 'Service') return object.spec?.clusterIP === 'None';
  return object.kind !== 'StatefulSet' && object.kind !== 'PodDisruptionBudget';
}

/** A StatefulSet that is deleted before it is made anew takes its claims along, where these are to go with it. */
export function replacementProblems({ onReplace }: TenantSettings, { claimRetention }: Tenant): Problem[] {
  if (onReplace !== 'foreground' || claimRetention?.whenDeleted !== 'Delete') return [];
  return [
    error(
      'onReplace',
      'claim-retention',
      'With "foreground" Pulumi deletes a StatefulSet before it makes it anew, as for larger claims, and with claimRetention.whenDeleted: ' +
        'Delete Kubernetes deletes its claims then, and the objects on them.',
      'Take onReplace out, so that the pods and claims are left for the new one; or take whenDeleted out.',
    ),
  ];
}

/** Settings without effect. */
export function settingProblems({ ignoreClaimSizes }: TenantSettings, { pools }: Tenant): Problem[] {
  if (ignoreClaimSizes === undefined || typeof ignoreClaimSizes === 'boolean') return [];
  return ignoreClaimSizes.flatMap((name, i) =>
    pools.some((pool) => pool.name === name)
      ? []
      : [
          warning(
            `ignoreClaimSizes[${i}]`,
            'no-effect',
            `No pool is called "${name}".`,
            'Name a pool, or say true for all.',
          ),
        ],
  );
}
