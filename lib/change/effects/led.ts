import { itemsAt, textAt, type Fields } from '../fields';
import { maybeSame, nameOf, objectTitle, objectKey } from '../objects';
import { podLabelsOf, podOf, serviceTakes } from '../selectors';
import type { StayingTenant } from './effect';

/** What a Service may lead to: the servers of a tenant, or the pods of a workload. */
export interface Led {
  /** In words: `servers of storage/media`. */
  readonly text: string;
  /** The tenant whose servers they are; undefined for a workload. */
  readonly of: StayingTenant | undefined;
  /** The keys of the objects that have the pods. */
  readonly keys: readonly string[];
  readonly namespace: string;
  readonly pods: readonly Fields[];
}

/** Everything among some objects that has pods. Pods that another of them has made stand for it. */
export function ledIn(tenants: readonly StayingTenant[], objects: readonly Fields[]): Led[] {
  const servers = new Set(tenants.flatMap(({ sets }) => sets.map(({ pool }) => pool.key)));
  const makers = new Set(
    objects.filter((object) => podOf(object) !== undefined).map((object) => objectTitle(nameOf(object))),
  );
  const isMade = (object: Fields) =>
    itemsAt(object, 'metadata', 'ownerReferences').some((owner) =>
      makers.has(
        objectTitle({
          kind: textAt(owner, 'kind') ?? '',
          namespace: nameOf(object).namespace,
          name: textAt(owner, 'name') ?? '',
        }),
      ),
    );
  const workloads = objects.filter(
    (object) => podOf(object) !== undefined && !servers.has(objectKey(object)) && !isMade(object),
  );
  return [
    ...tenants.map((of): Led => ({
      text: `servers of ${of.title}`,
      of,
      keys: of.sets.map(({ pool }) => pool.key),
      namespace: of.tenant.namespace,
      pods: of.sets.map(({ object }) => object),
    })),
    ...workloads.map((workload): Led => ({
      text: `pods of the ${objectTitle(nameOf(workload))}`,
      of: undefined,
      keys: [objectKey(workload)],
      namespace: nameOf(workload).namespace,
      pods: [workload],
    })),
  ];
}

/** What goes on in a cluster whatever is applied: all of it that the new side does not have. */
export function stillRunning(live: readonly Led[], now: readonly Led[]): Led[] {
  return live.filter((led) => !now.some((other) => isSameLed(led, other)));
}

/** The same tenant by name or by an object in common: a label of it may have changed. */
export function isSameLed(a: Led, b: Led): boolean {
  return (a.of !== undefined && a.of.title === b.of?.title) || a.keys.some((key) => b.keys.includes(key));
}

/** What a Service leads to. */
export function ledBy(service: Fields, all: readonly Led[]): Led[] {
  const { namespace } = nameOf(service);
  return all.filter(
    (led) =>
      maybeSame(led.namespace, namespace) &&
      led.pods.some((pods) => serviceTakes(service, podLabelsOf(pods))),
  );
}
