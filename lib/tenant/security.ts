import type { SeccompProfile } from 'kubernetes-types/core/v1';

/** What a tenant or a pool may override in the pod's security context: the five keys of the custom resource. */
export interface PodSecurityOverride {
  /**
   * The user of every process.
   * @default 10001
   * @asType integer
   */
  readonly runAsUser?: number;

  /**
   * The primary group of every process.
   * @default 10001
   * @asType integer
   */
  readonly runAsGroup?: number;

  /**
   * The group that owns the mounted claims.
   * @default 10001
   * @asType integer
   */
  readonly fsGroup?: number;

  /**
   * Whether the kubelet refuses to start a container as root.
   * @default - true, unless `runAsUser` is 0
   */
  readonly runAsNonRoot?: boolean;

  /**
   * The system calls that are allowed.
   * @default - RuntimeDefault
   */
  readonly seccompProfile?: SeccompProfile;
}
