import { furtherVaultFields } from '../tenant/encryption/operator';
import { tenantFields } from '../tenant/shape';
import type { TenantSpec } from '../tenant/spec';

/** The group and version of the Tenant custom resource. */
export const tenantApiVersion = 'rustfs.com/v1alpha1';

/** Fields of the declaration that stand in the custom resource's `metadata`. */
export const metadataFields: readonly string[] = ['name', 'namespace', 'labels', 'annotations'];

/** Fields of the declaration that the custom resource cannot say. */
export const furtherFields = [
  'compatibility',
  'clusterDomain',
  'developmentCredentials',
  'placement',
  'parity',
  'storageClass',
  'erasureSetDriveCount',
  'requires',
  'disruptionBudget',
  'probes',
  'services',
  'identity',
  'notifications',
  'audit',
  'extraCa',
  'outbound',
  'pod',
  'claimRetention',
  'managedBy',
  'adopted',
] as const satisfies readonly (keyof TenantSpec)[];

/** A field that the custom resource cannot say. */
export type FurtherField = (typeof furtherFields)[number];

/** Whether the custom resource cannot say a field. */
export function isFurtherField(field: string): boolean {
  return furtherFields.some((further) => further === field);
}

/** The same, within fields of the custom resource; those of a list stand in each item. */
export const furtherFieldsWithin: Readonly<Record<string, readonly string[]>> = {
  pools: ['updatePartition', 'adopted'],
  tls: ['clientCertificateSecretRef', 'wildcardDnsName', 'caInCertificateSecret'],
  'encryption.vault': furtherVaultFields,
};

/** Fields of the declaration that stand in the custom resource's `spec`. */
export const specFields: readonly string[] = tenantFields.filter(
  (field) => !metadataFields.includes(field) && !isFurtherField(field),
);
