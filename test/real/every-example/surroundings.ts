import type { StatefulSet } from 'kubernetes-types/apps/v1';
import type { ApiServer, Manifest } from '../control-plane/api-server';
import { hostPath, readyNode } from '../control-plane/manifests';

/** The StatefulSets among some objects. */
export function statefulSetsAmong(objects: readonly Manifest[]): StatefulSet[] {
  return objects.filter(isStatefulSet);
}

function isStatefulSet(object: Manifest): object is Manifest & StatefulSet {
  return object.kind === 'StatefulSet';
}

/**
 * Makes what the objects take for granted: the classes that they name, ServiceAccounts of others, and for servers that
 * want nodes of a kind as many of them as there are servers.
 */
export async function makeSurroundings(api: ApiServer, objects: readonly Manifest[]): Promise<void> {
  for (const { metadata, spec } of statefulSetsAmong(objects)) {
    const namespace = metadata?.namespace ?? 'default';
    const { nodeSelector, priorityClassName, serviceAccountName } = spec?.template.spec ?? {};
    for (const template of spec?.volumeClaimTemplates ?? []) {
      const name = template.spec?.storageClassName;
      if (name !== undefined) await api.create({ ...hostPath, metadata: { name } });
    }
    if (priorityClassName !== undefined && !priorityClassName.startsWith('system-')) {
      await api.create({ ...priorityClass, metadata: { name: priorityClassName } });
    }
    if (serviceAccountName !== undefined) {
      const account = { name: serviceAccountName, namespace };
      const isOurs = objects.some(
        ({ kind, metadata: { name } }) => kind === 'ServiceAccount' && name === serviceAccountName,
      );
      if (!isOurs) await api.create({ apiVersion: 'v1', kind: 'ServiceAccount', metadata: account });
    }
    if (nodeSelector !== undefined) {
      const kind = Object.values(nodeSelector).join('-');
      for (let i = 0; i < (spec?.replicas ?? 1); i++)
        await api.create(readyNode(`${kind}-${i}`, nodeSelector));
    }
  }
}

const priorityClass = { apiVersion: 'scheduling.k8s.io/v1', kind: 'PriorityClass', value: 1000 };
