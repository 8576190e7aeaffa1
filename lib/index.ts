/**
 * RustFS object storage as typed infrastructure code: the pure library, without any engine.
 */
export {
  checkAgainstLock,
  emptyLock,
  lockText,
  lockWith,
  planChange,
  planJson,
  planMarkdown,
  planText,
  readLock,
  tenantIdentity,
} from './change';
export type * from './change';
export { adoptTenant } from './adopt/adopt';
export type { Adoption, AdoptOptions } from './adopt/adopt';
export type { Change as AdoptionChange } from './adopt/changes';
export type { HandoverStep } from './adopt/handover/step';
export type { LiveProblem, LiveText } from './adopt/live-objects';
export { composeTenant } from './objects/compose';
export type { KubernetesObject } from './objects/object';
export { parseTenants } from './manifest/parse-tenants';
export type {
  OtherDocument,
  ParsedTenant,
  ParsedTenants,
  ParseOptions,
  SourcedProblem,
} from './manifest/parse-tenants';
export type { Source } from './manifest/source';
export { toTenantManifest } from './manifest/to-manifest';
export type { TenantManifest, TenantManifestSpec } from './manifest/to-manifest';
export { layoutJson } from './report/layout-json';
export { layoutHtml } from './report/layout-html';
export { layoutSvg } from './report/layout-svg';
export { layoutText } from './report/layout-text';
export { toYaml } from './yaml';
export { checkTenant } from './tenant/check';
export type { AcceptedTenant } from './tenant/check';
export type * from './tenant/adopted';
export type * from './tenant/disruption-budget';
export { layoutOf } from './tenant/layout-of';
export type { TenantLayout, TenantPoolLayout } from './tenant/layout-of';
export type { Guarantee, PoolGuarantees } from './tenant/guarantees';
export type * from './tenant/certificates';
export type * from './tenant/encryption/spec';
export type * from './tenant/encryption/vault-auth';
export type * from './tenant/identity/spec';
export type { OutboundSpec } from './tenant/outbound';
export type * from './tenant/targets/spec';
export type * from './tenant/targets/target';
export type { WebhookTarget } from './tenant/targets/webhook';
export type { KafkaSasl, KafkaTarget } from './tenant/targets/kafka';
export type { MqttTarget, MqttTls } from './tenant/targets/mqtt';
export type { NatsJetStream, NatsTarget, NatsTls } from './tenant/targets/nats';
export type { AmqpTarget } from './tenant/targets/amqp';
export type { PulsarTarget, PulsarTls } from './tenant/targets/pulsar';
export type { RedisTarget, RedisTls } from './tenant/targets/redis';
export type { MysqlTarget, PostgresTarget, PostgresTls } from './tenant/targets/databases';
export type { StorageClassSpec } from './tenant/erasure-coding';
export type * from './tenant/requirements';
export { survives } from './erasure';
export type {
  Failure,
  Gate,
  Outcome,
  Placement,
  PoolLayout,
  SetState,
  ShutGates,
  Spread,
  Tolerance,
} from './erasure';
export { TenantError, problemText } from './tenant/problem';
export type { Problem, ProblemCode, Severity } from './tenant/problem';
export type * from './tenant/spec';
export type * from './tenant/pool';
export type * from './tenant/placement';
export type * from './tenant/pod-settings';
export type * from './tenant/probes';
export type * from './tenant/services';
export type * from './tenant/security';
export type * from './tenant/provisioning';
export type * from './tenant/tls/spec';
export type { Certificate } from './objects/certificate';
