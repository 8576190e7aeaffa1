/** The tenant as a cdk8s construct, and an app for many. */
export { TenantError } from '../tenant/problem';
export type { Problem } from '../tenant/problem';
export { FleetApp } from './fleet-app';
export type { Named } from './named';
export type { RustfsTenantProps } from './props';
export { RustfsTenant } from './rustfs-tenant';
