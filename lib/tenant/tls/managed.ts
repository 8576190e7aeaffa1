import type { Profile } from '../profile';
import type { TenantSpec } from '../spec';
import type { VolumeTopology } from '../volumes';
import { certificateEntries } from './certificates';
import { certificateDnsNames, generatedDnsNames } from './dns-names';
import type { CertManagerSpec, IssuerReference } from './spec';

/** A certificate that cert-manager is to keep. */
export interface ManagedCertificate {
  readonly name: string;
  readonly issuer: Required<IssuerReference>;
  readonly dnsNames: readonly string[];
  readonly declared: CertManagerSpec;
}

/** The certificates that cert-manager is to keep, in their order (contract 5.3). */
export function managedCertificates(
  { name: tenant, tls }: Pick<TenantSpec, 'name' | 'tls'>,
  topology: VolumeTopology,
  profile: Profile,
): ManagedCertificate[] {
  if (tls?.mode !== 'certManager') return [];
  return certificateEntries(tls).flatMap((entry) => {
    const { manageCertificate, issuerRef, certificateName } = entry.source;
    if (manageCertificate !== true || issuerRef === undefined) return [];
    const generated = generatedDnsNames(topology, profile, tls.wildcardDnsName ?? false);
    return [
      {
        // The operator takes empty texts for none.
        name: certificateName || defaultCertificateName(tenant, entry.name),
        issuer: {
          group: issuerRef.group || 'cert-manager.io',
          kind: issuerRef.kind || 'Issuer',
          name: issuerRef.name,
        },
        dnsNames: certificateDnsNames(entry, generated),
        declared: entry.source,
      },
    ];
  });
}

/** The operator's name of a managed Certificate (contract 2.0). */
export function defaultCertificateName(tenant: string, entry: string): string {
  return `${tenant}-${entry}-tls`;
}
