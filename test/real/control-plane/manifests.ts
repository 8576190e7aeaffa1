import type { Manifest } from './api-server';

/** The class of claims for which the controller manager makes folders on this machine. They may grow. */
export const hostPath: Manifest = {
  apiVersion: 'storage.k8s.io/v1',
  kind: 'StorageClass',
  metadata: { name: 'host-path' },
  provisioner: 'kubernetes.io/host-path',
  allowVolumeExpansion: true,
};

/** A node with room for everything, on which kwok says of every pod that it is ready. */
export function readyNode(name: string, labels: Readonly<Record<string, string>> = {}): Manifest {
  const room = { cpu: '64', memory: '256Gi', pods: '110' };
  return {
    apiVersion: 'v1',
    kind: 'Node',
    metadata: { name, labels: { 'kubernetes.io/hostname': name, 'kubernetes.io/os': 'linux', ...labels } },
    status: { allocatable: room, capacity: room },
  };
}
