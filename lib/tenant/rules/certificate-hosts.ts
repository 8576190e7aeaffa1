import type { TenantDraft } from '../draft';
import { dnsLabel } from '../names';
import { error, type Problem } from '../problem';
import { serverHosts } from '../tls/dns-names';
import type { Entry } from './certificates';
import { refusal } from './ownership';
import { knownTopology } from './server-names';

/**
 * The hosts for which certificates are shown. Each is a folder below the mount path, and RustFS takes every folder's
 * name for a host: one that is none keeps it from serving TLS at all (tls-runtime certs.rs).
 */
export function* certificateHosts(spec: TenantDraft, entries: readonly Entry[]): Iterable<Problem> {
  const topology = knownTopology(spec);
  const servers = new Set(topology === undefined ? [] : serverHosts(topology));
  const seen = new Map<string, string>();
  for (const { path, hosts, isDefault } of entries) {
    for (const [i, host] of hosts.entries()) {
      const at = `${path.replace(/certManager$/, 'hosts')}[${i}]`;
      const finding = hostFinding(host);
      if (finding !== undefined) {
        // DNS does not tell upper case from lower, and the operator takes both.
        const refuse = hostFinding(host.toLowerCase()) === undefined ? refusal(spec) : error;
        const fix = 'Give a DNS name in lower case without a wildcard, such as s3.example.com.';
        yield refuse(at, 'tls-certificate', `${JSON.stringify(host)} ${finding}.`, fix);
      }
      const first = seen.get(host);
      if (first !== undefined) {
        const message = `"${host}" stands at ${first} already; RustFS shows one certificate for a host.`;
        yield error(at, 'tls-certificate', message, 'Keep one of them.');
      }
      if (!isDefault && servers.has(host)) {
        const message = `"${host}" is one of the servers, to which the default certificate belongs.`;
        yield error(at, 'tls-certificate', message, 'Leave it out.');
      }
      seen.set(host, first ?? at);
    }
  }
}

/** Names of files and of the folder that RustFS itself looks for beside those of hosts. */
const takenNames: readonly string[] = ['default', 'ca.crt', 'client_ca.crt', 'public.crt'];

function hostFinding(host: string): string | undefined {
  const labels = host.split('.');
  if (takenNames.includes(host)) return 'is a name that RustFS keeps for itself among the certificates';
  if (/^\d+$/.test(labels.at(-1) ?? '')) return 'is an address; clients ask for hosts by name';
  const isName = host.length <= 253 && labels.every((label) => dnsLabel.test(label));
  return isName ? undefined : 'is no host that a client can ask for by name';
}
