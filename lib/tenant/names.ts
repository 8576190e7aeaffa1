import type { AdoptedPoolSpec, AdoptedSpec } from './adopted';

/**
 * The names of a tenant's objects. They are the identity of its data and equal the operator's (contract 2.0), unless
 * the tenant was adopted with others.
 */
export interface TenantNames {
  readonly serviceAccount: string;
  readonly headlessService: string;
  readonly ioService: string;
  readonly consoleService: string;
  readonly developmentSecret: string;
}

/** What of a tenant its names and labels depend on. */
export interface NamedTenant {
  readonly name: string;
  readonly adopted?: AdoptedSpec | undefined;
}

/** What of a pool its names and labels depend on. */
export interface NamedPool {
  readonly name: string;
  readonly adopted?: AdoptedPoolSpec | undefined;
}

/** The names of a tenant's objects: those that derive from its name, or those that it was adopted with. */
export function tenantNames({ name, adopted }: NamedTenant): TenantNames {
  return {
    serviceAccount: `${name}-sa`,
    headlessService: adopted?.headlessService ?? `${name}-hl`,
    ioService: adopted?.clientService?.name ?? `${name}-io`,
    consoleService: adopted?.clientService?.name ?? `${name}-console`,
    developmentSecret: `${name}-development-credentials`,
  };
}

/** The name of a pool's StatefulSet; its pods add `-ORDINAL`. */
export function statefulSetName(tenant: string, { name, adopted }: NamedPool): string {
  return adopted?.statefulSet ?? `${tenant}-${name}`;
}

/** The name of a data claim template; Kubernetes makes `CLAIM-STATEFULSET-ORDINAL` of it. */
export function dataClaimName(drive: number, { adopted }: Pick<NamedPool, 'adopted'> = {}): string {
  return adopted?.claimNames[drive] ?? `vol-${drive}`;
}

/** The name of the volume and of the claim template of the log. */
export const logVolumeName = 'logs';

/**
 * Whether a volume's name belongs to the tenant: those of drives, log and scratch space, and whatever starts with
 * `rustfs-`.
 */
export function isOwnVolumeName(name: string): boolean {
  return /^(vol-\d+|logs|tmp|rustfs-.*)$/.test(name);
}

/** A DNS label, as RFC 1123 and Kubernetes have it. */
export const dnsLabel = /^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$/;

/** A DNS subdomain, as Kubernetes has it for most objects' names. The length, at most 253, is another matter. */
export const dnsSubdomain = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/;

/** The cluster domain as the operator writes it: lower case, without a final dot (cluster_dns.rs). */
export function normalClusterDomain(domain: string): string {
  return domain.toLowerCase().replace(/\.$/, '');
}
