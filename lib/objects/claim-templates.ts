import type { PersistentVolumeClaim, PersistentVolumeClaimSpec } from 'kubernetes-types/core/v1';
import { defined } from '../defined';
import type { Labels } from '../tenant/labels';
import { logVolumeName } from '../tenant/names';
import type { Pool, Tenant } from '../tenant/tenant';

/**
 * The data claims, then the log claim (contract 2.5). Kubernetes never lets a claim template change, so nothing
 * here depends on the profile, and every template says its apiVersion and kind, as server-side apply wants them.
 */
export function claimTemplates(tenant: Tenant, pool: Pool): PersistentVolumeClaim[] {
  const { spec, labels, annotations } = pool.claim;
  const { logClaim } = tenant.container;
  return [
    ...pool.drives.map(({ claimName }) => claimTemplate(claimName, labels, annotations, spec)),
    ...(logClaim === undefined
      ? []
      : [claimTemplate(logVolumeName, pool.ownClaimLabels, undefined, logClaim)]),
  ];
}

function claimTemplate(
  name: string,
  labels: Labels,
  annotations: Readonly<Record<string, string>> | undefined,
  spec: PersistentVolumeClaimSpec,
): PersistentVolumeClaim {
  return {
    apiVersion: 'v1',
    kind: 'PersistentVolumeClaim',
    metadata: { name, labels: { ...labels }, ...defined({ annotations: annotations && { ...annotations } }) },
    spec: { ...spec },
  };
}
