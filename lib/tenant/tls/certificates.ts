import type { TlsSpec } from './spec';

/** A declared certificate, in whichever of the two forms. */
export interface CertificateEntry<Source> {
  /** Where `source` stands in the declaration. */
  readonly path: string;
  readonly name: string;
  readonly isDefault: boolean;
  readonly hosts: readonly string[];
  readonly source: Source;
}

interface DeclaredCertificates<Source> {
  readonly certManager?: Source;
  readonly certificates?: readonly {
    readonly name?: string;
    readonly default?: boolean;
    readonly hosts?: readonly string[];
    readonly certManager?: Source;
  }[];
}

/** The certificates in their order: those of `certificates`, or the one of `certManager`. Unfinished ones are left out. */
export function certificateEntries<Source>({
  certManager,
  certificates = [],
}: DeclaredCertificates<Source>): CertificateEntry<Source>[] {
  if (certificates.length === 0) {
    if (certManager === undefined) return [];
    return [{ path: 'tls.certManager', name: 'server', isDefault: true, hosts: [], source: certManager }];
  }
  return certificates.flatMap(({ name, default: isDefault = false, hosts = [], certManager: source }, i) =>
    name === undefined || source === undefined
      ? []
      : [{ path: `tls.certificates[${i}].certManager`, name, isDefault, hosts, source }],
  );
}

/** Whether RustFS serves HTTPS. */
export function isTlsEnabled(tls: Pick<TlsSpec, 'mode'> | undefined): boolean {
  return tls?.mode === 'certManager' || tls?.mode === 'external';
}

/** The scheme of drive addresses: that of the servers among themselves (contract 2.6.1). */
export function internodeScheme(
  tls: Pick<TlsSpec, 'mode' | 'enableInternodeHttps'> | undefined,
): 'http' | 'https' {
  return isTlsEnabled(tls) && tls?.enableInternodeHttps === true ? 'https' : 'http';
}

/** The trust that holds: the tenant's own, else that of the default certificate (contract 1.4). */
export function effectiveTrust<Trust>(
  tls: DeclaredCertificates<{ readonly caTrust?: Trust }> & { readonly caTrust?: Trust },
): { readonly path: string; readonly trust: Trust | undefined } {
  if (tls.caTrust !== undefined) return { path: 'tls.caTrust', trust: tls.caTrust };
  const entry = certificateEntries(tls).find(({ isDefault }) => isDefault);
  return { path: `${entry?.path ?? 'tls'}.caTrust`, trust: entry?.source.caTrust };
}

/** Whether a certificate has the tenant's own names, unless it says (contract 1.4). */
export function hasGeneratedNames({
  isDefault,
  source,
}: Pick<CertificateEntry<{ readonly includeGeneratedDnsNames?: boolean }>, 'isDefault' | 'source'>): boolean {
  return source.includeGeneratedDnsNames ?? isDefault;
}
