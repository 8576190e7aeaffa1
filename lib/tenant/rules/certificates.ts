import type { TenantDraft, Unfinished } from '../draft';
import { dnsLabel, dnsSubdomain } from '../names';
import { isLoneDrive } from '../pool-plans';
import { error, warning, type Problem } from '../problem';
import { profileOf, type Profile } from '../profile';
import { volumeTopology } from '../resolve';
import { certificateEntries, isTlsEnabled, type CertificateEntry } from '../tls/certificates';
import {
  certificateDnsNames,
  coversHost,
  generatedDnsNames,
  headlessDomain,
  serverHosts,
} from '../tls/dns-names';
import { defaultCertificateName } from '../tls/managed';
import type { CertManagerSpec, TlsSpec } from '../tls/spec';
import type { VolumeTopology } from '../volumes';
import { durationSeconds } from '../tls/duration';
import { objectName } from './object-names';

type Entry = CertificateEntry<Unfinished<CertManagerSpec>>;

/** The certificates: their names, hosts and Secrets, and what cert-manager needs to make them (contract 1.4 and 5). */
export function* certificateRules(spec: TenantDraft): Iterable<Problem> {
  const { tls } = spec;
  if (tls === undefined || !isTlsEnabled(tls)) return;
  const entries = certificateEntries(tls);
  yield* several(tls);
  yield* hosts(entries);
  for (const entry of entries) {
    yield* objectName(`${entry.path}.secretName`, entry.source.secretName);
    if (entry.source.manageCertificate === true) yield* managed(tls, entry);
    else yield* brought(entry);
  }
  yield* distinct(spec, entries);
  yield* serverNames(spec, tls, entries);
}

const mostCertificates = 64;

function* several({ certificates = [] }: Unfinished<TlsSpec>): Iterable<Problem> {
  if (certificates.length === 0) return;
  const path = 'tls.certificates';
  if (certificates.length > mostCertificates) {
    const message = `There are ${certificates.length} certificates; the operator takes at most ${mostCertificates}.`;
    yield error(path, 'tls-certificate', message, 'Let one certificate have several hosts.');
  }
  const defaults = certificates.flatMap((certificate, i) => (certificate.default === true ? [i] : []));
  if (defaults.length !== 1) {
    const found = defaults.length === 0 ? 'None' : `${defaults.length}`;
    const message = `${found} of the certificates ${defaults.length > 1 ? 'are' : 'is'} the default; RustFS shows exactly one to clients that ask for no known host.`;
    yield error(path, 'tls-certificate', message, 'Say default: true for exactly one.');
  }
  for (const [i, { name, hosts = [], certManager, ...certificate }] of certificates.entries()) {
    const at = `${path}[${i}]`;
    if (name !== undefined && !dnsLabel.test(name)) {
      const fix = 'Use 1 to 63 lower-case letters, digits and hyphens, with no hyphen at either end.';
      yield error(`${at}.name`, 'tls-certificate', `"${name}" cannot name a certificate.`, fix);
    }
    const first = certificates.findIndex((other) => other.name === name);
    if (name !== undefined && first < i) {
      const message = `tls.certificates[${first}] is called "${name}" as well.`;
      yield error(`${at}.name`, 'tls-certificate', message, 'Give every certificate a name of its own.');
    }
    if (certificate.default === true) continue;
    if (hosts.length === 0) {
      const message = 'The certificate has no host, so no client would ever see it.';
      yield error(`${at}.hosts`, 'tls-certificate', message, 'Give it hosts, or say default: true.');
    }
    if (certManager?.caTrust !== undefined) {
      const message = 'Only the default certificate can say whom the servers trust.';
      yield error(`${at}.certManager.caTrust`, 'tls-trust', message, 'Say it in tls.caTrust.');
    }
  }
}

