import type { ApiServer, Answer } from '../control-plane/api-server';

/** Makes a running server fail its readiness probe, until somebody restarts it. */
export async function failPod(api: ApiServer, namespace: string, name: string): Promise<void> {
  const conditions = ['Ready', 'ContainersReady'].map((type) => ({
    type,
    status: 'False',
    reason: 'ContainersNotReady',
    lastTransitionTime: new Date().toISOString(),
  }));
  await api.request(
    'PATCH',
    `/api/v1/namespaces/${namespace}/pods/${name}/status`,
    { status: { conditions } },
    'application/strategic-merge-patch+json',
  );
}

/** Asks for the pod to leave, as `kubectl drain` does: status 429 where a PodDisruptionBudget does not let it. */
export function evict(api: ApiServer, namespace: string, name: string): Promise<Answer> {
  return api.request('POST', `/api/v1/namespaces/${namespace}/pods/${name}/eviction`, {
    apiVersion: 'policy/v1',
    kind: 'Eviction',
    metadata: { name, namespace },
  });
}

/** Lets no pod be put on the node any more, or lets it again. */
export async function cordon(api: ApiServer, node: string, isCordoned = true): Promise<void> {
  await api.request(
    'PATCH',
    `/api/v1/nodes/${node}`,
    { spec: { unschedulable: isCordoned } },
    'application/merge-patch+json',
  );
}
