/** The names of a tenant's objects. They are the identity of its data and equal the operator's (contract 2.0). */
export interface TenantNames {
  readonly serviceAccount: string;
  readonly headlessService: string;
  readonly ioService: string;
  readonly consoleService: string;
  readonly developmentSecret: string;
}

/** The names that derive from a tenant's name. */
export function tenantNames(tenant: string): TenantNames {
  return {
    serviceAccount: `${tenant}-sa`,
    headlessService: `${tenant}-hl`,
    ioService: `${tenant}-io`,
    consoleService: `${tenant}-console`,
    developmentSecret: `${tenant}-development-credentials`,
  };
}

/** The name of a pool's StatefulSet; its pods add `-ORDINAL`. */
export function statefulSetName(tenant: string, pool: string): string {
  return `${tenant}-${pool}`;
}

/** The name of a data claim template; Kubernetes makes `vol-DRIVE-TENANT-POOL-ORDINAL` of it. */
export function dataClaimName(drive: number): string {
  return `vol-${drive}`;
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