/** Each host is a directory below the mount path. */
function* hosts(entries: readonly Entry[]): Iterable<Problem> {
  const seen = new Map<string, string>();
  for (const { path, hosts } of entries) {
    for (const [i, host] of hosts.entries()) {
      const at = `${path.replace(/certManager$/, 'hosts')}[${i}]`;
      if (host.length > 253 || !dnsSubdomain.test(host)) {
        const message = `"${host}" is no host that a client can ask for by name.`;
        yield error(
          at,
          'tls-certificate',
          message,
          'Give a DNS name in lower case without a wildcard, such as s3.example.com.',
        );
      }
      const first = seen.get(host);
      if (first !== undefined) {
        const message = `"${host}" stands at ${first} already; RustFS shows one certificate for a host.`;
        yield error(at, 'tls-certificate', message, 'Keep one of them.');
      }
      seen.set(host, first ?? at);
    }
  }
}

function* brought({ path, source }: Entry): Iterable<Problem> {
  const { issuerRef, certificateName, commonName, dnsNames, duration, renewBefore, privateKey, usages } =
    source;
  const idle = Object.entries({
    issuerRef,
    certificateName,
    commonName,
    dnsNames,
    duration,
    renewBefore,
    privateKey,
    usages,
  }).flatMap(([field, value]) => (value === undefined ? [] : [field]));
  if (idle.length === 0) return;
  const message = `The Secret is yours to keep, so ${idle.join(', ')} ${idle.length === 1 ? 'has' : 'have'} no effect.`;
  yield warning(path, 'no-effect', message, 'Leave them out, or say manageCertificate: true.');
}

function* managed(tls: Unfinished<TlsSpec>, { path, source }: Entry): Iterable<Problem> {
  if (tls.mode === 'external') {
    const message = 'With mode: external nothing is made by cert-manager.';
    yield error(
      `${path}.manageCertificate`,
      'tls-certificate',
      message,
      'Say mode: certManager, or leave it out.',
    );
    return;
  }
  const { issuerRef, commonName = '', privateKey = {}, duration = '', renewBefore = '' } = source;
  if (issuerRef === undefined) {
    const message = 'cert-manager is to make the certificate, and no issuer is named.';
    yield error(`${path}.issuerRef`, 'tls-certificate', message, 'Name it: issuerRef { name, kind }.');
  }
  yield* objectName(`${path}.issuerRef.name`, issuerRef?.name);
  yield* objectName(`${path}.certificateName`, source.certificateName);
  if (commonName.length > 64) {
    const message = `The common name has ${commonName.length} characters; a certificate has room for 64.`;
    yield error(`${path}.commonName`, 'tls-certificate', message, 'Leave it out: clients read dnsNames.');
  }
  for (const [i, name] of (source.dnsNames ?? []).entries()) {
    if (name.length <= 253 && dnsSubdomain.test(name.replace(/^\*\./, ''))) continue;
    const message = `"${name}" is not a DNS name.`;
    yield error(
      `${path}.dnsNames[${i}]`,
      'tls-certificate',
      message,
      'Give a DNS name in lower case; it may start with "*.".',
    );
  }
  yield* keySize(`${path}.privateKey.size`, privateKey.algorithm ?? 'RSA', privateKey.size);
  yield* lifetime(path, duration, renewBefore);
}

const keySizes = { RSA: [2048, 4096, 8192], ECDSA: [256, 384, 521] } as const;

/** The sizes that cert-manager takes. */
function* keySize(
  path: string,
  algorithm: 'RSA' | 'ECDSA' | 'Ed25519',
  size: number | undefined,
): Iterable<Problem> {
  if (size === undefined || algorithm === 'Ed25519') return;
  const sizes: readonly number[] = keySizes[algorithm];
  if (sizes.includes(size)) return;
  const message = `${algorithm} keys of ${size} bits are not made by cert-manager.`;
  yield error(path, 'tls-certificate', message, `Use ${sizes.join(', ')}.`);
}

/** cert-manager's limits: an hour at least, renewed five minutes before the end at least, and not before the start. */
function* lifetime(path: string, duration: string, renewBefore: string): Iterable<Problem> {
  const seconds = duration === '' ? 90 * 24 * 3600 : durationSeconds(duration);
  const before = renewBefore === '' ? undefined : durationSeconds(renewBefore);
  const form = 'Use hours, minutes and seconds, such as 2160h or 1h30m.';
  if (seconds === undefined || seconds < 3600) {
    const message =
      seconds === undefined
        ? `"${duration}" is not a length of time.`
        : 'A certificate lasts an hour at least.';
    yield error(`${path}.duration`, 'tls-certificate', message, form);
  }
  if (renewBefore === '') return;
  if (before === undefined || before < 300) {
    const message =
      before === undefined
        ? `"${renewBefore}" is not a length of time.`
        : 'The renewal is five minutes before the end at least.';
    yield error(`${path}.renewBefore`, 'tls-certificate', message, form);
  } else if (seconds !== undefined && before >= seconds) {
    const message = 'The certificate would be renewed before it is made.';
    yield error(
      `${path}.renewBefore`,
      'tls-certificate',
      message,
      `Give less than its duration, ${duration || '2160h'}.`,
    );
  }
}

