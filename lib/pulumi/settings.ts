/** What only Pulumi asks for: how it treats the objects, not what they are. */
export interface TenantSettings {
  /**
   * The lock file, from the working directory: what it knows of the tenant is held to, and what is new goes in, in a
   * preview as well. Commit it; `rustfs-tenant.lock.yaml` is its usual name. What is known only when the deployment
   * runs is heard then, before it reaches an object.
   * @default - none: nothing is remembered
   */
  readonly lockFile?: string;

  /**
   * Whether the component makes the namespace, protected: deleting it would delete every claim in it. Unprotect it
   * (`pulumi state unprotect`) before you destroy the stack.
   * @default false
   */
  readonly createNamespace?: boolean;

  /**
   * What becomes of the pods when Pulumi replaces or deletes a StatefulSet. `orphan` leaves them running: a replaced
   * StatefulSet takes them over, and after `pulumi destroy` they have to be deleted by hand. `foreground` stops all
   * servers of the pool at once. The claims stay either way: `foreground` is refused beside `claimRetention.whenDeleted: Delete`.
   * @default 'orphan'
   */
  readonly onReplace?: 'orphan' | 'foreground';

  /**
   * Ignores changes of claim sizes, in all pools or in those named: for claims that were grown by hand, where
   * replacing the StatefulSet would gain nothing. A new pool still gets the size that is declared.
   * @default false
   */
  readonly ignoreClaimSizes?: boolean | readonly string[];

  /**
   * Whether Pulumi does not wait for the servers to be ready. Needed where resources are made one by one
   * (`--parallel 1`) and there are several pools: a pool is ready only when the others answer.
   * @default false
   */
  readonly skipAwait?: boolean;
}
