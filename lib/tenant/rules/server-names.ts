import type { TenantDraft, Unfinished } from '../draft';
import { isLoneDrive } from '../pool-plans';
import { error, type Problem } from '../problem';
import { profileOf } from '../profile';
import { volumeTopology } from '../resolve';
import {
  certificateDnsNames,
  coveredNames,
  coversHost,
  generatedDnsNames,
  serverHosts,
} from '../tls/dns-names';
import type { TlsSpec } from '../tls/spec';
import { headlessHost, type VolumeTopology } from '../volumes';
import type { Entry } from './certificates';
import { mostEndpoints } from '../../erasure/limits';

/** The most names that the operator takes in one list (contract 5.2). */
const mostNames = 8192;

/** Every host that the volume expression dials has to be a name of the default certificate. */
export function* serverNames(
  spec: TenantDraft,
  tls: Unfinished<TlsSpec>,
  entries: readonly Entry[],
): Iterable<Problem> {
  const topology = knownTopology(spec);
  if (topology === undefined) return;
  const generated = generatedDnsNames(topology, profileOf(spec), tls.wildcardDnsName ?? false);
  for (const entry of entries.filter(({ source }) => source.manageCertificate === true)) {
    const names = certificateDnsNames(entry, generated);
    if (names.length > mostNames) {
      const canHelp =
        tls.wildcardDnsName !== true && spec.compatibility === undefined && generated.length > mostNames;
      yield error(
        entry.path,
        'tls-names',
        `The certificate would have ${names.length} names; the operator takes ${mostNames}, and clients fewer.`,
        canHelp ? 'Say tls.wildcardDnsName: true, for one name instead of one per server.' : 'Name fewer.',
      );
    }
    if (!entry.isDefault || tls.enableInternodeHttps !== true) continue;
    const covered = coveredNames(names);
    // A lone drive has no peers to call, but the operator calls it all the same.
    if (!isLoneDrive(spec.pools ?? [])) yield* uncoveredServers(entry, covered, topology);
    if (spec.compatibility === 'operator') yield* uncoveredService(entry, covered, topology);
  }
}

function* uncoveredServers(
  entry: Entry,
  covered: ReadonlySet<string>,
  topology: VolumeTopology,
): Iterable<Problem> {
  const missing = serverHosts(topology).filter((host) => !coversHost(covered, host));
  const [first] = missing;
  if (first === undefined) return;
  const more = missing.length === 1 ? '' : ` and ${missing.length - 1} more`;
  yield error(
    `${entry.path}.dnsNames`,
    'tls-names',
    `The servers call each other at names that the certificate does not have: ${first}${more}. Each would turn the other away.`,
    'Leave includeGeneratedDnsNames out, or add the names; one wildcard covers all servers.',
  );
}

/** The operator calls a tenant at its headless Service, and takes no certificate without that name. */
function* uncoveredService(
  entry: Entry,
  covered: ReadonlySet<string>,
  topology: VolumeTopology,
): Iterable<Problem> {
  const service = headlessHost(topology);
  if (coversHost(covered, service)) return;
  const message = `The operator takes no certificate without the name ${service}.`;
  yield error(`${entry.path}.dnsNames`, 'tls-names', message, 'Add it.');
}

/** What the drives' addresses are made of, as soon as all of it is declared and no pool is too large. */
export function knownTopology(spec: TenantDraft): VolumeTopology | undefined {
  const { name, namespace, clusterDomain, tls, adopted, pools = [] } = spec;
  if (name === undefined || namespace === undefined || pools.length === 0) return undefined;
  const complete = pools.flatMap(({ name: pool, servers, persistence, adopted: own }) => {
    const drives = persistence?.volumesPerServer;
    if (pool === undefined || servers === undefined || drives === undefined) return [];
    return servers > mostEndpoints
      ? []
      : [
          {
            name: pool,
            servers,
            persistence: { ...persistence, volumesPerServer: drives },
            adopted: own,
          },
        ];
  });
  if (complete.length < pools.length) return undefined;
  return volumeTopology({ name, namespace, clusterDomain, tls, pools: complete, adopted });
}
