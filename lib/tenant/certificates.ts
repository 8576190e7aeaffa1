/** Certificates in PEM form, under one key of a Secret or a ConfigMap. Mounted as a file that follows it. */
export interface CertificateReference {
  /**
   * What the certificates lie in. Certificates to trust are no secret.
   * @default 'Secret'
   */
  readonly kind?: 'Secret' | 'ConfigMap';

  /** The Secret's or ConfigMap's name. */
  readonly name: string;

  /** The key in it. */
  readonly key: string;
}

/** A certificate to show to a server, with its private key: a Secret as cert-manager writes it. */
export interface ClientCertificate {
  /** The Secret's name. */
  readonly name: string;

  /**
   * The key of the certificate.
   * @default 'tls.crt'
   */
  readonly certificate?: string;

  /**
   * The key of the private key.
   * @default 'tls.key'
   */
  readonly privateKey?: string;
}
