/** The tenant as a Pulumi component. */
export type { Problem } from '../tenant/problem';
export type { RootCredentials, RpcSecretValue, RustfsTenantArgs } from './args';
export type { NamedResource } from './references';
export type { TenantSettings } from './settings';
export { RustfsTenant } from './rustfs-tenant';
export { tenantOutputs, type TenantOutputs } from './tenant-outputs';
