import type { TenantDraft, Unfinished } from '../draft';
import { isLoneDrive } from '../pool-plans';
import { error, warning, type Problem } from '../problem';
import { certificateEntries, effectiveTrust, isTlsEnabled } from '../tls/certificates';
import type { CaTrustSpec, TlsSpec } from '../tls/spec';
import { tlsHashAnnotation } from '../tls/rolls';
import { keyReference, objectName } from './object-names';
import { refusal } from './ownership';

type TlsDraft = Unfinished<TlsSpec>;

/** How RustFS serves HTTPS, and whom it trusts. The certificates themselves are another file's. */
export function* tlsRules(spec: TenantDraft): Iterable<Problem> {
  const { tls } = spec;
  if (tls === undefined) return;
  if (!isTlsEnabled(tls)) {
    yield* withoutEffect(tls);
    return;
  }
  yield* sources(tls);
  yield* internode(spec, tls);
  yield* trust(spec, tls);
  yield* clientCertificates(spec, tls);
  yield* operatorOnly(spec, tls);
}

function* withoutEffect(tls: TlsDraft): Iterable<Problem> {
  const idle = Object.keys(tls).filter((field) => field !== 'mode');
  if (idle.length === 0) return;
  const message = `TLS is off, so ${idle.map((field) => `"tls.${field}"`).join(', ')} ${idle.length === 1 ? 'has' : 'have'} no effect.`;
  yield warning('tls', 'no-effect', message, 'Say tls.mode: certManager or external, or leave tls out.');
}

function* sources(tls: TlsDraft): Iterable<Problem> {
  const several = (tls.certificates ?? []).length > 0;
  if (!several && tls.certManager === undefined) {
    const message = 'TLS is on, and no certificate is named: RustFS does not start without one.';
    const fix = 'Name its Secret: tls.certManager.secretName, or several in tls.certificates.';
    yield error('tls', 'tls-certificate', message, fix);
  }
  if (several && tls.certManager !== undefined) {
    const message = 'With tls.certificates, tls.certManager has no effect.';
    yield warning('tls.certManager', 'no-effect', message, 'Leave it out.');
  }
}

/** RustFS serves one protocol on port 9000 (server http.rs), where servers reach each other as well. */
function* internode(spec: TenantDraft, { enableInternodeHttps }: TlsDraft): Iterable<Problem> {
  if (enableInternodeHttps === true || spec.pools === undefined || isLoneDrive(spec.pools)) return;
  yield refusal(spec)(
    'tls.enableInternodeHttps',
    'tls-internode',
    'With TLS, port 9000 speaks https only, and the drives of this tenant are addressed by URL on that port: over http ' +
      'no server would reach another.',
    'Say enableInternodeHttps: true. On a tenant that holds data this takes an outage: rustfs-tenant runbook tls.',
  );
}

function* trust(spec: TenantDraft, tls: TlsDraft): Iterable<Problem> {
  const { path, trust: trusted = {} } = effectiveTrust<Unfinished<CaTrustSpec>>(tls);
  const { source, caSecretRef, clientCaSecretRef } = trusted;
  yield* olderTrust(tls);
  yield* keyReference(`${path}.caSecretRef`, caSecretRef);
  yield* keyReference(`${path}.clientCaSecretRef`, clientCaSecretRef);
  if (source === 'SecretRef' && caSecretRef === undefined) {
    const message = 'The authority is to come from a Secret, and none is named.';
    yield error(`${path}.caSecretRef`, 'tls-trust', message, 'Name the Secret in caSecretRef { name, key }.');
  }
  if (source !== 'SecretRef' && caSecretRef !== undefined) {
    const message = 'caSecretRef has an effect only with source: SecretRef.';
    yield warning(`${path}.caSecretRef`, 'no-effect', message, 'Say source: SecretRef, or leave it out.');
  }
  if (tls.requireSanMatch === false && spec.compatibility === undefined) {
    const message = 'requireSanMatch has no effect: the servers verify names whenever they call each other.';
    yield warning('tls.requireSanMatch', 'no-effect', message, 'Leave it out.');
  }
}

/** With a trust of its own the tenant does not look at that of the certificate. */
function* olderTrust(tls: TlsDraft): Iterable<Problem> {
  const entry = certificateEntries(tls).find(({ isDefault }) => isDefault);
  if (tls.caTrust === undefined || entry?.source.caTrust === undefined) return;
  const message = 'With tls.caTrust, the trust that the certificate says has no effect.';
  yield warning(`${entry.path}.caTrust`, 'no-effect', message, 'Leave it out.');
}

