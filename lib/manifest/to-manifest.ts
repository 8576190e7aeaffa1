import { defined } from '../defined';
import { acceptTenant, checkTenant, tenantTitle } from '../tenant/check';
import { anchorVariables, sharedDrivesVariable } from '../tenant/environment';
import { beyondOperator } from '../tenant/encryption/operator';
import { codingVariables } from '../tenant/erasure-coding';
import { integrationWirings } from '../tenant/integrations';
import { poolSelector } from '../tenant/labels';
import type { PoolSpec } from '../tenant/pool';
import { podFieldsBeyondOperator } from '../tenant/beyond-operator';
import { error, TenantError, warning, type Problem } from '../tenant/problem';
import { profileOf } from '../tenant/profile';
import { resolvedImage, volumeTopology } from '../tenant/resolve';
import { affinity, spreadConstraints } from '../tenant/scheduling';
import type { TenantSpec } from '../tenant/spec';
import type { TlsSpec } from '../tenant/tls/spec';
import { isSingleDrive } from '../tenant/volumes';
import type { Wiring } from '../tenant/wiring';
import { furtherFieldsWithin, specFields, tenantApiVersion, type FurtherField } from './fields';

/** The fields of the custom resource's spec. */
export type TenantManifestSpec = Omit<TenantSpec, MetadataField | FurtherField>;

type MetadataField = 'name' | 'namespace' | 'labels' | 'annotations';

/** A Tenant of the RustFS operator. */
export interface TenantManifest {
  readonly apiVersion: 'rustfs.com/v1alpha1';
  readonly kind: 'Tenant';
  readonly metadata: Pick<TenantSpec, MetadataField>;
  readonly spec: TenantManifestSpec;
}

/**
 * The Tenant custom resource, for clusters where the operator does run. What it cannot say itself is carried where
 * it can be (placement into each pool, switches into the environment); what it loses, or what the operator would
 * turn away, is a warning each.
 *
 * @throws {TenantError} with all problems, when the declaration has an error, or is that of an adopted tenant, whose
 * names the custom resource cannot say.
 */
export function toTenantManifest(spec: TenantSpec): { manifest: TenantManifest; warnings: Problem[] } {
  const { declaration: accepted } = acceptTenant(spec);
  refuseAdopted(accepted);
  const { name, namespace, labels, annotations } = accepted;
  const custom = Object.entries(accepted).filter(([field]) => isCarried(accepted, field));
  const env = carriedEnvironment(accepted);
  const manifest: TenantManifest = {
    apiVersion: tenantApiVersion,
    kind: 'Tenant',
    metadata: { name, namespace, ...defined({ labels, annotations }) },
    spec: {
      ...Object.fromEntries(custom),
      // The operator's own default is another version, on the same data.
      ...(accepted.compatibility === undefined && { image: resolvedImage(accepted, profileOf(accepted)) }),
      ...(env.length === 0 ? {} : { env }),
      ...(accepted.tls !== undefined && { tls: ownTls(accepted.tls) }),
      pools: accepted.pools.map((pool) => carriedPool(accepted, pool)),
    },
  };
  return { manifest, warnings: [...losses(accepted), ...unknownFields(manifest), ...turnedAway(manifest)] };
}

/** Whether the custom resource can say the field as it is declared. */
function isCarried({ encryption }: TenantSpec, field: string): boolean {
  // A part of it would be another encryption, so it goes whole or not at all.
  if (field === 'encryption' && beyondOperator(encryption).length > 0) return false;
  return specFields.includes(field);
}

/** From such a manifest the operator would make a second tenant, with empty drives, beside the one that is there. */
function refuseAdopted(spec: TenantSpec): void {
  const isAdopted = spec.adopted !== undefined || spec.pools.some(({ adopted }) => adopted !== undefined);
  if (!isAdopted) return;
  const message =
    'The Tenant custom resource cannot say the names that this tenant was adopted with: the operator would make new ' +
    'StatefulSets with empty drives.';
  const fix = 'Keep the declaration; to have the operator run a tenant, make a new one and copy the objects.';
  throw new TenantError(tenantTitle(spec), [error('adopted', 'manifest-loss', message, fix)]);
}

/** Fields that are only environment to the server. */
function carriedEnvironment(spec: TenantSpec): NonNullable<TenantSpec['env']> {
  const topology = volumeTopology(spec);
  const isAnchored = spec.pod?.endpointAnchor === true && !isSingleDrive(topology.pools);
  return [
    ...(isAnchored ? anchorVariables(topology) : []),
    ...codingVariables(spec),
    ...(spec.placement?.drives === 'shared' ? [{ name: sharedDrivesVariable, value: 'true' }] : []),
    ...Object.values(integrationWirings(spec)).flatMap((wiring) =>
      isOnlyEnvironment(wiring) ? wiring.env : [],
    ),
    ...(spec.env ?? []),
  ];
}

