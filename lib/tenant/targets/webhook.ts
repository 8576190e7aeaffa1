import type { CertificateReference, ClientCertificate } from '../certificates';
import type { Unfinished } from '../draft';
import type { SecretKeyReference } from '../spec';
import { bool, certificate, clientCertificate, secret, text, type Settings } from './settings';
import type { TargetBase } from './target';

/** Posts events to a web server. */
export interface WebhookTarget extends TargetBase {
  /** `webhook`: a web server. */
  readonly type: 'webhook';

  /** Where to post events. Its origin is allowed for RustFS to reach, also in the cluster. */
  readonly endpoint: string;

  /**
   * The Secret key of what goes into the header `Authorization`.
   * @default - none
   */
  readonly authToken?: SecretKeyReference;

  /**
   * The certificates to trust.
   * @default - the system's
   */
  readonly clientCa?: CertificateReference;

  /**
   * The certificate to show to the server.
   * @default - none
   */
  readonly clientCertificate?: ClientCertificate;

  /**
   * Trusts any certificate. Whoever is on the way can read and forge events.
   * @default false
   */
  readonly skipTlsVerify?: boolean;
}

/** The settings of a webhook, by RustFS's keys. */
export function webhookSettings(target: Unfinished<WebhookTarget>): Settings {
  const own = clientCertificate(target.clientCertificate);
  return {
    ENDPOINT: text(target.endpoint),
    AUTH_TOKEN: secret(target.authToken),
    CLIENT_CA: certificate(target.clientCa),
    CLIENT_CERT: own.certificate,
    CLIENT_KEY: own.privateKey,
    // The one switch that RustFS reads as `true` only (targets target_args.rs).
    SKIP_TLS_VERIFY: bool(target.skipTlsVerify),
  };
}
