import { itemsAt, textAt, type Fields } from '../fields';
import { maybeSame, nameOf } from '../objects';
import type { ObservedTenant } from '../observed';
import { podReferences, type Reference } from '../pod-references';
import type { EffectContext, StayingTenant } from './effect';
import { selectsPodsOf } from './headless';

/** Kinds that a pod names and that are no part of a namespace. */
export const clusterKinds = new Set(['PriorityClass', 'RuntimeClass']);

/** The tenants whose pods name an object, each once; by a name that has to be there where there is one. */
export function usersOf(
  { staying }: EffectContext,
  kind: string,
  namespace: string,
  name: string,
): { readonly staying: StayingTenant; readonly reference: Reference }[] {
  return staying.flatMap((each) => {
    if (!clusterKinds.has(kind) && !maybeSame(each.tenant.namespace, namespace)) return [];
    const found = each.sets
      .flatMap(({ object }) => podReferences(object))
      .filter((reference) => reference.kind === kind && reference.name === name);
    const reference = found.find(({ isOptional }) => !isOptional) ?? found[0];
    return reference === undefined ? [] : [{ staying: each, reference }];
  });
}

/** Whether an object is of use to a tenant: its Services, claims and volumes, and what its pods name. */
export function isUsedBy(staying: StayingTenant, object: Fields, now: readonly Fields[]): boolean {
  const { kind, namespace, name } = nameOf(object);
  const { tenant, sets } = staying;
  if (kind === 'PersistentVolume') return mayBind(staying, object, now);
  if (kind === 'PersistentVolumeClaim') return hasClaim(staying, namespace, name);
  if (!maybeSame(tenant.namespace, namespace) && !clusterKinds.has(kind)) return false;
  if (kind === 'Service') {
    return sets.some((set) => set.pool.service === name || selectsPodsOf(object, set.object));
  }
  return sets.some((set) =>
    podReferences(set.object).some((reference) => reference.kind === kind && reference.name === name),
  );
}

/** Whether Kubernetes gives a claim of these pools the name: TEMPLATE-STATEFULSET-ORDINAL. */
export function isClaimName({ pools }: Pick<ObservedTenant, 'pools'>, name: string): boolean {
  return pools.some(({ claims, statefulSet }) =>
    claims
      .flatMap(({ templates }) => templates)
      .some((template) => {
        const start = `${template}-${statefulSet}-`;
        return name.startsWith(start) && /^\d+$/.test(name.slice(start.length));
      }),
  );
}

/** Whether servers of a tenant mount a claim. */
export function hasClaim({ tenant, sets }: StayingTenant, namespace: string, name: string): boolean {
  if (!maybeSame(tenant.namespace, namespace)) return false;
  const mounted = sets.flatMap(({ object }) => podReferences(object));
  return (
    isClaimName(tenant, name) ||
    mounted.some((reference) => reference.kind === 'PersistentVolumeClaim' && reference.name === name)
  );
}

/**
 * Whether claims of a tenant are bound to a volume, or may be: one that says for which claim it is belongs to that one,
 * any other to whoever asks for its class.
 */
export function mayBind(staying: StayingTenant, volume: Fields, now: readonly Fields[]): boolean {
  const [namespace, claim] = [
    textAt(volume, 'spec', 'claimRef', 'namespace'),
    textAt(volume, 'spec', 'claimRef', 'name'),
  ];
  if (namespace !== undefined && claim !== undefined) return hasClaim(staying, namespace, claim);
  const isAskedFor = now.some(
    (object) =>
      nameOf(object).kind === 'PersistentVolumeClaim' &&
      textAt(object, 'spec', 'volumeName') === nameOf(volume).name &&
      hasClaim(staying, nameOf(object).namespace, nameOf(object).name),
  );
  const of = textAt(volume, 'spec', 'storageClassName') ?? '';
  const classes = staying.sets.flatMap(({ object }) =>
    itemsAt(object, 'spec', 'volumeClaimTemplates').map((template) =>
      textAt(template, 'spec', 'storageClassName'),
    ),
  );
  return isAskedFor || classes.includes(of);
}
