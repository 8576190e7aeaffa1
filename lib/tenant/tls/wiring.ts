import type { EnvVar, SecretProjection, VolumeProjection } from 'kubernetes-types/core/v1';
import type { Profile } from '../profile';
import { wiring, type Wiring } from '../wiring';
import { certificateEntries, effectiveTrust, isTlsEnabled } from './certificates';
import type { CaSecretReference, CaTrustSpec, TlsSpec } from './spec';

/** The volume of the certificates, by the operator's name. */
export const tlsVolumeName = 'rustfs-tls-server';

/** Where certificates are mounted unless the declaration says. */
export const defaultTlsPath = '/var/run/rustfs/tls';

/** Makes RustFS look for renewed certificates, every 30 s. */
export const reloadVariable = 'RUSTFS_TLS_RELOAD_ENABLE';

/** The variables that `tls` sets, and that the operator drops from `env` beside it (contract 2.6). */
export const tlsVariables = {
  path: 'RUSTFS_TLS_PATH',
  trustSystem: 'RUSTFS_TRUST_SYSTEM_CA',
  trustLeaf: 'RUSTFS_TRUST_LEAF_CERT_AS_CA',
  mutual: 'RUSTFS_SERVER_MTLS_ENABLE',
} as const;

/**
 * The certificates in the server's pod: one projected directory, never a `subPath`, because the kubelet refreshes
 * only directories and RustFS then reads a renewed certificate without a restart (contract 5.4, server contract 1.4).
 */
export function tlsWiring(tls: TlsSpec | undefined, profile: Profile): Wiring {
  if (tls === undefined || !isTlsEnabled(tls)) return wiring({});
  const { trust = {} } = effectiveTrust(tls);
  const mountPath = tls.mountPath ?? defaultTlsPath;
  return {
    env: environment(tls, trust, profile, mountPath),
    volumes: [{ name: tlsVolumeName, projected: { sources: sources(tls, trust, profile) } }],
    mounts: [{ name: tlsVolumeName, mountPath, readOnly: true }],
  };
}

/** The certificate by which probes show themselves; undefined where clients need none. */
export function clientFiles(
  tls: TlsSpec | undefined,
  profile: Profile,
): { readonly certificate: string; readonly key: string } | undefined {
  if (tls === undefined || !isTlsEnabled(tls) || !profile.probesWithCertificate) return undefined;
  if (effectiveTrust(tls).trust?.clientCaSecretRef === undefined) return undefined;
  const folder = (tls.mountPath ?? defaultTlsPath).replace(/\/+$/, '');
  return { certificate: `${folder}/client_cert.pem`, key: `${folder}/client_key.pem` };
}

function environment(
  { rotationStrategy }: TlsSpec,
  trust: CaTrustSpec,
  profile: Profile,
  mountPath: string,
): EnvVar[] {
  const trustsSystem = trust.trustSystemCa === true || trust.source === 'SystemCa';
  const switches: [name: string, isOn: boolean][] = [
    [tlsVariables.trustSystem, trustsSystem],
    [tlsVariables.trustLeaf, trust.trustLeafCertificateAsCa === true],
    [tlsVariables.mutual, trust.clientCaSecretRef !== undefined],
    [reloadVariable, profile.reloadsCertificates && rotationStrategy !== 'Rollout'],
  ];
  return [
    { name: tlsVariables.path, value: mountPath },
    ...switches.filter(([, isOn]) => isOn).map(([name]) => ({ name, value: 'true' })),
  ];
}

function sources(tls: TlsSpec, trust: CaTrustSpec, profile: Profile): VolumeProjection[] {
  const { caSecretRef, clientCaSecretRef, source = 'CertificateSecretCa' } = trust;
  const takesOwnCa = source === 'CertificateSecretCa';
  const projected = certificateEntries(tls).flatMap((entry): SecretProjection[] => {
    const name = entry.source.secretName;
    const items = [
      ...(entry.isDefault ? serverPair('') : []),
      ...entry.hosts.flatMap((host) => serverPair(`${host}/`)),
    ];
    if (!entry.isDefault || !takesOwnCa) return [{ name, items, optional: false }];
    const ca = { key: 'ca.crt', path: 'ca.crt' };
    // The operator looks whether the Secret has it; here only the kubelet can.
    if (profile.takesCaIfPresent) {
      return [
        { name, items, optional: false },
        { name, items: [ca], optional: true },
      ];
    }
    return [{ name, items: tls.caInCertificateSecret === false ? items : [...items, ca], optional: false }];
  });
  if (source === 'SecretRef' && caSecretRef !== undefined) projected.push(authority(caSecretRef, 'ca.crt'));
  if (clientCaSecretRef !== undefined) projected.push(authority(clientCaSecretRef, 'client_ca.crt'));
  if (tls.clientCertificateSecretRef !== undefined) {
    projected.push({
      name: tls.clientCertificateSecretRef.name,
      items: [
        { key: 'tls.crt', path: 'client_cert.pem' },
        { key: 'tls.key', path: 'client_key.pem' },
      ],
      optional: false,
    });
  }
  return projected.map((secret) => ({ secret }));
}

/** The file names by which RustFS finds a certificate and its key. */
function serverPair(folder: string) {
  return [
    { key: 'tls.crt', path: `${folder}rustfs_cert.pem` },
    { key: 'tls.key', path: `${folder}rustfs_key.pem` },
  ];
}

function authority({ name, key = 'ca.crt' }: CaSecretReference, path: string): SecretProjection {
  return { name, items: [{ key, path }], optional: false };
}
