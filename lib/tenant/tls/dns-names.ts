import { statefulSetName, tenantNames } from '../names';
import type { Profile } from '../profile';
import { serverHost, type VolumeTopology } from '../volumes';
import { hasGeneratedNames, type CertificateEntry } from './certificates';

/** The DNS names of a managed certificate, sorted, each once (contract 5.3). */
export function certificateDnsNames(
  entry: CertificateEntry<{
    readonly dnsNames?: readonly string[];
    readonly includeGeneratedDnsNames?: boolean;
  }>,
  generated: readonly string[],
): string[] {
  const own = hasGeneratedNames(entry) ? generated : [];
  const names = new Set([...entry.hosts, ...(entry.source.dnsNames ?? []), ...own]);
  // The operator takes empty texts for none.
  names.delete('');
  return [...names].sort();
}

/**
 * The names of the tenant's Services and servers. The operator has neither the console nor short names in its
 * certificates, so a browser that forwards to the console, or an application that says `media-io`, is turned away.
 */
export function generatedDnsNames(
  topology: VolumeTopology,
  profile: Pick<Profile, 'certifiesShortNames'>,
  hasWildcard: boolean,
): string[] {
  const { headlessService, ioService, consoleService } = tenantNames(topology);
  const services = profile.certifiesShortNames
    ? [ioService, consoleService, headlessService].flatMap((service) => shortAndLong(service, topology))
    : [ioService, headlessService].flatMap((service) => long(service, topology));
  return [...services, ...(hasWildcard ? [serverHost('*', topology)] : serverHosts(topology))];
}

/** The host of every server: those that the volume expression dials. */
export function serverHosts(topology: VolumeTopology): string[] {
  return topology.pools.flatMap((pool) =>
    Array.from({ length: pool.servers }, (_, ordinal) =>
      serverHost(`${statefulSetName(topology.name, pool)}-${ordinal}`, topology),
    ),
  );
}

/** Names to look hosts up in: DNS does not tell upper case from lower. */
export function coveredNames(names: readonly string[]): ReadonlySet<string> {
  return new Set(names.map((name) => name.toLowerCase()));
}

/** Whether a certificate that covers these is good for a host; a wildcard stands for exactly one label. */
export function coversHost(covered: ReadonlySet<string>, host: string): boolean {
  return covered.has(host) || covered.has(host.replace(/^[^.]+/, '*'));
}

function shortAndLong(service: string, topology: VolumeTopology): string[] {
  return [service, `${service}.${topology.namespace}`, ...long(service, topology)];
}

function long(service: string, { namespace, clusterDomain }: VolumeTopology): string[] {
  return [`${service}.${namespace}.svc`, `${service}.${namespace}.svc.${clusterDomain}`];
}
