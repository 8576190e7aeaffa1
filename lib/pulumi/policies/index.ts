/** Rules for `@pulumi/policy` that hold a program to what RustFS needs, however its StatefulSets are made. */
export { claimsRetained } from './claims-retained';
export { noLiteralCredentials } from './no-literal-credentials';
export { oneServerPerNode } from './one-server-per-node';
export { pinnedImage } from './pinned-image';
export type { Policy, PolicyResource } from './policy';
export { rustfsPolicies } from './rustfs-policies';
export { serversInPlace } from './servers-in-place';
