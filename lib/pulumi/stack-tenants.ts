import { resolve } from 'node:path';
import { getProject, getStack, runtime } from '@pulumi/pulumi';
import type { TenantIdentity } from '../change';
import { problemsAgainst } from '../change/check-lock';
import { identityTitle } from '../change/identity';
import { lockedTenant, type Lock, type LockedTenant } from '../change/lock';
import { isNewIn, missingFrom } from '../change/place';
import { lockWith } from '../change/record';
import { exclusively, fileMarker } from '../files/exclusive';
import { lockElsewhereProblems } from '../files/lock-elsewhere';
import { isLockNew, readLockFile, writeLockFile, type LockFile } from '../files/lock-file';
import type { Problem } from '../tenant/problem';

/** A component of a program, as far as the lock has to do with it. */
export interface TenantComponent {
  /** What declares its tenant: the project, the stack and the component's name. Stacks may share a lock. */
  readonly declaredIn: string;
  /** The tenant's name, which is known at once; its namespace may be known later. */
  readonly name: string;
  /** The error by which the tenant is refused when the component has long been made. */
  readonly refusal: (problems: readonly Problem[]) => Error;
  /** Says something that refuses nothing. */
  readonly warn: (message: string) => void;
}

/**
 * The tenants that one run of a program declares in its stack, of those that share a lock file. Which ones the program
 * has no more is known only when it ends: until then a new tenant waits, if the lock knows one of the stack that has not
 * been declared so far.
 */
export class StackTenants {
  private readonly place = `${getProject()}/${getStack()}/`;
  /** Undefined where the namespace is not known yet, or stays unknown in a preview. */
  private readonly titles = new Map<TenantComponent, string | undefined>();
  private readonly waiting = new Map<TenantComponent, TenantIdentity>();

  constructor(
    private readonly file: string,
    /** The path as the components name it. */
    private readonly said: string,
    /** Whether this process hears of the program's end: one that makes components for other languages does not. */
    private readonly seesEnd: boolean,
  ) {}

  /** A component that will say which tenant it declares. */
  join(component: TenantComponent): void {
    this.titles.set(component, undefined);
    if (this.seesEnd) endsWith(this);
  }

  /** What the lock has against a tenant; what is wrong with the lock itself comes first. */
  problemsOf(component: TenantComponent, tenant: TenantIdentity): readonly Problem[] {
    this.titles.set(component, identityTitle(tenant));
    return this.problemsIn(readLockFile(this.file), component, tenant);
  }

  /** Takes a tenant into the lock file, now or when no other one is missing any more; or says why not. */
  keep(component: TenantComponent, tenant: TenantIdentity): readonly Problem[] {
    this.titles.set(component, identityTitle(tenant));
    return exclusively(fileMarker(this.file), () => {
      const found = readLockFile(this.file);
      const problems = this.problemsIn(found, component, tenant);
      if (problems.some(({ severity }) => severity === 'error')) return problems;
      const missing = this.missing(found.lock);
      const isNew = lockedTenant(found.lock, tenant) === undefined;
      if (isNew && missing.length > 0) this.wait(component, tenant, missing);
      const ready = isNew && missing.length > 0 ? [] : [[component, tenant] as const];
      // Those that have waited for this one.
      if (missing.length === 0) ready.push(...this.waiting);
      this.write(found, ready);
      return problems;
    });
  }

  /** The program has ended: who is missing now is gone, which is told. Gives back why tenants are refused. */
  end(): Error[] {
    if (this.waiting.size === 0) return (this.warnOfGone(), []);
    return exclusively(fileMarker(this.file), () => {
      const found = readLockFile(this.file);
      const missing = this.missing(found.lock);
      const refused = [...this.waiting].flatMap(([component, tenant]) => {
        const problems =
          found.problems.length > 0
            ? found.problems
            : problemsAgainst(found.lock, tenant, missing, component.declaredIn);
        return problems.some(({ severity }) => severity === 'error') ? [component.refusal(problems)] : [];
      });
      if (refused.length === 0) this.write(found, [...this.waiting]);
      this.waiting.clear();
      return refused;
    });
  }

