import type { TenantDraft, Unfinished } from '../draft';
import { dnsSubdomain } from '../names';
import { error, warning, type Problem } from '../problem';
import { hasGeneratedNames } from '../tls/certificates';
import { durationSeconds } from '../tls/duration';
import type { TlsSpec } from '../tls/spec';
import type { Entry } from './certificates';
import { objectName } from './object-names';
import { refusal } from './ownership';

/** A certificate in a Secret that is the user's: what only cert-manager reads has no effect. */
export function* ownSecret({ path, source }: Entry): Iterable<Problem> {
  const { issuerRef, certificateName, commonName, dnsNames, duration, renewBefore, privateKey, usages } =
    source;
  const declared = {
    issuerRef,
    certificateName,
    commonName,
    dnsNames,
    duration,
    renewBefore,
    privateKey,
    usages,
  };
  const idle = Object.entries(declared).flatMap(([field, value]) => (value === undefined ? [] : [field]));
  if (idle.length === 0) return;
  const message = `The Secret is yours to keep, so ${idle.join(', ')} ${idle.length === 1 ? 'has' : 'have'} no effect.`;
  yield warning(
    path,
    'no-effect',
    message,
    `Leave ${idle.length === 1 ? 'it' : 'them'} out, or say manageCertificate: true.`,
  );
}

/** What cert-manager needs to make a certificate, and takes. */
export function* managedCertificate(
  spec: TenantDraft,
  tls: Unfinished<TlsSpec>,
  entry: Entry,
): Iterable<Problem> {
  const { path, source } = entry;
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
  const { issuerRef, certificateName, commonName = '', privateKey = {}, duration, renewBefore } = source;
  if (issuerRef === undefined) {
    const message = 'cert-manager is to make the certificate, and no issuer is named.';
    yield error(`${path}.issuerRef`, 'tls-certificate', message, 'Name it: issuerRef { name, kind }.');
  }
  yield* objectName(`${path}.issuerRef.name`, issuerRef?.name);
  // The operator takes an empty text for none.
  yield* objectName(`${path}.certificateName`, certificateName || undefined);
  if (commonName.length > 64) {
    const message = `The common name has ${commonName.length} characters; a certificate has room for 64.`;
    yield error(`${path}.commonName`, 'tls-certificate', message, 'Leave it out: clients read dnsNames.');
  }
  yield* names(spec, entry);
  yield* usages(spec, entry);
  yield* keySize(`${path}.privateKey.size`, privateKey.algorithm ?? 'RSA', privateKey.size);
  yield* lifetime(path, duration || '2160h', renewBefore || undefined);
}

function* names(spec: TenantDraft, entry: Entry): Iterable<Problem> {
  const { path, hosts, source } = entry;
  const own = (source.dnsNames ?? []).filter((name) => name !== '');
  for (const [i, name] of (source.dnsNames ?? []).entries()) {
    if (name === '' || (name.length <= 253 && dnsSubdomain.test(name.replace(/^\*\./, '')))) continue;
    const fix = 'Give a DNS name in lower case; it may start with "*.".';
    yield refusal(spec)(`${path}.dnsNames[${i}]`, 'tls-certificate', `"${name}" is not a DNS name.`, fix);
  }
  if (hosts.length + own.length > 0 || hasGeneratedNames(entry)) return;
  const message = 'The certificate would have no name at all; cert-manager refuses that.';
  yield error(
    `${path}.dnsNames`,
    'tls-certificate',
    message,
    'Give it names, or leave includeGeneratedDnsNames out.',
  );
}

/** The usages that cert-manager knows. */
const knownUsages: readonly string[] = [
  'signing',
  'digital signature',
  'content commitment',
  'key encipherment',
  'key agreement',
  'data encipherment',
  'cert sign',
  'crl sign',
  'encipher only',
  'decipher only',
  'any',
  'server auth',
  'client auth',
  'code signing',
  'email protection',
  's/mime',
  'ipsec end system',
  'ipsec tunnel',
  'ipsec user',
  'timestamping',
  'ocsp signing',
  'microsoft sgc',
  'netscape sgc',
];

function* usages(spec: TenantDraft, { path, source: { usages: declared = [] } }: Entry): Iterable<Problem> {
  for (const [i, usage] of declared.entries()) {
    if (knownUsages.includes(usage)) continue;
    const message = `"${usage}" is no usage that cert-manager knows.`;
    yield error(`${path}.usages[${i}]`, 'tls-certificate', message, 'Say server auth, client auth, ...');
  }
  if (declared.length === 0 || declared.includes('server auth') || declared.includes('any')) return;
  const message = 'The certificate is not for servers, so clients turn every server away.';
  yield refusal(spec)(`${path}.usages`, 'tls-certificate', message, 'Add server auth.');
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
function* lifetime(path: string, duration: string, renewBefore: string | undefined): Iterable<Problem> {
  const form = 'Use hours, minutes and seconds, such as 2160h or 1h30m.';
  const seconds = durationSeconds(duration);
  if (seconds === undefined || seconds < 3600) {
    const message =
      seconds === undefined
        ? `"${duration}" is not a length of time.`
        : 'A certificate lasts an hour at least.';
    yield error(`${path}.duration`, 'tls-certificate', message, form);
  }
  if (renewBefore === undefined) return;
  const before = durationSeconds(renewBefore);
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
      `Give less than its duration, ${duration}.`,
    );
  }
}
