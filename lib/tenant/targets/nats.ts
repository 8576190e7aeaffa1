import type { Unfinished } from '../draft';
import type { SecretKeyReference } from '../spec';
import { count, secret, secretFile, text, tlsFiles, toggle, type Settings } from './settings';
import type { TargetBase, TargetTls } from './target';

/** Publishes events to a subject of NATS. */
export interface NatsTarget extends TargetBase {
  /** `nats`: NATS. */
  readonly type: 'nats';

  /** The server, such as `nats://nats.example.com:4222`. */
  readonly address: string;

  /** The subject. */
  readonly subject: string;

  /**
   * The user, with `password`. One of user, `token` and `credentials` at most.
   * @default - none
   */
  readonly username?: string;

  /**
   * The Secret key of the user's password.
   * @default - none
   */
  readonly password?: SecretKeyReference;

  /**
   * The Secret key of a token.
   * @default - none
   */
  readonly token?: SecretKeyReference;

  /**
   * The Secret key of a credentials file.
   * @default - none
   */
  readonly credentials?: SecretKeyReference;

  /**
   * TLS.
   * @default - as the server asks for it, with the system's certificates
   */
  readonly tls?: NatsTls;

  /**
   * Waits until a stream has taken each event.
   * @default - events are sent, and not confirmed
   */
  readonly jetStream?: NatsJetStream;
}

/** How a NATS server is reached by TLS. */
export interface NatsTls extends TargetTls {
  /**
   * Turns servers without TLS away.
   * @default false
   */
  readonly required?: boolean;
}

/** The stream of NATS that takes the events. It has to be there; RustFS does not make it. */
export interface NatsJetStream {
  /** The stream. */
  readonly streamName: string;

  /**
   * Seconds to wait for a confirmation: 10 to 120.
   * @default 30
   * @asType integer
   * @minimum 10
   */
  readonly ackTimeoutSeconds?: number;
}

/** The settings of NATS, by RustFS's keys. */
export function natsSettings(target: Unfinished<NatsTarget>): Settings {
  return {
    ADDRESS: text(target.address),
    SUBJECT: text(target.subject),
    USERNAME: text(target.username),
    PASSWORD: secret(target.password),
    TOKEN: secret(target.token),
    CREDENTIALS_FILE: secretFile('credentials', target.credentials),
    ...tlsFiles(target.tls),
    TLS_REQUIRED: toggle(target.tls?.required),
    JETSTREAM_ENABLE: toggle(target.jetStream && true),
    JETSTREAM_STREAM_NAME: text(target.jetStream?.streamName),
    JETSTREAM_ACK_TIMEOUT_SECS: count(target.jetStream?.ackTimeoutSeconds),
  };
}
