import { parseTenants, type TenantSpec } from 'rustfs-constructs';
import { adoptTenant, type Adoption } from '../../lib/adopt/adopt';
import { present } from './composed';

/** Adopts the tenant of a text with live objects. */
export function adopt(text: string, tenant?: string): Adoption {
  return adoptTenant([{ file: 'live.yaml', text }], tenant === undefined ? {} : { tenant });
}

/** The declaration that an adoption wrote, which has to be there. */
export function declared({ declaration, problems }: Adoption): TenantSpec {
  expect(problems).toEqual([]);
  return present(parseTenants(present(declaration)).tenants[0]).spec;
}

/** What an adoption was refused for: object and code. */
export function refusals({ declaration, problems }: Adoption): string[] {
  expect(declaration).toBeUndefined();
  return problems.map(({ path, code }) => `${path} [${code}]`);
}
