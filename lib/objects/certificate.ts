import type { ObjectMeta } from 'kubernetes-types/meta/v1';
import { defined } from '../defined';
import type { Labels } from '../tenant/labels';
import type { Tenant } from '../tenant/tenant';
import type { ManagedCertificate } from '../tenant/tls/managed';
import type { IssuerReference, PrivateKeySpec } from '../tenant/tls/spec';
import { metadata, type Composed } from './object';

/** A cert-manager Certificate, as far as tenants use it. */
export interface Certificate {
  readonly apiVersion?: 'cert-manager.io/v1';
  readonly kind?: 'Certificate';
  readonly metadata?: ObjectMeta;
  readonly spec?: {
    readonly secretName: string;
    readonly issuerRef: Required<IssuerReference>;
    readonly commonName?: string;
    readonly dnsNames: readonly string[];
    readonly usages: readonly string[];
    readonly duration?: string;
    readonly renewBefore?: string;
    readonly privateKey?: PrivateKeySpec;
    readonly secretTemplate: { readonly labels: Labels };
  };
}

/** A certificate that cert-manager issues and renews (contract 5.3). */
export function certificate(
  tenant: Tenant,
  { name, issuer, dnsNames, declared }: ManagedCertificate,
): Composed<Certificate> {
  const { secretName, usages = [], privateKey } = declared;
  // `rustfs.tenant` is left out: the operator keeps it from the Secret, which is no object of the tenant's own.
  const { 'rustfs.tenant': _, ...secretLabels } = tenant.labels;
  return {
    apiVersion: 'cert-manager.io/v1',
    kind: 'Certificate',
    metadata: metadata(tenant, name),
    spec: {
      secretName,
      issuerRef: issuer,
      ...defined({
        // The operator takes an empty text for none.
        commonName: declared.commonName || undefined,
        duration: declared.duration || undefined,
        renewBefore: declared.renewBefore || undefined,
        privateKey,
      }),
      dnsNames: [...dnsNames],
      usages: usages.length === 0 ? ['server auth'] : [...usages],
      secretTemplate: { labels: secretLabels },
    },
  };
}
