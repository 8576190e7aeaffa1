import type { Program } from './control-plane/programs';

/** A part of the real suite: a folder beside this file, whose tests are called `*.real.ts`. */
export interface Part {
  readonly folder: string;
  /** What it runs, and what therefore is built. */
  readonly programs: readonly Program[];
}

export const parts: readonly Part[] = [
  {
    folder: 'control-plane',
    programs: ['etcd', 'kube-apiserver', 'kube-controller-manager', 'kube-scheduler', 'kubectl', 'kwok'],
  },
  {
    folder: 'harness',
    programs: ['etcd', 'kube-apiserver', 'kube-controller-manager', 'kube-scheduler', 'kubectl', 'kwok'],
  },
  { folder: 'immutable-fields', programs: ['etcd', 'kube-apiserver', 'kube-controller-manager'] },
];
