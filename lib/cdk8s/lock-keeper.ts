import { resolve } from 'node:path';
import type { IConstruct } from 'constructs';
import { checkAgainstLock, lockText, tenantIdentity, type TenantIdentity } from '../change';
import { lockWithAll } from '../change/record';
import { readLockFile, writeLockFile, type LockFile } from '../files/lock-file';
import type { KubernetesObject } from '../objects/object';
import type { Problem } from '../tenant/problem';

/** Keeps one lock file for all tenants of an app that name it: reads it once, and writes it once, at synthesis. */
export class LockKeeper {
  private readonly onDisk: LockFile;
  private readonly tenants = new Map<IConstruct, { tenant: TenantIdentity; declaredIn: string }>();
  private isWritten = true;

  constructor(private readonly file: string) {
    this.onDisk = readLockFile(file);
  }

  /** What the lock has against a tenant at a place of the tree; what is wrong with the lock itself comes first. */
  problemsOf(objects: readonly KubernetesObject[], place: string): readonly Problem[] {
    const { lock, problems } = this.onDisk;
    const identity = tenantIdentity(objects);
    if (problems.length > 0 || identity === undefined) return problems;
    return checkAgainstLock(lock, identity, place);
  }

  /** Takes a tenant into the lock when the app is synthesized, unless it has left the tree by then. */
  keep(construct: IConstruct, objects: readonly KubernetesObject[]): void {
    const tenant = tenantIdentity(objects);
    if (tenant === undefined) return;
    this.tenants.set(construct, { tenant, declaredIn: construct.node.path });
    this.isWritten = false;
    // Validation is the one step of a synthesis that every way to synthesize takes.
    construct.node.addValidation({ validate: () => this.write() });
  }

  private write(): string[] {
    if (this.isWritten) return [];
    const entries = [...this.tenants].filter(([construct]) => isInTree(construct)).map(([, entry]) => entry);
    const lock = lockWithAll(this.onDisk.lock, entries);
    try {
      if (lockText(lock) !== this.onDisk.text) writeLockFile(this.file, lock);
    } catch (cause) {
      return [
        `Cannot write the lock ${this.file}: ${cause instanceof Error ? cause.message : String(cause)}`,
      ];
    }
    this.isWritten = true;
    return [];
  }
}

/** Whether a construct, and all that it stands in, still stands in the tree. */
function isInTree({ node }: IConstruct): boolean {
  // The first scope is the root, which stands in nothing.
  return node.scopes.slice(1).every((scope) => scope.node.scope?.node.tryFindChild(scope.node.id) === scope);
}

const keepersByRoot = new WeakMap<IConstruct, Map<string, LockKeeper>>();

/** The keeper of a lock file in an app. */
export function lockKeeper({ node }: IConstruct, file: string): LockKeeper {
  const keepers = keepersByRoot.get(node.root) ?? new Map<string, LockKeeper>();
  keepersByRoot.set(node.root, keepers);
  const path = resolve(file);
  const keeper = keepers.get(path) ?? new LockKeeper(path);
  keepers.set(path, keeper);
  return keeper;
}
