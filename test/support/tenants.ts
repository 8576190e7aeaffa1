import fc from 'fast-check';
import { randomInt } from 'node:crypto';
import { composeTenant, type TenantSpec } from 'rustfs-constructs';
import { tenantSpecs } from './arbitrary';

/** A declaration, and what it composes to. */
export interface ComposedTenant {
  readonly spec: TenantSpec;
  /** Its text before it was composed. */
  readonly said: string;
  readonly objects: ReturnType<typeof composeTenant>;
}

const seed = randomInt(2 ** 31);
let sample: readonly ComposedTenant[] | undefined;

/**
 * Holds a property against a hundred tenants of both profiles, which are made once for all properties of a file:
 * composing them is most of what it takes. A failure is looked for again, to be told of the smallest such tenant.
 */
export function everyTenant(property: (tenant: ComposedTenant) => void): void {
  sample ??= sampled();
  try {
    sample.forEach(property);
  } catch (failure) {
    fc.assert(
      fc.property(tenantSpecs, (spec) => property(composed(spec))),
      { seed },
    );
    throw failure;
  }
}

/** By a property, because that tells of a declaration that cannot be composed, and meets the same ones again. */
function sampled(): readonly ComposedTenant[] {
  const tenants: ComposedTenant[] = [];
  fc.assert(
    fc.property(tenantSpecs, (spec) => {
      tenants.push(composed(spec));
    }),
    { seed },
  );
  return tenants;
}

function composed(spec: TenantSpec): ComposedTenant {
  return { spec, said: JSON.stringify(spec), objects: composeTenant(spec) };
}
