import type { Unfinished } from '../draft';
import type { SecretKeyReference } from '../spec';
import { list, secret, text, tlsFiles, toggle, type Settings } from './settings';
import type { TargetBase, TargetTls } from './target';

/** Publishes events to a topic of Kafka. */
export interface KafkaTarget extends TargetBase {
  /** `kafka`: Kafka. */
  readonly type: 'kafka';

  /** The brokers, each as `host:port`. */
  readonly brokers: readonly string[];

  /** The topic. */
  readonly topic: string;

  /**
   * How many brokers have to confirm an event: none, the leader, or all in sync.
   * @default 1
   */
  readonly acks?: 0 | 1 | 'all';

  /**
   * Who RustFS is to Kafka. Needs `tls`.
   * @default - nobody
   */
  readonly sasl?: KafkaSasl;

  /**
   * Reaches the brokers by TLS; `{}` with the system's certificates.
   * @default - plain text
   */
  readonly tls?: TargetTls;
}

/** Who RustFS is to Kafka. */
export interface KafkaSasl {
  /** The mechanism. */
  readonly mechanism: 'PLAIN' | 'SCRAM-SHA-256' | 'SCRAM-SHA-512';

  /** The user. */
  readonly username: string;

  /** The Secret key of the password. */
  readonly password: SecretKeyReference;
}

/** The settings of Kafka, by RustFS's keys. */
export function kafkaSettings({ brokers, topic, acks, sasl, tls }: Unfinished<KafkaTarget>): Settings {
  return {
    BROKERS: list(brokers),
    TOPIC: text(topic),
    ACKS: text(acks === undefined ? undefined : String(acks)),
    SASL_ENABLE: toggle(sasl && true),
    SASL_MECHANISM: text(sasl?.mechanism),
    SASL_USERNAME: text(sasl?.username),
    SASL_PASSWORD: secret(sasl?.password),
    TLS_ENABLE: toggle(tls && true),
    ...tlsFiles(tls),
  };
}
