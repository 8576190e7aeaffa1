import type { CertificateReference, ClientCertificate } from '../certificates';

/** What targets of all types have. */
export interface TargetBase {
  /**
   * The target's id, unique among those of its type: letters, digits and `_`. RustFS knows it in lower case, as in
   * the ARN by which a bucket's rules name it.
   */
  readonly id: string;

  /**
   * The directory of events that wait for delivery. It has to lie on a mount; each target makes one of its own in it.
   * @default - on an emptyDir, which is lost with the pod
   */
  readonly queueDir?: string;

  /**
   * How many events may wait; further ones are turned away.
   * @default 100000
   * @asType integer
   * @minimum 1
   */
  readonly queueLimit?: number;
}

/** How a target's server is reached by TLS. */
export interface TargetTls {
  /**
   * The certificates to trust.
   * @default - the system's
   */
  readonly ca?: CertificateReference;

  /**
   * The certificate to show to the server.
   * @default - none
   */
  readonly clientCertificate?: ClientCertificate;
}
