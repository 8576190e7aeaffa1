import { poolAddress, type PoolAddress } from './address';
import { fieldsAt, numberAt, valueAt, type Fields } from './fields';
import { beyondAll, type Ordinals, type ServerUser } from './observed-pool';

/** Servers below this ordinal are left as they are when the pods change. */
export function partitionIn(object: Fields): number {
  const strategy = fieldsAt(object, 'spec', 'updateStrategy');
  if (strategy.type === 'OnDelete') return beyondAll;
  return numberAt(strategy, 'rollingUpdate', 'partition') ?? 0;
}

/** A number, or a share of all that is rounded up (k8s.io/api apps/v1 RollingUpdateStatefulSetStrategy). */
export function atOnceIn(object: Fields, servers: number): number {
  const said = valueAt(object, 'spec', 'updateStrategy', 'rollingUpdate', 'maxUnavailable');
  if (typeof said === 'number') return Math.max(said, 1);
  const share = typeof said === 'string' ? /^(\d+)%$/.exec(said)?.[1] : undefined;
  return share === undefined ? 1 : Math.max(Math.ceil((servers * Number(share)) / 100), 1);
}

/** Kubernetes numbers the pods from `ordinals.start` on. */
export function runningIn(statefulSet: Fields): Ordinals {
  return {
    first: numberAt(statefulSet, 'spec', 'ordinals', 'start') ?? 0,
    count: numberAt(statefulSet, 'spec', 'replicas') ?? 1,
  };
}

/** A lone drive is that of the first pod. What an expression of somebody's own addresses is taken to be what runs. */
export function addressedBy(address: PoolAddress | undefined, running: Ordinals): Ordinals {
  if (address?.kind === 'url') return { first: address.firstServer, count: address.servers };
  return address?.kind === 'path'
    ? { first: 0, count: 1 }
    : { ...running, count: Math.max(running.count, 1) };
}

/** Whether an expression addresses drives of a StatefulSet. */
export function isOf(expression: string, statefulSet: string): boolean {
  const addresses = expression.split(' ').map(poolAddress);
  return addresses.some(
    (address) => address?.kind === 'path' || address?.statefulSet.toLowerCase() === statefulSet,
  );
}

/** A container's own ids go before the pod's. */
export function userOf(object: Fields, server: Fields): ServerUser {
  const pod = fieldsAt(object, 'spec', 'template', 'spec', 'securityContext');
  const own = fieldsAt(server, 'securityContext');
  return {
    user: numberAt(own, 'runAsUser') ?? numberAt(pod, 'runAsUser'),
    group: numberAt(own, 'runAsGroup') ?? numberAt(pod, 'runAsGroup'),
    volumes: numberAt(pod, 'fsGroup'),
  };
}