  /** What is known at once; also that the same component declared another tenant before, new or of another stack. */
  private problemsIn(
    { lock, problems, text }: LockFile,
    { declaredIn }: TenantComponent,
    tenant: TenantIdentity,
  ): readonly Problem[] {
    if (problems.length > 0) return problems;
    if (text === undefined) return lockElsewhereProblems(this.said, tenant);
    const former = this.missing(lock).filter((other) => other.declaredIn === declaredIn);
    const isNew = isNewIn((other) => this.isHere(other), lockedTenant(lock, tenant), declaredIn);
    return problemsAgainst(lock, tenant, former, declaredIn, isNew);
  }

  /** Its servers go with the next update, where nothing new has to wait for it. */
  private warnOfGone(): void {
    const [component] = this.titles.keys();
    for (const tenant of this.missing(readLockFile(this.file).lock)) {
      const title = identityTitle(tenant);
      component?.warn(
        `The tenant ${title}, which the lock knows from this stack (${tenant.declaredIn ?? ''}), is declared no longer. An update ` +
          'removes its servers, and with them the access to its data. Put it back; or, if it is gone for good, data and all, ' +
          `record that: rustfs-tenant forget ${title} --reason 'why it goes' --date 2026-11-25 --lock ${this.file}`,
      );
    }
  }

  private isHere(declaredIn: string | undefined): boolean {
    return declaredIn?.startsWith(this.place) === true;
  }

  /** The tenants that the lock knows from the stack and that no component has declared so far. */
  private missing(lock: Lock): LockedTenant[] {
    const titles = [...this.titles.values()].filter((title) => title !== undefined);
    const open = [...this.titles].flatMap(([component, title]) => (title === undefined ? [component] : []));
    return missingFrom(lock, (declaredIn) => this.isHere(declaredIn), new Set(titles)).filter(
      (tenant) =>
        !open.some(({ declaredIn, name }) => declaredIn === tenant.declaredIn || name === tenant.name),
    );
  }

  private wait(component: TenantComponent, tenant: TenantIdentity, missing: readonly LockedTenant[]): void {
    this.waiting.set(component, tenant);
    if (this.seesEnd) return;
    const others = missing.map(identityTitle).join(', ');
    component.warn(
      `${identityTitle(tenant)} is new, and ${others}, which the lock knows from this stack, is not declared so far. ` +
        `If ${identityTitle(tenant)} takes its place, do not apply this: it would start empty, and the data would stay ` +
        `behind. ${this.file} takes it in when ${others} is declared, or forgotten (rustfs-tenant forget).`,
    );
  }

  private write(
    found: ReturnType<typeof readLockFile>,
    ready: readonly (readonly [TenantComponent, TenantIdentity])[],
  ): void {
    const grown = ready.reduce(
      (lock, [{ declaredIn }, tenant]) => lockWith(lock, tenant, declaredIn),
      found.lock,
    );
    if (isLockNew(found, grown)) writeLockFile(this.file, grown);
    for (const [component] of ready) this.waiting.delete(component);
  }
}

/** A run of a program has a Stack; a process that makes components for other languages serves one run. */
const byRun = new WeakMap<object, Map<string, StackTenants>>();
const otherLanguages = {};

/** The tenants of a lock file in this run of the program. */
export function stackTenants(file: string): StackTenants {
  const run = runtime.getStackResource();
  const byFile = byRun.get(run ?? otherLanguages) ?? new Map<string, StackTenants>();
  byRun.set(run ?? otherLanguages, byFile);
  const path = resolve(file);
  const tenants = byFile.get(path) ?? new StackTenants(path, file, run !== undefined);
  byFile.set(path, tenants);
  return tenants;
}

const unfinished = new Set<StackTenants>();

/**
 * A program ends when nothing is left to do, which is when Node says `beforeExit`. Pulumi tells its engine only after all
 * other handlers of it (@pulumi/pulumi cmd/run/index.js), so what is refused now fails the run before anything is deleted.
 */
function endsWith(tenants: StackTenants): void {
  if (unfinished.size === 0) process.once('beforeExit', refuseAtEnd);
  unfinished.add(tenants);
}

function refuseAtEnd(): void {
  const errors = [...unfinished].flatMap((tenants) => tenants.end());
  unfinished.clear();
  for (const error of errors) {
    setImmediate(() => {
      throw error;
    });
  }
}
