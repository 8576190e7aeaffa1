/** Changes of a tenant: what must stay, what a change would do, and what the lock keeps of it. */
export { checkAgainstLock } from './check-lock';
export type { ClaimIdentity, EncryptionIdentity, PoolIdentity, TenantIdentity } from './identity';
export { emptyLock } from './lock';
export type { ForgottenTenant, FormerPool, Lock, LockedTenant, RetiredPool } from './lock';
export { lockText } from './lock-text';
export type { Change, ObjectChange } from './object-change';
export type { ChangePlan, PoolChange, Procedure, Refusal, TenantPlan, Verdict } from './plan';
export { planChange } from './plan-change';
export type { PlanOptions, PlanSide } from './plan-change';
export { planJson } from './plan-json';
export { planMarkdown } from './plan-markdown';
export { planText } from './plan-text';
export { readLock } from './read-lock';
export type { ReadLock } from './read-lock';
export { lockWith } from './record';
export type { PoolAway, RollingPool, Rollout } from './rollout';
export { tenantIdentity } from './tenant-identity';
