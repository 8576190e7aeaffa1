import type { StatefulSet } from 'kubernetes-types/apps/v1';
import type { PersistentVolumeClaim, Pod } from 'kubernetes-types/core/v1';
import { composeTenant, type TenantSpec } from 'rustfs-constructs';
import type { ApiServer, Manifest } from '../control-plane/api-server';
import { eventually } from '../control-plane/eventually';

/** The objects of a list, such as `/api/v1/namespaces/storage/pods`. */
export async function listOf<T>(api: ApiServer, path: string): Promise<readonly T[]> {
  const { body } = await api.request('GET', path);
  const items: readonly T[] = Array.isArray(body.items) ? body.items : [];
  return items;
}

export function podsIn(api: ApiServer, namespace: string): Promise<readonly Pod[]> {
  return listOf<Pod>(api, `/api/v1/namespaces/${namespace}/pods`);
}

export function claimsIn(api: ApiServer, namespace: string): Promise<readonly PersistentVolumeClaim[]> {
  return listOf<PersistentVolumeClaim>(api, `/api/v1/namespaces/${namespace}/persistentvolumeclaims`);
}

export function statefulSetsIn(api: ApiServer, namespace: string): Promise<readonly StatefulSet[]> {
  return listOf<StatefulSet>(api, `/apis/apps/v1/namespaces/${namespace}/statefulsets`);
}

/** The objects of a tenant, as they are sent. */
export function manifestsOf(spec: TenantSpec): Manifest[] {
  return composeTenant(spec).map((object) => ({ ...object, metadata: { ...object.metadata } }));
}

/** Server-side apply of all objects, one after the other; fails with the server's reason. */
export async function applyAll(api: ApiServer, objects: readonly Manifest[]): Promise<void> {
  for (const object of objects) {
    const { status, body } = await api.apply(object);
    if (status === 200 || status === 201) continue;
    throw new Error(`${object.kind} ${object.metadata.name} was refused: ${String(body.message)}`);
  }
}

/** Whether the StatefulSet's controller has nothing left to do: every pod is of the wanted revision, and ready. */
export function isSettled({ metadata, spec, status }: StatefulSet): boolean {
  const wanted = spec?.replicas ?? 1;
  return (
    status?.observedGeneration === metadata?.generation &&
    status?.updateRevision === status?.currentRevision &&
    [status?.replicas, status?.readyReplicas, status?.updatedReplicas].every(
      (count) => (count ?? 0) === wanted,
    )
  );
}

/** Waits until the namespace has StatefulSets and all of them are settled. */
export function settled(api: ApiServer, namespace: string): Promise<readonly StatefulSet[]> {
  return eventually(`All servers in ${namespace} are ready`, async () => {
    const sets = await statefulSetsIn(api, namespace);
    return sets.length > 0 && sets.every(isSettled) ? sets : undefined;
  });
}

/** Waits until the pod is ready: where it shall be another one, until one with another UID is. */
export function readyPod(api: ApiServer, namespace: string, name: string, former?: string): Promise<Pod> {
  return eventually(`${name} is ready`, async () => {
    const pod = (await podsIn(api, namespace)).find(({ metadata }) => metadata?.name === name);
    return pod !== undefined && isReady(pod) && pod.metadata?.uid !== former ? pod : undefined;
  });
}

export function isReady({ metadata, status }: Pod): boolean {
  if (metadata?.deletionTimestamp !== undefined) return false;
  return status?.conditions?.some(({ type, status }) => type === 'Ready' && status === 'True') ?? false;
}
