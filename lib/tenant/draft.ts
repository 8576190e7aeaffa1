import type { EnvVar, Volume, VolumeMount } from 'kubernetes-types/core/v1';
import type { PodSettings } from './pod-settings';
import type { PersistenceSpec, PoolSpec } from './pool';
import type { BucketSpec, PolicySpec, PoolLifecycleSpec, UserSpec } from './provisioning';
import type { NamedReference, SecretKeyReference, TenantSpec } from './spec';
import type { TlsSpec } from './tls/spec';

/**
 * A declaration on its way through the checks. What is there has the right type, but what is required may still
 * be missing, so that one wrong field does not hide the problems of the others.
 */
export interface TenantDraft extends Partial<Omit<TenantSpec, keyof Incomplete>>, Partial<Incomplete> {}

interface Incomplete {
  readonly pools: readonly PoolDraft[];
  readonly env: readonly Partial<EnvVar>[];
  readonly credsSecret: Partial<NamedReference>;
  readonly rpcSecret: Partial<SecretKeyReference>;
  readonly imagePullSecret: Partial<NamedReference>;
  readonly tls: Unfinished<TlsSpec>;
  readonly additionalVolumes: readonly Partial<Volume>[];
  readonly additionalVolumeMounts: readonly Partial<VolumeMount>[];
  readonly policies: readonly Unfinished<PolicySpec>[];
  readonly users: readonly Unfinished<UserSpec>[];
  readonly buckets: readonly Unfinished<BucketSpec>[];
  readonly poolLifecycle: Unfinished<PoolLifecycleSpec>;
  readonly pod: Unfinished<PodSettings>;
}

/** A value of which any field may be missing, at any depth. */
export type Unfinished<T> = T extends readonly (infer Item)[]
  ? readonly Unfinished<Item>[]
  : string extends keyof T
    ? T
    : T extends object
      ? { readonly [Key in keyof T]?: Unfinished<T[Key]> }
      : T;

/** A pool of which anything may be missing. */
export interface PoolDraft extends Partial<Omit<PoolSpec, 'persistence'>> {
  readonly persistence?: Partial<PersistenceSpec>;
}

/** The definitions that a draft keeps although a required field is missing. */
export const incompleteDefinitions: ReadonlySet<string> = new Set([
  'TenantSpec',
  'PoolSpec',
  'PersistenceSpec',
  'EnvVar',
  'NamedReference',
  'SecretKeyReference',
  'TlsCertificateSpec',
  'CertManagerSpec',
  'IssuerReference',
  'CaSecretReference',
  'Volume',
  'VolumeMount',
  'Container',
  'PolicySpec',
  'PolicyDocumentSource',
  'ConfigMapKeyReference',
  'UserSpec',
  'BucketSpec',
  'DecommissionRequest',
]);