/** Whether variables say all of it. */
function isOnlyEnvironment({ volumes, mounts }: Wiring): boolean {
  return volumes.length + mounts.length === 0;
}

/** Placement, as far as the declaration says it, in the pool's own words. */
function carriedPool(spec: TenantSpec, { updatePartition, ...pool }: PoolSpec): PoolSpec {
  return {
    ...pool,
    ...defined({
      affinity: affinity(
        pool,
        spec.placement?.perNode ?? profileOf(spec).perNode,
        poolSelector(spec.name, pool.name),
      ),
      topologySpreadConstraints: spreadConstraints(spec, pool),
    }),
  };
}

/** What of `tls` the custom resource can say. */
function ownTls(tls: TlsSpec): TlsSpec {
  const further = furtherFieldsWithin.tls ?? [];
  // The operator turns a Tenant away that asks for it, and reloads nothing.
  const { rotationStrategy, ...others } = tls;
  const kept = { ...others, ...(rotationStrategy === 'Rollout' && { rotationStrategy }) };
  return Object.fromEntries(Object.entries(kept).filter(([field]) => !further.includes(field)));
}

function losses(spec: TenantSpec): Problem[] {
  const { pod, claimRetention, tls } = spec;
  const isDeleting = [claimRetention?.whenDeleted, claimRetention?.whenScaled].includes('Delete');
  const lost: [path: string, isLost: boolean, fix: string][] = [
    [
      'clusterDomain',
      volumeTopology(spec).clusterDomain !== 'cluster.local',
      "Set the operator's own cluster domain.",
    ],
    [
      'developmentCredentials',
      spec.developmentCredentials === true,
      'Make a Secret and name it in credsSecret.',
    ],
    ['disruptionBudget', spec.disruptionBudget !== undefined, 'Add PodDisruptionBudgets of your own.'],
    ...beyondOperator(spec.encryption).map((path): [string, boolean, string] => [
      path,
      true,
      'All of encryption is left out, and encrypted objects could not be read: use what the operator has.',
    ]),
    ['probes', spec.probes !== undefined, operatorFixes],
    ['services', spec.services !== undefined, "Add Services of your own beside the operator's."],
    ...Object.entries(integrationWirings(spec)).map(([field, wiring]): [string, boolean, string] => [
      field,
      !isOnlyEnvironment(wiring),
      'It needs volumes, which the operator mounts none of; leave the field out there.',
    ]),
    ['pod.entrypoint', pod?.entrypoint === 'binary', operatorFixes],
    ...podFieldsBeyondOperator.map((field): [string, boolean, string] => [
      `pod.${field}`,
      pod?.[field] !== undefined,
      operatorFixes,
    ]),
    ['pod.labels', pod?.labels !== undefined, operatorFixes],
    ['pod.annotations', pod?.annotations !== undefined, operatorFixes],
    [
      'tls.clientCertificateSecretRef',
      tls?.clientCertificateSecretRef !== undefined,
      "Without it the operator's pods never become ready; leave clientCaSecretRef out as well.",
    ],
    [
      'tls.rotationStrategy',
      tls?.rotationStrategy === 'HotReload',
      'The operator restarts the pods instead; leave the field out.',
    ],
    [
      'tls.wildcardDnsName',
      tls?.wildcardDnsName === true,
      'Add the wildcard to dnsNames of the certificate as well.',
    ],
    ['claimRetention', isDeleting, 'Delete the claims by hand.'],
    ['managedBy', spec.managedBy !== undefined, operatorFixes],
    ...spec.pools.map((pool, i): [string, boolean, string] => [
      `pools[${i}].updatePartition`,
      pool.updatePartition !== undefined && pool.updatePartition > 0,
      operatorFixes,
    ]),
  ];
  return lost
    .filter(([, isLost]) => isLost)
    .map(([path, , fix]) =>
      warning(path, 'manifest-loss', `The Tenant custom resource cannot say "${path}"; it is left out.`, fix),
    );
}

/** What the custom resource definition of the released operator does not have; later ones do. */
function unknownFields({ spec }: TenantManifest): Problem[] {
  const later = ['additionalVolumes', 'additionalVolumeMounts'] as const;
  return later
    .filter((field) => (spec[field] ?? []).length > 0)
    .map((field) =>
      warning(
        field,
        'manifest-loss',
        `The operator 0.1.0 has no field "${field}": kubectl is refused (unknown field), and what applies without strict validation loses it.`,
        'Run an operator later than 0.1.0 with its custom resource definition, or leave the field out.',
      ),
    );
}

const operatorFixes = "The operator's own value applies; leave the field out if that will do.";

/** What composes here and the operator would not take. */
function turnedAway({ metadata, spec }: TenantManifest): Problem[] {
  return checkTenant({ ...metadata, ...spec, compatibility: 'operator' })
    .filter(({ severity }) => severity === 'error')
    .map((problem) => ({ ...problem, severity: 'warning' }));
}
