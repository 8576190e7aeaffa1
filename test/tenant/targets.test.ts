import {
  checkTenant,
  composeTenant,
  type TargetSpec,
  type TargetsSpec,
  type TenantSpec,
} from 'rustfs-constructs';
import { finding } from '../support/breaches';
import { container, podSpec } from '../support/composed';
import { acme } from '../support/specs';
import { told } from '../support/told';
import { undeclared } from '../support/undeclared';

const secret = { name: 'other', key: 'k' };
const endpoint = 'http://hooks.apps.svc:8080/events';
const ca = { kind: 'ConfigMap', name: 'bundle', key: 'trust.pem' } as const;
const clientCertificate = { name: 'client' };

/** What a target becomes, as `KEY=VALUE`; its id is `A`. */
function settings(target: TargetSpec): string[] {
  const type = target.type.toUpperCase();
  return told({ ...acme, notifications: { targets: [target] } }, `RUSTFS_NOTIFY_${type}_`)
    .map((setting) => setting.replace(/_A(=|<-)/, '$1'))
    .filter((setting) => !/^(ENABLE=on|QUEUE_DIR=)/.test(setting));
}

describe('Each type of target becomes the variables of RustFS', () => {
  const files = '/etc/rustfs/notify-files';

  test('webhook', () => {
    const target: TargetSpec = { type: 'webhook', id: 'a', endpoint, authToken: secret, skipTlsVerify: true };
    expect(settings({ ...target, clientCa: ca, clientCertificate })).toEqual([
      `ENDPOINT=${endpoint}`,
      'AUTH_TOKEN<-other/k',
      `CLIENT_CA=${files}/webhook/a/ca.crt`,
      `CLIENT_CERT=${files}/webhook/a/client.crt`,
      `CLIENT_KEY=${files}/webhook/a/client.key`,
      'SKIP_TLS_VERIFY=true',
    ]);
  });

  test('kafka', () => {
    const sasl = { mechanism: 'SCRAM-SHA-256', username: 'u', password: secret } as const;
    const target = { type: 'kafka', id: 'a', brokers: ['k1:9092', 'k2:9092'], topic: 't', acks: 0 } as const;
    expect(settings({ ...target, sasl, tls: { ca } })).toEqual([
      'BROKERS=k1:9092,k2:9092',
      'TOPIC=t',
      'ACKS=0',
      'SASL_ENABLE=on',
      'SASL_MECHANISM=SCRAM-SHA-256',
      'SASL_USERNAME=u',
      'SASL_PASSWORD<-other/k',
      'TLS_ENABLE=on',
      `TLS_CA=${files}/kafka/a/ca.crt`,
    ]);
    expect(settings({ ...target, tls: {} })).toContain('TLS_ENABLE=on');
    expect(settings(target)).toEqual(['BROKERS=k1:9092,k2:9092', 'TOPIC=t', 'ACKS=0']);
  });

  test('mqtt, with the policy that RustFS wants of secure schemes', () => {
    const target = { type: 'mqtt', id: 'a', broker: 'mqtts://m', topic: 't' } as const;
    expect(settings(target)).toEqual(['BROKER=mqtts://m', 'TOPIC=t', 'TLS_POLICY=system_ca']);
    expect(settings({ ...target, tls: { ca, clientCertificate, trustLeafAsCa: true } }).slice(2)).toEqual([
      'TLS_POLICY=custom_ca',
      `TLS_CA=${files}/mqtt/a/ca.crt`,
      `TLS_CLIENT_CERT=${files}/mqtt/a/client.crt`,
      `TLS_CLIENT_KEY=${files}/mqtt/a/client.key`,
      'TLS_TRUST_LEAF_AS_CA=on',
    ]);
    const plain = {
      ...target,
      broker: 'ws://m/x',
      wsPathAllowlist: ['/x', '/y'],
      qos: 2,
      username: 'u',
    } as const;
    expect(settings({ ...plain, password: secret, keepAliveInterval: 9, reconnectInterval: 8 })).toEqual([
      'BROKER=ws://m/x',
      'TOPIC=t',
      'QOS=2',
      'USERNAME=u',
      'PASSWORD<-other/k',
      'KEEP_ALIVE_INTERVAL=9',
      'RECONNECT_INTERVAL=8',
      'WS_PATH_ALLOWLIST=/x,/y',
    ]);
  });

  test('nats', () => {
    const target = { type: 'nats', id: 'a', address: 'nats://n', subject: 's' } as const;
    const jetStream = { streamName: 'S', ackTimeoutSeconds: 60 };
    expect(settings({ ...target, credentials: secret, tls: { required: true }, jetStream })).toEqual([
      'ADDRESS=nats://n',
      'SUBJECT=s',
      `CREDENTIALS_FILE=${files}/nats/a/credentials`,
      'TLS_REQUIRED=on',
      'JETSTREAM_ENABLE=on',
      'JETSTREAM_STREAM_NAME=S',
      'JETSTREAM_ACK_TIMEOUT_SECS=60',
    ]);
    expect(settings({ ...target, token: secret })).toContain('TOKEN<-other/k');
  });

  test('amqp', () => {
    const target = { type: 'amqp', id: 'a', url: 'amqps://r/%2f', exchange: 'e', routingKey: 'k' } as const;
    const more = { mandatory: true, persistent: false, username: 'u', password: secret, tls: { ca } };
    expect(settings({ ...target, ...more })).toEqual([
      'URL=amqps://r/%2f',
      'EXCHANGE=e',
      'ROUTING_KEY=k',
      'MANDATORY=on',
      'PERSISTENT=off',
      'USERNAME=u',
      'PASSWORD<-other/k',
      `TLS_CA=${files}/amqp/a/ca.crt`,
    ]);
  });

  test('pulsar', () => {
    const target = {
      type: 'pulsar',
      id: 'a',
      broker: 'pulsar+ssl://p',
      topic: 't',
      authToken: secret,
    } as const;
    expect(settings({ ...target, tls: { ca, allowInsecure: false, hostnameVerification: false } })).toEqual([
      'BROKER=pulsar+ssl://p',
      'TOPIC=t',
      'AUTH_TOKEN<-other/k',
      `TLS_CA=${files}/pulsar/a/ca.crt`,
      'TLS_ALLOW_INSECURE=off',
      'TLS_HOSTNAME_VERIFICATION=off',
    ]);
  });

  test('redis', () => {
    const target = { type: 'redis', id: 'a', url: 'rediss://r/0', channel: 'c' } as const;
    const timing = { keepAliveInterval: 1, connectionTimeout: 2, responseTimeout: 3, maxRetryAttempts: 4 };
    const delays = { minRetryDelay: 5, maxRetryDelay: 6, reconnectRetryAttempts: 7, pipelineBufferSize: 8 };
    expect(settings({ ...target, tls: { allowInsecure: true }, ...timing, ...delays })).toEqual([
      'URL=rediss://r/0',
      'CHANNEL=c',
      'TLS_POLICY=system_ca',
      'TLS_ALLOW_INSECURE=on',
      'KEEP_ALIVE_INTERVAL=1',
      'CONNECTION_TIMEOUT=2',
      'RESPONSE_TIMEOUT=3',
      'MAX_RETRY_ATTEMPTS=4',
      'MIN_RETRY_DELAY=5',
      'MAX_RETRY_DELAY=6',
      'RECONNECT_RETRY_ATTEMPTS=7',
      'PIPELINE_BUFFER_SIZE=8',
    ]);
  });

  test('mysql and postgres, whose address is a secret', () => {
    const table = { id: 'a', dsn: secret, table: 't', format: 'access' } as const;
    expect(settings({ type: 'mysql', ...table, maxOpenConnections: 3 })).toEqual([
      'DSN_STRING<-other/k',
      'TABLE=t',
      'FORMAT=access',
      'MAX_OPEN_CONNECTIONS=3',
    ]);
    expect(settings({ type: 'postgres', ...table, tls: { required: true, ca } })).toEqual([
      'DSN_STRING<-other/k',
      'TABLE=t',
      'FORMAT=access',
      'TLS_REQUIRED=on',
      `TLS_CA=${files}/postgres/a/ca.crt`,
    ]);
  });

  test('and does not compile with a field of another', () => {
    // @ts-expect-error a webhook has no topic.
    const topic: TargetSpec = { type: 'webhook', id: 'a', endpoint, topic: 't' };
    // @ts-expect-error the address of a database is a secret.
    const literal: TargetSpec = { type: 'mysql', id: 'a', dsn: 'u:p@tcp(h)/d', table: 't' };
    // @ts-expect-error RustFS refuses 0 beside a queue.
    const unsure: TargetSpec = { type: 'mqtt', id: 'a', broker: 'mqtt://m', topic: 't', qos: 0 };
    for (const target of [topic, literal, unsure]) {
      expect(checkTenant({ ...acme, audit: { targets: [target] } }).length).toBeGreaterThan(0);
    }
  });
});

