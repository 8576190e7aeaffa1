import type { EncryptionDraft } from '../draft';
import { definition, discriminatorOf } from '../schema';

/** The backends that the operator knows (operator contract 1.7). */
export const operatorBackends: readonly string[] = ['local', 'vault'];

/** Whether there is a backend of that name at all. */
export function isBackend(name: string): boolean {
  const union = definition('EncryptionSpec').anyOf ?? [];
  return discriminatorOf(union)?.branches.some(({ choices }) => choices.includes(name)) === true;
}

/** Fields of `encryption.vault` that the custom resource cannot say. */
export const furtherVaultFields: readonly string[] = [
  'namespace',
  'kvMount',
  'keyPrefix',
  'auth',
  'allowInsecureDevDefaults',
];

/** The paths of what the custom resource cannot say of this encryption. */
export function beyondOperator(encryption: EncryptionDraft | undefined): string[] {
  if (encryption?.backend === undefined || encryption.backend === 'local') return [];
  if (encryption.backend !== 'vault') return ['encryption.backend'];
  const { vault = {} } = encryption;
  return Object.entries(vault)
    .filter(([field, value]) => value !== undefined && furtherVaultFields.includes(field))
    .map(([field]) => `encryption.vault.${field}`);
}
