import { isDeepStrictEqual } from 'node:util';
import { getProject, getStack } from '@pulumi/pulumi';
import { checkAgainstLock, lockText, lockWith, tenantIdentity } from '../change';
import { readLockFile, writeLockFile } from '../files/lock-file';
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
  /** Takes the tenant, which it has nothing against, into the lock file. */
  readonly keep: (declaration: TenantSpec) => void;
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
  const { lock, problems } = readLockFile(file);
  const tenant = tenantIdentity(composeAccepted(declaration));
  return problems.length > 0 || tenant === undefined ? problems : checkAgainstLock(lock, tenant, place);
}

function keepInLock(file: string, place: string, declaration: TenantSpec): void {
  const { lock, text } = readLockFile(file);
  const tenant = tenantIdentity(composeAccepted(declaration));
  if (tenant === undefined) return;
  const grown = lockWith(lock, tenant, place);
  if (lockText(grown) !== text) writeLockFile(file, grown);
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
