import type { TenantDraft, Unfinished } from '../draft';
import { dnsLabel } from '../names';
import { error, type Problem } from '../problem';
import { certificateEntries, isTlsEnabled, type CertificateEntry } from '../tls/certificates';
import { defaultCertificateName } from '../tls/managed';
import type { CertManagerSpec, TlsSpec } from '../tls/spec';
import { certificateHosts } from './certificate-hosts';
import { duplicates } from './duplicates';
import { managedCertificate, ownSecret } from './managed-certificates';
import { objectName } from './object-names';
import { refusal } from './ownership';
import { serverNames } from './server-names';

/** A declared certificate of which anything may be missing. */
export type Entry = CertificateEntry<Unfinished<CertManagerSpec>>;

/** The certificates: their names, hosts and Secrets, and what cert-manager needs to make them (contract 1.4 and 5). */
export function* certificateRules(spec: TenantDraft): Iterable<Problem> {
  const { tls } = spec;
  if (tls === undefined || !isTlsEnabled(tls)) return;
  const entries = certificateEntries(tls);
  yield* several(tls);
  yield* certificateHosts(spec, entries);
  for (const entry of entries) {
    yield* objectName(`${entry.path}.secretName`, entry.source.secretName);
    if (entry.source.manageCertificate === true) yield* managedCertificate(spec, tls, entry);
    else yield* ownSecret(entry);
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
  const defaults = certificates.filter((certificate) => certificate.default === true).length;
  if (defaults !== 1) {
    const found = defaults === 0 ? 'No certificate is' : `${defaults} certificates are`;
    const message = `${found} the default; RustFS shows exactly one to clients that ask for no known host.`;
    yield error(path, 'tls-certificate', message, 'Say default: true for exactly one.');
  }
  for (const { position, first } of duplicates(certificates.map(({ name }) => name))) {
    const message = `tls.certificates[${first}] has the same name.`;
    yield error(
      `${path}[${position}].name`,
      'tls-certificate',
      message,
      'Give every certificate a name of its own.',
    );
  }
  for (const [i, { name, hosts = [], certManager, ...certificate }] of certificates.entries()) {
    const at = `${path}[${i}]`;
    if (name !== undefined && !dnsLabel.test(name)) {
      const fix = 'Use 1 to 63 lower-case letters, digits and hyphens, with no hyphen at either end.';
      yield error(`${at}.name`, 'tls-certificate', `"${name}" cannot name a certificate.`, fix);
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

/** Two Certificates of one name are one object, and two that keep one Secret overwrite each other for ever. */
function* distinct(spec: TenantDraft, entries: readonly Entry[]): Iterable<Problem> {
  const managed = entries.filter(({ source }) => source.manageCertificate === true);
  const names = managed.map(
    ({ name, source }) => source.certificateName || defaultCertificateName(spec.name ?? '', name),
  );
  for (const { position, first } of duplicates(names)) {
    const message = `The Certificate "${names[position] ?? ''}" is that of ${managed[first]?.path ?? ''} as well.`;
    const path = `${managed[position]?.path ?? ''}.certificateName`;
    yield error(path, 'tls-certificate', message, 'Give it a name of its own.');
  }
  for (const { position, first } of duplicates(managed.map(({ source }) => source.secretName))) {
    yield refusal(spec)(
      `${managed[position]?.path ?? ''}.secretName`,
      'tls-certificate',
      `${managed[first]?.path ?? ''} keeps the same Secret; cert-manager would write one over the other.`,
      'Give every managed certificate a Secret of its own.',
    );
  }
  for (const { path, source } of managed) {
    if (source.secretName === undefined || source.secretName !== spec.credsSecret?.name) continue;
    const message =
      'This is the Secret of the root credentials; cert-manager would keep a certificate in it.';
    yield error(
      `${path}.secretName`,
      'tls-certificate',
      message,
      'Give the certificate a Secret of its own.',
    );
  }
}
