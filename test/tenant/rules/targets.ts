import type { TargetSpec, TenantSpec } from 'rustfs-constructs';
import { refused, type Breaches } from '../../support/breaches';
import { acme } from '../../support/specs';

const secret = { name: 'other', key: 'k' };
const endpoint = 'http://hooks.apps.svc:8080';
const hook = { type: 'webhook', id: 'primary', endpoint } as const;
const kafka = { type: 'kafka', id: 'k', brokers: ['kafka:9092'], topic: 't' } as const;
const mqtt = { type: 'mqtt', id: 'm', broker: 'mqtt://m', topic: 't' } as const;
const nats = { type: 'nats', id: 'n', address: 'nats://n:4222', subject: 's' } as const;
const amqp = { type: 'amqp', id: 'a', url: 'amqp://a', exchange: 'e', routingKey: 'r' } as const;
const pulsar = { type: 'pulsar', id: 'p', broker: 'pulsar://p:6650', topic: 't' } as const;
const redis = { type: 'redis', id: 'r', url: 'redis://r' } as const;

function notifying(...targets: TargetSpec[]): TenantSpec {
  return { ...acme, notifications: { targets } };
}

const first = 'notifications.targets[0]';

/** Breaches of the rules about the targets of events. */
export const targetBreaches: Breaches = {
  'target-credentials': [
    refused('a user without a password', `${first}.password`, notifying({ ...redis, username: 'u' })),
    refused('a password without a user', `${first}.username`, notifying({ ...amqp, password: secret })),
    refused(
      'a password of MQTT without a user',
      `${first}.username`,
      notifying({ ...mqtt, password: secret }),
    ),
    refused(
      'a user and a token',
      first,
      notifying({ ...nats, username: 'u', password: secret, token: secret }),
    ),
    refused('two kinds of tokens', first, notifying({ ...nats, token: secret, credentials: secret })),
    refused(
      'a user and a token of Pulsar',
      first,
      notifying({ ...pulsar, username: 'u', password: secret, authToken: secret }),
    ),
  ],
  'target-tls': [
    refused(
      'a password to Kafka without TLS',
      `${first}.sasl`,
      notifying({ ...kafka, sasl: { mechanism: 'PLAIN', username: 'u', password: secret } }),
    ),
    refused('MQTT', `${first}.tls`, notifying({ ...mqtt, tls: {} })),
    refused(
      'certificates of nobody',
      `${first}.tls.trustLeafAsCa`,
      notifying({ ...mqtt, broker: 'mqtts://m', tls: { trustLeafAsCa: true } }),
    ),
    refused('AMQP', `${first}.tls`, notifying({ ...amqp, tls: {} })),
    refused('Pulsar', `${first}.tls`, notifying({ ...pulsar, tls: {} })),
    refused('Redis', `${first}.tls`, notifying({ ...redis, tls: {} })),
  ],
  'target-settings': [
    refused(
      'a long wait of JetStream',
      `${first}.jetStream.ackTimeoutSeconds`,
      notifying({ ...nats, jetStream: { streamName: 's', ackTimeoutSeconds: 121 } }),
    ),
    refused(
      'delays the wrong way round',
      `${first}.maxRetryDelay`,
      notifying({ ...redis, minRetryDelay: 20, maxRetryDelay: 10 }),
    ),
    refused(
      'paths without web sockets',
      `${first}.wsPathAllowlist`,
      notifying({ ...mqtt, wsPathAllowlist: ['/mqtt'] }),
    ),
    refused('a path without web sockets', `${first}.broker`, notifying({ ...mqtt, broker: 'mqtt://m/a' })),
    refused('another path of web sockets', `${first}.broker`, notifying({ ...mqtt, broker: 'ws://m/a' })),
    refused(
      'a path that is none',
      `${first}.wsPathAllowlist[1]`,
      notifying({ ...mqtt, broker: 'wss://m/a', wsPathAllowlist: ['/a', 'b'] }),
    ),
  ],
  'target-queue': [
    refused('a queue on no mount', `${first}.queueDir`, notifying({ ...hook, queueDir: '/queue' })),
    refused(
      'a queue on a drive',
      `${first}.queueDir`,
      notifying({ ...hook, queueDir: '/data/rustfs0/queue' }),
    ),
    refused('a queue on a Secret', `${first}.queueDir`, {
      ...notifying({ ...hook, queueDir: '/queue/a' }),
      additionalVolumes: [{ name: 'queue', secret: { secretName: 'a' } }],
      additionalVolumeMounts: [{ name: 'queue', mountPath: '/queue' }],
    }),
    refused('a queue that may only be read', `${first}.queueDir`, {
      ...notifying({ ...hook, queueDir: '/queue/a' }),
      additionalVolumes: [{ name: 'queue', emptyDir: {} }],
      additionalVolumeMounts: [{ name: 'queue', mountPath: '/queue', readOnly: true }],
    }),
    refused('a relative queue', `${first}.queueDir`, notifying({ ...hook, queueDir: 'queue' })),
    refused('a limit of no emptyDir', 'audit.queue.sizeLimit', {
      ...acme,
      audit: { targets: [{ ...hook, queueDir: '/tmp/audit' }], queue: { sizeLimit: '1Gi' } },
    }),
  ],
  quantity: [
    refused('the limit of a queue', 'notifications.queue.sizeLimit', {
      ...acme,
      notifications: { targets: [hook], queue: { sizeLimit: '1GB' } },
    }),
  ],
};
