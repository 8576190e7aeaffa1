import { resolve } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import type { IConstruct } from 'constructs';
import { tenantIdentity, type TenantIdentity } from '../change';
import { alterationProblems } from '../change/alterations';
import { problemsAgainst } from '../change/check-lock';
import { identityTitle } from '../change/identity';
import type { LockedTenant } from '../change/lock';
import { lockWithAll } from '../change/record';
import { exclusively, fileMarker } from '../files/exclusive';
import { lockElsewhereProblems } from '../files/lock-elsewhere';
import { isLockNew, readLockFile, writeLockFile, type LockFile } from '../files/lock-file';
import type { KubernetesObject } from '../objects/object';
import { problemText, type Problem } from '../tenant/problem';
import { renderedObjects } from './composed-object';
import { lockProblems } from './lock-problems';
import { lockWarnings } from './lock-warnings';

/** A tenant as it was declared and composed. */
interface KeptTenant {
  readonly declared: TenantIdentity;
  readonly objects: readonly KubernetesObject[];
}

/**
 * Keeps one lock file for all tenants of an app that name it: reads it once to check them as they are declared, and
 * once more, at synthesis, to check them as they are rendered and to write it.
 */
export class LockKeeper {
  private readonly onDisk: LockFile;
  private readonly tenants = new Map<IConstruct, KeptTenant>();
  private refusals = new Map<IConstruct, string[]>();

  private readonly told = new Set<string>();

  /** @param said the path as the construct names it. */
  constructor(
    private readonly file: string,
    private readonly said: string,
  ) {
    this.onDisk = readLockFile(file);
  }

  /**
   * What the lock has against the tenant of a construct's path; what is wrong with the lock itself comes first. Which
   * tenants the chart has no more is known only at synthesis, but that this path had another is known at once.
   */
  problemsOf(objects: readonly KubernetesObject[], path: string): readonly Problem[] {
    const tenant = tenantIdentity(objects);
    const { lock, problems, text } = this.onDisk;
    if (problems.length > 0 || tenant === undefined) return problems;
    if (text === undefined) return lockElsewhereProblems(this.said, tenant);
    const isDeclared = (former: LockedTenant) =>
      [...this.tenants].some(
        ([construct, { declared }]) =>
          identityTitle(declared) === identityTitle(former) && isInTree(construct),
      );
    const missing = lock.tenants.filter((former) => former.declaredIn === path && !isDeclared(former));
    return problemsAgainst(lock, tenant, missing);
  }

  /** Takes a tenant into the lock when the app is synthesized, unless it has left the tree by then. */
  keep(construct: IConstruct, objects: readonly KubernetesObject[]): void {
    const declared = tenantIdentity(objects);
    if (declared === undefined) return;
    this.tenants.set(construct, { declared, objects });
    // Validation is the one step of a synthesis that every way to synthesize takes.
    construct.node.addValidation({ validate: () => this.refusalsOf(construct) });
  }

  /** Every construct asks once in a synthesis; the first one to ask again begins the next. */
  private refusalsOf(construct: IConstruct): string[] {
    if (!this.refusals.has(construct)) this.refusals = this.write();
    const refusals = this.refusals.get(construct) ?? [];
    this.refusals.delete(construct);
    return refusals;
  }

  /** Writes the lock, or says by construct why not. */
  private write(): Map<IConstruct, string[]> {
    const constructs = [...this.tenants].filter(([construct]) => isInTree(construct));
    try {
      const entries = constructs.map(([construct, { declared, objects }]) => {
        const rendered = renderedObjects(construct);
        const patched = isDeepStrictEqual(rendered, objects)
          ? []
          : alterationProblems(objects, rendered, 'A patch');
        // The same in all that is held to, and more where a patch brings what the lock keeps.
        const tenant = tenantIdentity(rendered) ?? declared;
        return { construct, tenant, patched, declaredIn: construct.node.path };
      });
      return exclusively(fileMarker(this.file), () => {
        // Another app may have written it since.
        const found = readLockFile(this.file);
        const against = lockProblems(found, entries);
        const refusals = new Map(
          entries.map(({ construct, patched, ...entry }) => {
            const problems = [...against(construct, entry), ...patched];
            const errors = problems.filter(({ severity }) => severity === 'error');
            return [construct, errors.map(problemText)] as const;
          }),
        );
        if ([...refusals.values()].every(({ length }) => length === 0)) {
          const lock = lockWithAll(found.lock, entries);
          if (isLockNew(found, lock)) writeLockFile(this.file, lock);
          const [first] = entries;
          if (first !== undefined) this.warn(lockWarnings(this.file, found, first.construct, entries));
        }
        return refusals;
      });
    } catch (cause) {
      const reason = cause instanceof Error ? cause.message : String(cause);
      return new Map(
        constructs.map(([construct]) => [construct, [`Cannot write the lock ${this.file}: ${reason}`]]),
      );
    }
  }

  /** An app may be synthesized again and again. */
  private warn(problems: readonly Problem[]): void {
    for (const problem of problems) {
      const text = problemText(problem);
      if (this.told.has(text)) continue;
      this.told.add(text);
      process.emitWarning(text, { type: 'RustfsTenantWarning', code: problem.code });
    }
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
  const keeper = keepers.get(path) ?? new LockKeeper(path, file);
  keepers.set(path, keeper);
  return keeper;
}
