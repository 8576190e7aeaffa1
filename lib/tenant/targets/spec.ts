import type { AmqpTarget } from './amqp';
import type { MysqlTarget, PostgresTarget } from './databases';
import type { KafkaTarget } from './kafka';
import type { MqttTarget } from './mqtt';
import type { NatsTarget } from './nats';
import type { PulsarTarget } from './pulsar';
import type { RedisTarget } from './redis';
import type { WebhookTarget } from './webhook';

/** Where RustFS sends events. `type` says what it is; each has fields of its own. */
export type TargetSpec =
  | WebhookTarget
  | KafkaTarget
  | MqttTarget
  | NatsTarget
  | AmqpTarget
  | PulsarTarget
  | RedisTarget
  | PostgresTarget
  | MysqlTarget;

/** Where events of one kind go. */
export interface TargetsSpec {
  /** The targets. */
  readonly targets: readonly TargetSpec[];

  /**
   * The emptyDir of events that wait for delivery, for targets that name no directory of their own. It is lost with
   * the pod.
   * @default - 1Gi for each of these targets
   */
  readonly queue?: QueueSpec;
}

/** An emptyDir of events that wait for delivery. */
export interface QueueSpec {
  /**
   * How much it may hold. Kubernetes evicts a pod that exceeds it.
   * @default - 1Gi for each target in it
   */
  readonly sizeLimit?: string;
}
