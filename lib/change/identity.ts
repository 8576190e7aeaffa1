import type { Labels } from '../tenant/labels';

/** What must stay as it is while a tenant's data lives, pool by pool, in the order of `RUSTFS_VOLUMES`. */
export interface TenantIdentity {
  readonly namespace: string;
  readonly name: string;
  readonly pools: readonly PoolIdentity[];
}

/** What must stay as it is of one pool: its address, its form, and what Kubernetes never lets change. */
export interface PoolIdentity {
  readonly name: string;
  readonly statefulSet: string;
  readonly servers: number;
  readonly drivesPerServer: number;
  /** The pool's own expression in `RUSTFS_VOLUMES`. RustFS knows the pool by its text (ecstore core/pools.rs). */
  readonly volumes: string;
  /** The drives of an erasure set; undefined when only the cluster knows. The format on disk has it. */
  readonly setSize?: number;
  /** What a variable by reference takes the set size from. Absent where the set size is known. */
  readonly setSizeFrom?: string;
  /**
   * Where each drive of a server lies, in the order of the drives' paths: the claim template, and below it the folder
   * if there is one. Undefined when it is not known.
   */
  readonly drives?: readonly string[];
  readonly service: string;
  readonly podManagementPolicy: string;
  readonly selector: Labels;
  readonly claims: readonly ClaimIdentity[];
  /** What the keys of encrypted data depend on, by the variables that say it; undefined when nothing is known of it. */
  readonly encryption?: EncryptionIdentity;
}

/** What each variable says, as far as it may be told: a reference as it stands, of an address the fingerprint, never a secret's text. */
export type EncryptionIdentity = Readonly<Record<string, string>>;

/** Claim templates that say the same. */
export interface ClaimIdentity {
  /** Their names, in order. */
  readonly templates: readonly string[];
  /** The storage request, which alone may grow. */
  readonly size: string;
  /** Of all that a template says beside its name and its size. */
  readonly fingerprint: string;
}

/** `namespace/name`. */
export function identityTitle({ namespace, name }: Pick<TenantIdentity, 'namespace' | 'name'>): string {
  return `${namespace}/${name}`;
}