/** Two Certificates of one name are one object, and two that keep one Secret overwrite each other for ever. */
function* distinct(spec: TenantDraft, entries: readonly Entry[]): Iterable<Problem> {
  const names = new Map<string, string>();
  const secrets = new Map<string, string>();
  for (const { path, name, source } of entries) {
    if (source.manageCertificate !== true) continue;
    const called = source.certificateName ?? defaultCertificateName(spec.name ?? '', name);
    const sameName = names.get(called);
    const sameSecret = secrets.get(source.secretName ?? '');
    if (sameName !== undefined) {
      const message = `The Certificate "${called}" is that of ${sameName} as well.`;
      yield error(`${path}.certificateName`, 'tls-certificate', message, 'Give it a name of its own.');
    }
    if (sameSecret !== undefined) {
      const message = `${sameSecret} keeps the same Secret; cert-manager would write one over the other.`;
      yield error(
        `${path}.secretName`,
        'tls-certificate',
        message,
        'Give every managed certificate a Secret of its own.',
      );
    }
    names.set(called, sameName ?? path);
    secrets.set(source.secretName ?? '', sameSecret ?? path);
  }
}

/** The most names that the operator takes in one list (contract 5.2). */
const mostNames = 8192;

/** Every host that the volume expression dials has to be a name of the default certificate. */
function* serverNames(
  spec: TenantDraft,
  tls: Unfinished<TlsSpec>,
  entries: readonly Entry[],
): Iterable<Problem> {
  const topology = knownTopology(spec);
  if (topology === undefined) return;
  const profile = profileOf(spec);
  const generated = generatedDnsNames(topology, profile, tls.wildcardDnsName ?? false);
  for (const entry of entries.filter(({ source }) => source.manageCertificate === true)) {
    const names = certificateDnsNames(entry, generated);
    if (names.length > mostNames) {
      const message = `The certificate would have ${names.length} names; the operator takes ${mostNames}, and clients fewer.`;
      const fix = 'Say tls.wildcardDnsName: true, for one name instead of one per server.';
      yield error(entry.path, 'tls-names', message, fix);
    }
    if (entry.isDefault && tls.enableInternodeHttps === true && !isLoneDrive(spec.pools ?? [])) {
      yield* uncovered(entry, new Set(names), dialledHosts(topology, profile));
    }
  }
}

function dialledHosts(topology: VolumeTopology, profile: Profile): string[] {
  // The operator itself calls the tenant at the headless Service's domain.
  const operators = profile.certifiesShortNames ? [] : [headlessDomain(topology)];
  return [...operators, ...serverHosts(topology)];
}

function* uncovered(entry: Entry, names: ReadonlySet<string>, hosts: readonly string[]): Iterable<Problem> {
  const missing = hosts.filter((host) => !coversHost(names, host));
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

/** What the drives' addresses are made of, as soon as everything of it is declared. */
function knownTopology(spec: TenantDraft): VolumeTopology | undefined {
  const { name, namespace, clusterDomain, tls, pools = [] } = spec;
  if (name === undefined || namespace === undefined || pools.length === 0) return undefined;
  const complete = pools.flatMap(({ name: pool, servers, persistence }) =>
    pool === undefined || servers === undefined || persistence?.volumesPerServer === undefined
      ? []
      : [
          {
            name: pool,
            servers,
            persistence: { ...persistence, volumesPerServer: persistence.volumesPerServer },
          },
        ],
  );
  if (complete.length < pools.length) return undefined;
  return volumeTopology({ name, namespace, clusterDomain, tls, pools: complete });
}
