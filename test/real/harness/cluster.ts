import type { ApiServer, Manifest } from '../control-plane/api-server';
import { hostPath, readyNode } from '../control-plane/manifests';
import { startControlPlane, type ControlPlane } from '../control-plane/start';

/** What a cluster looks like to a scheduler. */
export interface Shape {
  /** How many nodes it has: `node-0`, `node-1` and so on. @default 4 */
  readonly nodes?: number;
  /** The zones over which they are spread, in turn. @default none */
  readonly zones?: readonly string[];
}

/** The whole cluster that a user has: nodes whose pods become ready, and claims that are bound by the default class. */
export async function startCluster({ nodes = 4, zones = [] }: Shape = {}): Promise<ControlPlane> {
  const plane = await startControlPlane('kube-controller-manager', 'kube-scheduler', 'kwok');
  await plane.api.create(defaultClass);
  for (let i = 0; i < nodes; i++) {
    const zone = zones[i % zones.length];
    const labels = zone === undefined ? {} : { 'topology.kubernetes.io/zone': zone };
    await plane.api.create(readyNode(`node-${i}`, labels));
  }
  return plane;
}

/** Claims that name no class are of this one, as in most clusters. */
const defaultClass: Manifest = {
  ...hostPath,
  metadata: {
    ...hostPath.metadata,
    annotations: { 'storageclass.kubernetes.io/is-default-class': 'true' },
  },
};

/** Makes a namespace; where it is restricted, pods are held to that Pod Security standard. */
export async function makeNamespace(
  api: ApiServer,
  name: string,
  { isRestricted = false }: { readonly isRestricted?: boolean } = {},
): Promise<void> {
  const labels = isRestricted ? { 'pod-security.kubernetes.io/enforce': 'restricted' } : {};
  await api.create({ apiVersion: 'v1', kind: 'Namespace', metadata: { name, labels } });
}
