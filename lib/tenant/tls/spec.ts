import type { NamedReference } from '../spec';

/** Whether and how RustFS serves HTTPS. The fields are those of the custom resource, and three more at the end. */
export interface TlsSpec {
  /**
   * `certManager` takes certificates from Secrets, made by cert-manager where `manageCertificate` says so, otherwise
   * brought by you. `external` takes them from Secrets of any type that something else keeps, such as Vault or
   * External Secrets; the operator only reserves it.
   * @default 'disabled'
   * @becomes HTTPS in probes and port names
   */
  readonly mode?: 'disabled' | 'external' | 'certManager';

  /**
   * The directory of the certificates in the container.
   * @default '/var/run/rustfs/tls'
   * @becomes the mount of the certificates; `RUSTFS_TLS_PATH`
   */
  readonly mountPath?: string;

  /**
   * What happens when a certificate is renewed. `HotReload`: RustFS reads it again, and no pod restarts. `Rollout`:
   * RustFS reads it at its start only; restart the pods after a renewal.
   * @default 'HotReload', in compatibility mode 'Rollout'
   * @becomes `RUSTFS_TLS_RELOAD_ENABLE`
   */
  readonly rotationStrategy?: 'Rollout' | 'HotReload';

  /**
   * Servers reach each other by https. RustFS speaks one protocol on its port, so this goes with TLS wherever drives
   * are addressed by URL. It is part of every drive's address: turning it on or off takes an outage, and no rolling update can do it.
   * @default false
   * @becomes `https` in `RUSTFS_VOLUMES`
   */
  readonly enableInternodeHttps?: boolean;

  /**
   * Whether the operator looks for the servers' names in certificates. Here the names of managed certificates are
   * always checked, and those of other Secrets cannot be seen.
   * @default true
   * @becomes nothing
   */
  readonly requireSanMatch?: boolean;

  /**
   * The one certificate, when `certificates` is empty.
   * @default - none
   * @becomes a Certificate, when managed; a source of the projected volume
   */
  readonly certManager?: CertManagerSpec;

  /**
   * Several certificates, chosen by the host that a client asks for. At most 64; exactly one is the default.
   * @default - the one of `certManager`
   * @becomes the same for each, with a folder per host
   */
  readonly certificates?: readonly TlsCertificateSpec[];

  /**
   * Which certificates the servers trust.
   * @default - `caTrust` of `certManager` or of the default certificate; otherwise `ca.crt` of its Secret
   * @becomes `RUSTFS_TRUST_SYSTEM_CA`, `RUSTFS_TRUST_LEAF_CERT_AS_CA`, `RUSTFS_SERVER_MTLS_ENABLE`; sources of the projected volume
   */
  readonly caTrust?: CaTrustSpec;

  /**
   * The Secret (`tls.crt`, `tls.key`) with the certificate by which servers show themselves to each other, and probes
   * to servers. Needed with `caTrust.clientCaSecretRef`, whose authority has signed it. Not in the custom resource.
   * @default - none
   * @becomes `client_cert.pem` and `client_key.pem` in the projected volume; the readiness probe
   */
  readonly clientCertificateSecretRef?: NamedReference;

  /**
   * Generated names hold a wildcard for all servers instead of each by itself, so that a pool more leaves the
   * certificate as it is. Not in the custom resource.
   * @default false
   * @becomes `dnsNames` of the Certificate
   */
  readonly wildcardDnsName?: boolean;

  /**
   * Whether the default certificate's Secret has a `ca.crt`; compatibility mode only, where it decides how pods mount
   * the Secret. The default profile takes `ca.crt` when it is there. Not in the custom resource.
   * @default true
   * @becomes `ca.crt` in the projected volume
   */
  readonly caInCertificateSecret?: boolean;
}

/** A certificate among several. */
export interface TlsCertificateSpec {
  /**
   * The certificate's name, unique in the tenant: a DNS label. A managed Certificate is called `TENANT-NAME-tls`.
   * @becomes the Certificate's name
   */
  readonly name: string;

  /**
   * Shown to clients that ask for a host that no other certificate has.
   * @default false
   * @becomes `rustfs_cert.pem` and `rustfs_key.pem` at the top of the projected volume
   */
  readonly default?: boolean;

  /**
   * The hosts for which it is shown, without wildcards; at least one unless it is the default.
   * @default - none
   * @becomes folders of the projected volume; `dnsNames`
   */
  readonly hosts?: readonly string[];

  /**
   * Where it comes from.
   * @becomes see `certManager`
   */
  readonly certManager: CertManagerSpec;
}

