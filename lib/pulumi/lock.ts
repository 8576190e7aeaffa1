import { isDeepStrictEqual } from 'node:util';
import { getProject, getStack } from '@pulumi/pulumi';
import { tenantIdentity } from '../change';
import { composeAccepted } from '../objects/compose';
import type { KubernetesObject } from '../objects/object';
import type { Problem } from '../tenant/problem';
import type { TenantSpec } from '../tenant/spec';
import type { Sketch } from './sketch';
import { stackTenants, type TenantComponent } from './stack-tenants';
import { mapTexts } from './stand-ins';

/** What a lock file has to do with a tenant. */
export interface TenantLock {
  /** Whether what the lock knows is known of the tenant by now, so that it can be heard at once. */
  readonly isDue: boolean;
  /** What the lock has against the tenant; what is wrong with the lock itself comes first. */
  readonly problemsOf: (declaration: TenantSpec) => readonly Problem[];
  /**
   * Takes the tenant into the lock file, unless that has something against it, which is given back: another stack may
   * have written it since it was heard. A new one may have to wait for those that the lock knows from the stack.
   */
  readonly keep: (declaration: TenantSpec) => readonly Problem[];
}

/** The lock file that a component names; undefined when it names none. */
export function tenantLock(
  name: string,
  file: string | undefined,
  sketch: Sketch,
  told: Pick<TenantComponent, 'refusal' | 'warn'>,
): TenantLock | undefined {
  if (file === undefined) return undefined;
  const declaredIn = `${getProject()}/${getStack()}/${name}`;
  const component = { declaredIn, name: sketch.declaration.name, ...told };
  const tenants = stackTenants(file);
  tenants.join(component);
  const heard =
    (what: 'problemsOf' | 'keep') =>
    (declaration: TenantSpec): readonly Problem[] => {
      const tenant = tenantIdentity(composeAccepted(declaration));
      return tenant === undefined ? [] : tenants[what](component, tenant);
    };
  return { isDue: isIdentityKnown(sketch), problemsOf: heard('problemsOf'), keep: heard('keep') };
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
