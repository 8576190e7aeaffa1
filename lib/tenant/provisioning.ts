import type { NamedReference } from './spec';

/** A policy that the operator keeps in RustFS. */
export interface PolicySpec {
  /** The policy's name: up to 253 characters without spaces. */
  readonly name: string;

  /** Where its document stands. */
  readonly document: PolicyDocumentSource;

  /**
   * What happens in RustFS when the policy leaves the list: nothing.
   * @default 'Retain'
   */
  readonly deletionPolicy?: 'Retain';
}

/** Where a policy's document stands. */
export interface PolicyDocumentSource {
  /** A key of a ConfigMap in the tenant's namespace, with the document as JSON. */
  readonly configMapKeyRef: ConfigMapKeyReference;
}

/** One key of a ConfigMap in the tenant's namespace. */
export interface ConfigMapKeyReference {
  /** The ConfigMap's name. */
  readonly name: string;
  /** The key in it. */
  readonly key: string;
}

/** A user that the operator keeps in RustFS. */
export interface UserSpec {
  /** The user's name in the list; RustFS knows it by the access key of its Secret. */
  readonly name: string;

  /**
   * The Secret with the user's keys, `accesskey` and `secretkey`. Every user has one of its own.
   * @default - the Secret that is called like the user
   */
  readonly credsSecret?: NamedReference;

  /** The policies that the user has: 1 to 64. */
  readonly policies: readonly string[];

  /**
   * What happens in RustFS when the user leaves the list: nothing.
   * @default 'Retain'
   */
  readonly deletionPolicy?: 'Retain';
}

/** A bucket that the operator makes. */
export interface BucketSpec {
  /** The bucket's name, as S3 has it. */
  readonly name: string;

  /**
   * The region that the bucket says it is in.
   * @default - that of the server
   */
  readonly region?: string;

  /**
   * Whether objects can be locked. It cannot be turned on later.
   * @default false
   */
  readonly objectLock?: boolean;

  /**
   * What happens in RustFS when the bucket leaves the list: nothing.
   * @default 'Retain'
   */
  readonly deletionPolicy?: 'Retain';
}

/** How the operator moves the objects of a pool to the others. */
export interface PoolLifecycleSpec {
  /**
   * What happens to the claims of a pool that has left: they stay.
   * @default 'Retain'
   */
  readonly pvcRetentionPolicy?: 'Retain';

  /**
   * The pools that are to leave, at most 32.
   * @default - none
   */
  readonly decommissionRequests?: readonly DecommissionRequest[];
}

/** A request that a pool leaves, or stays after all. */
export interface DecommissionRequest {
  /** The pool. */
  readonly poolName: string;

  /** Tells one attempt from the next: 1 to 128 characters. */
  readonly requestId: string;

  /** Whether the pool is to leave, or to stay after all. */
  readonly action: 'Start' | 'Cancel';

  /**
   * When it was asked for, as RFC 3339.
   * @default - not said
   */
  readonly requestedAt?: string;

  /**
   * When it was taken back, as RFC 3339.
   * @default - not said
   */
  readonly cancelRequestedAt?: string;

  /**
   * Why, in up to 1024 characters.
   * @default - not said
   */
  readonly reason?: string;
}

/** What the operator does with a pod that cannot stop because its node is down. */
export type NodeDownPolicy =
  | 'DoNothing'
  | 'Delete'
  | 'ForceDelete'
  | 'DeleteStatefulSetPod'
  | 'DeleteDeploymentPod'
  | 'DeleteBothStatefulSetAndDeploymentPod';
