import fc from 'fast-check';
import { composeTenant, type TenantSpec } from 'rustfs-constructs';
import { tenantSpecs } from './arbitrary';

/** A declaration, and what it composes to. */
export interface ComposedTenant {
  readonly spec: TenantSpec;
  /** Its text before it was composed. */
  readonly said: string;
  readonly objects: ReturnType<typeof composeTenant>;
}

const seed = Date.now() % 2 ** 31;
let sample: readonly ComposedTenant[] | undefined;

/**
 * Holds a property against a hundred tenants of both profiles, which are made once for all properties of a file:
 * composing them is most of what it takes. A failure is looked for again, to be told of the smallest such tenant.
 */
export function everyTenant(property: (tenant: ComposedTenant) => void): void {
  const alike = fc.property(tenantSpecs, (spec) => property(composed(spec)));
  sample ??= fc.sample(alike, { seed, numRuns: 100 }).map(([spec]) => composed(spec));
  try {
    sample.forEach(property);
  } catch (failure) {
    fc.assert(alike, { seed });
    throw failure;
  }
}

function composed(spec: TenantSpec): ComposedTenant {
  return { spec, said: JSON.stringify(spec), objects: composeTenant(spec) };
}
