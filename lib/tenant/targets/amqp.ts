import type { Unfinished } from '../draft';
import type { SecretKeyReference } from '../spec';
import { secret, text, tlsFiles, toggle, type Settings } from './settings';
import type { TargetBase, TargetTls } from './target';

/** Publishes events to an exchange of RabbitMQ or another AMQP broker. */
export interface AmqpTarget extends TargetBase {
  /** `amqp`: AMQP. */
  readonly type: 'amqp';

  /** The broker and its virtual host: `amqp://`, or `amqps://` with TLS. Without a user or password. */
  readonly url: string;

  /** The exchange. */
  readonly exchange: string;

  /** The routing key. */
  readonly routingKey: string;

  /**
   * Whether an event that no queue takes is an error.
   * @default false
   */
  readonly mandatory?: boolean;

  /**
   * Whether the broker keeps events over its restart.
   * @default true
   */
  readonly persistent?: boolean;

  /**
   * The user, with `password`.
   * @default - the broker's default
   */
  readonly username?: string;

  /**
   * The Secret key of the user's password.
   * @default - the broker's default
   */
  readonly password?: SecretKeyReference;

  /**
   * Certificates; with `amqps://` only.
   * @default - the system's
   */
  readonly tls?: TargetTls;
}

/** The settings of AMQP, by RustFS's keys. */
export function amqpSettings(target: Unfinished<AmqpTarget>): Settings {
  return {
    URL: text(target.url),
    EXCHANGE: text(target.exchange),
    ROUTING_KEY: text(target.routingKey),
    MANDATORY: toggle(target.mandatory),
    PERSISTENT: toggle(target.persistent),
    USERNAME: text(target.username),
    PASSWORD: secret(target.password),
    ...tlsFiles(target.tls),
  };
}