/** Where a certificate comes from. */
export interface CertManagerSpec {
  /**
   * Composes a cert-manager Certificate that keeps the Secret. Otherwise the Secret is yours.
   * @default false
   */
  readonly manageCertificate?: boolean;

  /** The Secret, with `tls.crt` and `tls.key`. */
  readonly secretName: string;

  /**
   * The Secret's type, which the operator compares. It has no effect on the objects.
   * @default - any type of TLS Secret
   */
  readonly secretType?: string;

  /**
   * The name of the managed Certificate.
   * @default - `TENANT-server-tls`, or `TENANT-NAME-tls` among several
   */
  readonly certificateName?: string;

  /**
   * Who signs the managed certificate.
   * @default - none; required for a managed certificate
   */
  readonly issuerRef?: IssuerReference;

  /**
   * The subject's common name: 64 characters at most, and of no use to today's clients.
   * @default - none
   */
  readonly commonName?: string;

  /**
   * Further names of the managed certificate.
   * @default - none
   */
  readonly dnsNames?: readonly string[];

  /**
   * Whether the managed certificate has the names of the tenant's Services and servers.
   * @default true for the one or the default certificate, otherwise false
   */
  readonly includeGeneratedDnsNames?: boolean;

  /**
   * How long the certificate is valid, as `2160h`.
   * @default - cert-manager's: 2160h
   */
  readonly duration?: string;

  /**
   * How long before its end it is renewed.
   * @default - cert-manager's: a third of the duration
   */
  readonly renewBefore?: string;

  /**
   * The private key.
   * @default - cert-manager's: RSA, 2048 bits
   */
  readonly privateKey?: PrivateKeySpec;

  /**
   * Key usages.
   * @default - server auth
   */
  readonly usages?: readonly string[];

  /**
   * The older place of `tls.caTrust`; only for the one or the default certificate.
   * @default - none
   */
  readonly caTrust?: CaTrustSpec;
}

/** A cert-manager issuer. */
export interface IssuerReference {
  /** The issuer's name. */
  readonly name: string;

  /**
   * The issuer's kind: `Issuer` in the tenant's namespace, `ClusterIssuer`, or one of another group.
   * @default 'Issuer'
   */
  readonly kind?: string;

  /**
   * The issuer's API group. The operator looks for issuers of the default group only.
   * @default 'cert-manager.io'
   */
  readonly group?: string;
}

/** The private key of a managed certificate. */
export interface PrivateKeySpec {
  /**
   * The algorithm.
   * @default - RSA
   */
  readonly algorithm?: 'RSA' | 'ECDSA' | 'Ed25519';

  /**
   * The encoding of the key in the Secret.
   * @default - PKCS1
   */
  readonly encoding?: 'PKCS1' | 'PKCS8';

  /**
   * Bits: 2048, 4096 or 8192 for RSA, 256, 384 or 521 for ECDSA; ignored for Ed25519.
   * @default - 2048 for RSA, 256 for ECDSA
   * @asType integer
   */
  readonly size?: number;

  /**
   * Whether a renewal makes a new key.
   * @default - cert-manager's
   */
  readonly rotationPolicy?: 'Never' | 'Always';
}

/** Which certificates the servers trust. The trust is the process's, not that of one host. */
export interface CaTrustSpec {
  /**
   * Where the authority comes from: `ca.crt` of the default certificate's Secret, a Secret of its own, or the
   * system's authorities.
   * @default 'CertificateSecretCa'
   */
  readonly source?: 'CertificateSecretCa' | 'SecretRef' | 'SystemCa';

  /**
   * The Secret key with the authority, for `SecretRef`.
   * @default - none
   */
  readonly caSecretRef?: CaSecretReference;

  /**
   * The Secret key with the authority of client certificates. With it RustFS turns away every client without a
   * certificate, S3 clients and the console's browsers included.
   * @default - none: clients need no certificate
   */
  readonly clientCaSecretRef?: CaSecretReference;

  /**
   * The system's authorities are trusted as well.
   * @default false
   */
  readonly trustSystemCa?: boolean;

  /**
   * A self-signed certificate is trusted as its own authority.
   * @default false
   */
  readonly trustLeafCertificateAsCa?: boolean;
}

/** A key of a Secret that holds a certificate authority. */
export interface CaSecretReference {
  /** The Secret's name. */
  readonly name: string;

  /**
   * The key in it.
   * @default 'ca.crt'
   */
  readonly key?: string;
}
