/** The tenant as a cdk8s construct. */
export { TenantError } from '../tenant/problem';
export type { Problem } from '../tenant/problem';
export type { Named } from './named';
export type { RustfsTenantProps } from './props';
export { RustfsTenant } from './rustfs-tenant';
