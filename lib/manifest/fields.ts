import { tenantFields } from '../tenant/shape';

/** The group and version of the Tenant custom resource. */
export const tenantApiVersion = 'rustfs.com/v1alpha1';

/** Fields of the declaration that stand in the custom resource's `metadata`. */
export const metadataFields: readonly string[] = ['name', 'namespace', 'labels', 'annotations'];

/** Fields of the declaration that the custom resource cannot say. */
export const furtherFields: readonly string[] = [
  'compatibility',
  'clusterDomain',
  'developmentCredentials',
  'placement',
  'probes',
  'services',
  'pod',
  'claimRetention',
  'managedBy',
];

/** The same, in each pool. */
export const furtherPoolFields: readonly string[] = ['updatePartition'];

/** Fields of the declaration that stand in the custom resource's `spec`. */
export const specFields: readonly string[] = tenantFields.filter(
  (field) => !metadataFields.includes(field) && !furtherFields.includes(field),
);
