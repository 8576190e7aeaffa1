import type { EnvVar, Volume, VolumeMount } from 'kubernetes-types/core/v1';
import type { CertificateReference } from './certificates';
import type { EncryptionSpec } from './encryption/spec';
import type { IdentitySpec } from './identity/spec';
import type { PodSettings } from './pod-settings';
import type { PersistenceSpec, PoolSpec } from './pool';
import type { BucketSpec, PolicySpec, PoolLifecycleSpec, UserSpec } from './provisioning';
import { definitionsFrom } from './schema';
import type { NamedReference, SecretKeyReference, TenantSpec } from './spec';
import type { TargetSpec, TargetsSpec } from './targets/spec';
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
  readonly encryption: EncryptionDraft;
  readonly extraCa: Unfinished<CertificateReference>;
  readonly identity: IdentityDraft;
  readonly notifications: TargetsDraft;
  readonly audit: TargetsDraft;
}

/** A value of which any field may be missing, at any depth, but for those in `Kept`. */
export type Unfinished<T, Kept extends string = never> = T extends readonly (infer Item)[]
  ? readonly Unfinished<Item, Kept>[]
  : string extends keyof T
    ? T
    : T extends object
      ? Pick<T, Extract<keyof T, Kept>> & {
          readonly [Key in Exclude<keyof T, Kept>]?: Unfinished<Exclude<T[Key], undefined>, Kept>;
        }
      : T;

/** Encryption of which anything but the kinds of things may be missing. */
export type EncryptionDraft = Unfinished<EncryptionSpec, 'backend' | 'method'>;

/** Identity of which anything may be missing. */
export type IdentityDraft = Unfinished<IdentitySpec>;

/** Targets of which anything may be missing. */
export type TargetsDraft = Unfinished<TargetsSpec>;

/** A target of which anything may be missing. */
export type TargetDraft = Unfinished<TargetSpec>;

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
  ...definitionsFrom(['EncryptionSpec', 'CertificateReference', 'IdentitySpec', 'TargetsSpec']),
]);
