import type { CertificateReference } from '../certificates';
import type { Unfinished } from '../draft';
import type { SecretKeyReference } from '../spec';
import { certificate, secret, text, toggle, type Settings } from './settings';
import type { TargetBase } from './target';

/** Publishes events to a topic of Pulsar. */
export interface PulsarTarget extends TargetBase {
  /** `pulsar`: Pulsar. */
  readonly type: 'pulsar';

  /** The broker: `pulsar://`, or `pulsar+ssl://` with TLS. */
  readonly broker: string;

  /** The topic. */
  readonly topic: string;

  /**
   * The Secret key of a token; not with a user.
   * @default - none
   */
  readonly authToken?: SecretKeyReference;

  /**
   * The user, with `password`.
   * @default - none
   */
  readonly username?: string;

  /**
   * The Secret key of the user's password.
   * @default - none
   */
  readonly password?: SecretKeyReference;

  /**
   * Certificates; with `pulsar+ssl://` only.
   * @default - the system's
   */
  readonly tls?: PulsarTls;
}

/** How a Pulsar broker is reached by TLS. */
export interface PulsarTls {
  /**
   * The certificates to trust.
   * @default - the system's
   */
  readonly ca?: CertificateReference;

  /**
   * Trusts any certificate.
   * @default false
   */
  readonly allowInsecure?: boolean;

  /**
   * Whether the broker's certificate has to be for its name.
   * @default true
   */
  readonly hostnameVerification?: boolean;
}

/** The settings of Pulsar, by RustFS's keys. */
export function pulsarSettings(target: Unfinished<PulsarTarget>): Settings {
  return {
    BROKER: text(target.broker),
    TOPIC: text(target.topic),
    AUTH_TOKEN: secret(target.authToken),
    USERNAME: text(target.username),
    PASSWORD: secret(target.password),
    TLS_CA: certificate(target.tls?.ca),
    TLS_ALLOW_INSECURE: toggle(target.tls?.allowInsecure),
    TLS_HOSTNAME_VERIFICATION: toggle(target.tls?.hostnameVerification),
  };
}