describe('The targets of events', () => {
  const hook = { type: 'webhook', id: 'Primary', endpoint } as const;

  test('turn their kind of events on, and end in their id', () => {
    expect(told({ ...acme, audit: { targets: [{ ...hook, queueLimit: 5 }] } }, 'RUSTFS_AUDIT_')).toEqual([
      'ENABLE=true',
      'WEBHOOK_ENABLE_PRIMARY=on',
      `WEBHOOK_ENDPOINT_PRIMARY=${endpoint}`,
      'WEBHOOK_QUEUE_DIR_PRIMARY=/opt/rustfs/audit',
      'WEBHOOK_QUEUE_LIMIT_PRIMARY=5',
    ]);
  });

  test('leave everything as it is where there are none', () => {
    expect(composeTenant({ ...acme, notifications: { targets: [] } })).toEqual(composeTenant(acme));
  });

  /** The volume of events that wait, and where it is mounted. */
  function queue(audit: TargetsSpec) {
    const spec = { ...acme, audit };
    return {
      volume: podSpec(spec).volumes?.find(({ name }) => name === 'rustfs-audit-queue')?.emptyDir,
      mountPath: container(spec).volumeMounts?.find(({ name }) => name === 'rustfs-audit-queue')?.mountPath,
    };
  }

  test('have an emptyDir to wait in, with room for each that has no directory of its own', () => {
    const others = [hook, { ...hook, id: 'b' }, { ...hook, id: 'c', queueDir: '/tmp/c' }];
    const mountPath = '/opt/rustfs/audit';
    expect(queue({ targets: others })).toEqual({ volume: { sizeLimit: '2Gi' }, mountPath });
    expect(queue({ targets: [hook], queue: { sizeLimit: '9Gi' } })).toEqual({
      volume: { sizeLimit: '9Gi' },
      mountPath,
    });
    expect(queue({ targets: [{ ...hook, queueDir: '/tmp/q' }] })).toEqual({});
  });

  test('have their files in one volume, which follows the Secrets', () => {
    const kafka: TargetSpec = {
      type: 'kafka',
      id: 'K',
      brokers: ['k:9092'],
      topic: 't',
      tls: { ca, clientCertificate: { name: 'client', certificate: 'c.pem', privateKey: 'k.pem' } },
    };
    const spec = { ...acme, notifications: { targets: [kafka] } };
    expect(podSpec(spec).volumes?.find(({ name }) => name === 'rustfs-notify-files')).toEqual({
      name: 'rustfs-notify-files',
      projected: {
        sources: [
          { configMap: { name: 'bundle', items: [{ key: 'trust.pem', path: 'kafka/k/ca.crt' }] } },
          { secret: { name: 'client', items: [{ key: 'c.pem', path: 'kafka/k/client.crt' }] } },
          { secret: { name: 'client', items: [{ key: 'k.pem', path: 'kafka/k/client.key' }] } },
        ],
      },
    });
    expect(container(spec).volumeMounts).toContainEqual({
      name: 'rustfs-notify-files',
      mountPath: '/etc/rustfs/notify-files',
      readOnly: true,
    });
  });

  test('one of which is unreadable, do not hide the problems of the others', () => {
    const targets = [{ id: 'a' }, { type: 'fax', id: 'b' }, { ...hook, endpoint: 'x' }, { type: 'kafka' }];
    expect(checkTenant(undeclared<TenantSpec>({ ...acme, audit: { targets } })).map(finding)).toEqual([
      'error audit.targets[0].type [missing-field]',
      'error audit.targets[1].type [wrong-type]',
      'error audit.targets[2].endpoint [url]',
      'error audit.targets[3].brokers [missing-field]',
      'error audit.targets[3].id [missing-field]',
      'error audit.targets[3].topic [missing-field]',
    ]);
  });
});
