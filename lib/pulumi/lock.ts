import { isDeepStrictEqual } from 'node:util';
import { getProject, getStack } from '@pulumi/pulumi';
import { checkAgainstLock, lockWith, tenantIdentity, type TenantIdentity } from '../change';
import { exclusively, fileMarker } from '../files/exclusive';
import { isLockNew, readLockFile, writeLockFile, type LockFile } from '../files/lock-file';
import { composeAccepted } from '../objects/compose';
import type { KubernetesObject } from '../objects/object';
import type { Problem } from '../tenant/problem';
import type { TenantSpec } from '../tenant/spec';
import type { Sketch } from './sketch';
import { mapTexts } from './stand-ins';

/** What a lock file has to do with a tenant. */
export interface TenantLock {
  /** Whether what the lock knows is known of the tenant by now, so that it can be heard at once. */
  readonly isDue: boolean;
  /** What the lock has against the tenant; what is wrong with the lock itself comes first. */
  readonly problemsOf: (declaration: TenantSpec) => readonly Problem[];
  /**
   * Takes the tenant into the lock file, unless that has something against it, which is given back: another stack may
   * have written it since it was heard.
   */
  readonly keep: (declaration: TenantSpec) => readonly Problem[];
}

/** The lock file that a component names; undefined when it names none. */
export function tenantLock(
  component: string,
  file: string | undefined,
  sketch: Sketch,
): TenantLock | undefined {
  if (file === undefined) return undefined;
  // Stacks may share the file: in each of them the component declares a tenant of its own.
  const place = `${getProject()}/${getStack()}/${component}`;
  return {
    isDue: isIdentityKnown(sketch),
    problemsOf: (declaration) => lockProblems(file, place, declaration),
    keep: (declaration) => keepInLock(file, place, declaration),
  };
}

function lockProblems(file: string, place: string, declaration: TenantSpec): readonly Problem[] {
  return problemsWith(readLockFile(file), place, tenantIdentity(composeAccepted(declaration)));
}

function problemsWith(
  { lock, problems }: LockFile,
  place: string,
  tenant: TenantIdentity | undefined,
): readonly Problem[] {
  return problems.length > 0 || tenant === undefined ? problems : checkAgainstLock(lock, tenant, place);
}

function keepInLock(file: string, place: string, declaration: TenantSpec): readonly Problem[] {
  const tenant = tenantIdentity(composeAccepted(declaration));
  return exclusively(fileMarker(file), () => {
    const found = readLockFile(file);
    const problems = problemsWith(found, place, tenant);
    if (tenant === undefined || problems.some(({ severity }) => severity === 'error')) return problems;
    const grown = lockWith(found.lock, tenant, place);
    if (isLockNew(found, grown)) writeLockFile(file, grown);
    return problems;
  });
}

/** Whether the leaves have no part in what must stay as it is: with others it would be the same. */
function isIdentityKnown({ objects, leaves, pattern }: Sketch): boolean {
  if (leaves.length === 0) return true;
  const others: readonly KubernetesObject[] = objects.map((object) => withOtherLeaves(object, pattern));
  return isDeepStrictEqual(tenantIdentity(objects), tenantIdentity(others));
}

function withOtherLeaves<T>(object: T, pattern: RegExp): T;
function withOtherLeaves(object: unknown, pattern: RegExp): unknown {
  return mapTexts(object, (text) => text.replaceAll(pattern, 'another'));
}
