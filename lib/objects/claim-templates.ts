import type { PersistentVolumeClaim } from 'kubernetes-types/core/v1';
import type { ObjectMeta } from 'kubernetes-types/meta/v1';
import { definedAs } from '../defined';
import { logVolumeName } from '../tenant/names';
import type { ClaimTemplate, Pool } from '../tenant/tenant';

/**
 * The data claims, then the log claim (contract 2.5). Kubernetes never lets a claim template change, so nothing
 * here depends on the profile, and every template says its apiVersion and kind, as server-side apply wants them.
 */
export function claimTemplates({
  drives,
  claim,
  logClaim,
  logClaimComesFirst,
}: Pool): PersistentVolumeClaim[] {
  const data = drives.map(({ claimName }) => claimTemplate(claimName, claim));
  const log = logClaim === undefined ? [] : [claimTemplate(logVolumeName, logClaim)];
  return logClaimComesFirst ? [...log, ...data] : [...data, ...log];
}

function claimTemplate(name: string, { labels, annotations, spec }: ClaimTemplate): PersistentVolumeClaim {
  return {
    apiVersion: 'v1',
    kind: 'PersistentVolumeClaim',
    metadata: definedAs<ObjectMeta>({
      name,
      labels: Object.keys(labels).length > 0 ? labels : undefined,
      annotations,
    }),
    spec,
  };
}
