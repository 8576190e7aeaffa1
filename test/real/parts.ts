import type { Program } from './control-plane/programs';

/** A whole cluster, as `startCluster` starts it, with kubectl. */
const cluster = [
  'etcd',
  'kube-apiserver',
  'kube-controller-manager',
  'kube-scheduler',
  'kubectl',
  'kwok',
] as const satisfies readonly Program[];

/** A part of the real suite: a folder beside this file, whose tests are called `*.real.ts`. */
export interface Part {
  readonly folder: string;
  /** What it runs, and what therefore is built. */
  readonly programs: readonly Program[];
  /** Whether a run without it fails, however long it takes to build. @default false */
  readonly isRequired?: boolean;
}

export const parts: readonly Part[] = [
  { folder: 'control-plane', programs: cluster, isRequired: true },
  { folder: 'harness', programs: cluster },
  { folder: 'every-example', programs: cluster },
  { folder: 'field-owners', programs: cluster },
  { folder: 'eviction', programs: cluster },
  { folder: 'versions', programs: cluster },
  { folder: 'runbooks', programs: cluster },
  { folder: 'judges', programs: ['etcd', 'kube-apiserver', 'kubeconform', 'kube-score', 'pod-security'] },
  {
    folder: 'immutable-fields',
    programs: ['etcd', 'kube-apiserver', 'kube-controller-manager'],
    isRequired: true,
  },
  { folder: 'hand-overs', programs: [...cluster, 'helm-3', 'helm-4'] },
  { folder: 'plan-is-true', programs: cluster, isRequired: true },
  { folder: 'gitops', programs: cluster },
  { folder: 'custom-resource', programs: ['etcd', 'kube-apiserver'] },
];