/** RustFS wants a certificate of everybody who connects, the kubelet's probes included (tls-runtime certs.rs). */
function* clientCertificates(spec: TenantDraft, tls: TlsDraft): Iterable<Problem> {
  const { path, trust: { clientCaSecretRef } = {} } = effectiveTrust<Unfinished<CaTrustSpec>>(tls);
  const own = tls.clientCertificateSecretRef;
  yield* objectName('tls.clientCertificateSecretRef.name', own?.name);
  if (clientCaSecretRef === undefined) {
    if (own === undefined) return;
    const message = 'Nobody asks the servers for a certificate, as there is no clientCaSecretRef.';
    yield warning('tls.clientCertificateSecretRef', 'no-effect', message, 'Leave it out.');
    return;
  }
  if (own === undefined) {
    yield refusal(spec)(
      `${path}.clientCaSecretRef`,
      'tls-client-certificate',
      'RustFS will ask everybody for a certificate. The servers have none to show each other, and neither have the ' +
        'probes, so no pod becomes ready.',
      'Name a Secret with a certificate of that authority, for client auth, in tls.clientCertificateSecretRef { name }.',
    );
    return;
  }
  const isOwn = certificateEntries(tls).find(
    ({ source }) => source.manageCertificate === true && source.secretName === own.name,
  );
  const usages = isOwn?.source.usages ?? [];
  if (isOwn === undefined || usages.includes('client auth')) return;
  yield error(
    `${isOwn.path}.usages`,
    'tls-client-certificate',
    'The servers show this certificate to each other as clients, and it is made for servers only.',
    'Say usages: [server auth, client auth].',
  );
}

/** What the operator turns away, or does once. */
function* operatorOnly(spec: TenantDraft, tls: TlsDraft): Iterable<Problem> {
  if (spec.compatibility !== 'operator') {
    if (tls.caInCertificateSecret === undefined) return;
    const message = 'caInCertificateSecret has an effect in compatibility mode only.';
    yield warning(
      'tls.caInCertificateSecret',
      'no-effect',
      message,
      'Leave it out: ca.crt is mounted when it is there.',
    );
    return;
  }
  const blocked: [path: string, isSet: boolean, what: string][] = [
    ['tls.mode', tls.mode === 'external', 'mode: external, which it only reserves'],
    ['tls.rotationStrategy', tls.rotationStrategy === 'HotReload', 'rotationStrategy: HotReload'],
    ['tls.clientCertificateSecretRef', tls.clientCertificateSecretRef !== undefined, 'a client certificate'],
    ['tls.wildcardDnsName', tls.wildcardDnsName === true, 'wildcardDnsName'],
  ];
  for (const [path, , what] of blocked.filter(([, isSet]) => isSet)) {
    const message = `The operator does not take ${what}, and compatibility: operator promises exactly its objects.`;
    yield error(
      path,
      'compatibility',
      message,
      'Leave it out, or leave compatibility out once the tenant has been taken over.',
    );
  }
  yield* ownAuthority(tls);
  if (spec.pod?.annotations?.[tlsHashAnnotation] !== undefined) return;
  yield warning(
    'tls',
    'tls-rolls-once',
    `The operator's pods bear a hash of the certificates, ${tlsHashAnnotation}, that only the cluster knows. Without it ` +
      'every pod restarts once when you take the tenant over.',
    'Copy the annotation from the running StatefulSet to pod.annotations; rustfs-tenant adopt does so.',
  );
}

/** The operator mounts `ca.crt` when the certificate's Secret has it; no declaration can look (contract 5.4). */
function* ownAuthority(tls: TlsDraft): Iterable<Problem> {
  const { trust = {} } = effectiveTrust<Unfinished<CaTrustSpec>>(tls);
  if ((trust.source ?? 'CertificateSecretCa') !== 'CertificateSecretCa') return;
  const path = 'tls.caInCertificateSecret';
  if (tls.caInCertificateSecret === undefined) {
    const message =
      "Whether the certificate's Secret has a ca.crt decides how the operator mounts it. Taken for true: without a ca.crt no pod would start.";
    yield warning(
      path,
      'tls-rolls-once',
      message,
      'Look into the Secret and say so; rustfs-tenant adopt does.',
    );
  } else if (
    !tls.caInCertificateSecret &&
    tls.enableInternodeHttps === true &&
    trust.trustSystemCa !== true
  ) {
    const message =
      'The servers would trust nobody: the operator does not take https between servers without a ca.crt.';
    yield error(
      path,
      'tls-trust',
      message,
      'Say trustSystemCa: true, or name an authority in caTrust.caSecretRef.',
    );
  }
}
