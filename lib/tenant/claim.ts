import type { PersistentVolumeClaimSpec } from 'kubernetes-types/core/v1';

/** What a claim is when the declaration says nothing (persistence.rs). */
export const defaultClaim: PersistentVolumeClaimSpec = {
  accessModes: ['ReadWriteOnce'],
  resources: { requests: { storage: '10Gi' } },
};
