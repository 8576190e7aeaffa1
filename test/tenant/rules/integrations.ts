import type { IdentitySpec, TargetSpec, TenantSpec } from 'rustfs-constructs';
import { refused, warned, type Breaches } from '../../support/breaches';
import { acme, asOperator, singleDrive } from '../../support/specs';

const secret = { name: 'other', key: 'k' };
const endpoint = 'http://hooks.apps.svc:8080';
const provider = { id: 'keycloak', configUrl: 'https://login.example.com/realms/a', clientId: 'rustfs' };
const hook = { type: 'webhook', id: 'primary', endpoint } as const;
const kafka = { type: 'kafka', id: 'k', brokers: ['kafka:9092'], topic: 't' } as const;
const mqtt = { type: 'mqtt', id: 'm', broker: 'mqtt://m', topic: 't' } as const;
const nats = { type: 'nats', id: 'n', address: 'nats://n:4222', subject: 's' } as const;
const redis = { type: 'redis', id: 'r', url: 'redis://r' } as const;

function notifying(...targets: TargetSpec[]): TenantSpec {
  return { ...acme, notifications: { targets } };
}

function identified(identity: IdentitySpec): TenantSpec {
  return { ...acme, identity, services: { console: { sessionAffinity: 'ClientIP' } } };
}

function reaching(...allowOrigins: string[]): TenantSpec {
  return { ...acme, outbound: { allowOrigins } };
}

const first = 'notifications.targets[0]';

/** Breaches of the rules about other systems. */
export const integrationBreaches: Breaches = {
  url: [
    refused('a webhook that is no URL', `${first}.endpoint`, notifying({ ...hook, endpoint: 'hooks' })),
    refused('a webhook without a host', `${first}.endpoint`, notifying({ ...hook, endpoint: 'http://' })),
    refused('a webhook by ftp', `${first}.endpoint`, notifying({ ...hook, endpoint: 'ftp://hooks' })),
    refused('a broker by http', `${first}.broker`, notifying({ ...mqtt, broker: 'http://m' })),
    refused('NATS without a scheme', `${first}.address`, notifying({ ...nats, address: 'n:4222' })),
    refused(
      'a broker of Kafka without a port',
      `${first}.brokers[0]`,
      notifying({ ...kafka, brokers: ['k'] }),
    ),
    refused('no broker of Kafka', `${first}.brokers`, notifying({ ...kafka, brokers: [] })),
    refused(
      'a provider that is no URL',
      'identity.openid[0].configUrl',
      identified({ openid: [{ ...provider, configUrl: 'login.example.com' }] }),
    ),
    refused(
      'another well-known path of a provider',
      'identity.openid[0].configUrl',
      identified({ openid: [{ ...provider, configUrl: 'https://a.example.com/.well-known/oauth' }] }),
    ),
    refused(
      'an issuer that is no URL',
      'identity.openid[0].issuer',
      identified({ openid: [{ ...provider, issuer: 'login' }] }),
    ),
    refused(
      'a policy server by another protocol',
      'identity.policyPlugin.url',
      identified({ policyPlugin: { url: 'unix:///run/opa' } }),
    ),
    refused(
      'a console that is no URL',
      'identity.browserRedirectUrl',
      identified({ browserRedirectUrl: '/' }),
    ),
  ],
  'integration-id': [
    ...['', 'a-b', 'a b', '_a', 'a_', 'ä'].map((id) =>
      refused(`a target called "${id}"`, `${first}.id`, notifying({ ...hook, id })),
    ),
    refused(
      'two targets whose ids differ in capitals only',
      'notifications.targets[1].id',
      notifying(hook, { ...hook, id: 'PRIMARY' }),
    ),
    refused(
      'a provider in capitals',
      'identity.openid[0].id',
      identified({ openid: [{ ...provider, id: 'Keycloak' }] }),
    ),
    refused('a provider twice', 'identity.openid[1].id', identified({ openid: [provider, provider] })),
  ],
  'openid-scopes': [
    refused(
      'no scope of OpenID',
      'identity.openid[0].scopes',
      identified({ openid: [{ ...provider, scopes: ['email'] }] }),
    ),
  ],
  'openid-session': [
    warned('logins that may end on another server', 'services.console.sessionAffinity', {
      ...acme,
      identity: { openid: [provider] },
    }),
  ],
  'empty-text': [
    refused('a topic', `${first}.topic`, notifying({ ...kafka, topic: '' })),
    refused(
      'a client',
      'identity.openid[0].clientId',
      identified({ openid: [{ ...provider, clientId: '' }] }),
    ),
    refused('a role of Vault', 'encryption.vault.auth.role', {
      ...acme,
      encryption: {
        enabled: true,
        backend: 'vault',
        vault: { endpoint: 'https://vault.example.com', auth: { method: 'kubernetes', role: '' } },
      },
    }),
  ],
  'outbound-origin': [
    ...[
      'hooks.apps.svc:8080',
      'http://hooks.apps.svc/events',
      'http://hooks.apps.svc?a',
      'http://hooks.apps.svc#a',
      'http://a:b@hooks.apps.svc',
      'tcp://hooks.apps.svc:8080',
      'http://a,http://b',
    ].map((origin) => refused(origin, 'outbound.allowOrigins[0]', reaching(origin))),
  ],
  'outbound-blocked': [
    refused('an origin of a cloud', 'outbound.allowOrigins[0]', reaching('http://169.254.169.254')),
    refused(
      'a webhook to a link-local address',
      `${first}.endpoint`,
      notifying({ ...hook, endpoint: 'http://[fe80::1]:8080/' }),
    ),
    refused('a provider at no address', 'identity.openid[0].configUrl', {
      ...identified({ openid: [{ ...provider, configUrl: 'http://0.0.0.0:8080' }] }),
    }),
  ],
  'credentials-literal': [
    ...[
      'RUSTFS_NOTIFY_WEBHOOK_AUTH_TOKEN_PRIMARY',
      'RUSTFS_AUDIT_KAFKA_SASL_PASSWORD',
      'RUSTFS_AUDIT_NATS_TOKEN_A',
      'RUSTFS_NOTIFY_MYSQL_DSN_STRING_A_B',
      'RUSTFS_IDENTITY_OPENID_CLIENT_SECRET_keycloak',
      'MINIO_IDENTITY_OPENID_CLIENT_SECRET',
      'RUSTFS_POLICY_PLUGIN_AUTH_TOKEN',
      'RUSTFS_KMS_VAULT_TOKEN',
      'AWS_SECRET_ACCESS_KEY',
    ].map((name) => refused(name, 'env[0].value', { ...acme, env: [{ name, value: 'abc' }] })),
    refused('a password in an address', `${first}.url`, notifying({ ...redis, url: 'redis://u:p@r' })),
    refused(
      'a user in the address of a webhook',
      `${first}.endpoint`,
      notifying({ ...hook, endpoint: 'http://u@h' }),
    ),
    refused(
      'a password in the address of a provider',
      'identity.openid[0].configUrl',
      identified({ openid: [{ ...provider, configUrl: 'https://u:p@login.example.com' }] }),
    ),
  ],
  'object-name': [
    refused(
      'a name of a Secret of a target',
      `${first}.authToken.name`,
      notifying({ ...hook, authToken: { name: 'Not a name', key: 'k' } }),
    ),
    refused('a key of a bundle', 'extraCa.key', { ...acme, extraCa: { name: 'ca', key: 'a/b' } }),
    refused(
      'a key of a client certificate',
      `${first}.clientCertificate.privateKey`,
      notifying({ ...hook, clientCertificate: { name: 'c', privateKey: '' } }),
    ),
  ],
  'env-owned': [
    ...[
      'RUSTFS_NOTIFY_ENABLE',
      'RUSTFS_NOTIFY_WEBHOOK_ENDPOINT_PRIMARY',
      'RUSTFS_NOTIFY_WEBHOOK_CLIENT_CA_PRIMARY',
      'RUSTFS_OUTBOUND_ALLOW_ORIGINS',
    ].map((name) =>
      refused(`${name}, which a target makes`, 'env[0].name', {
        ...notifying(hook),
        env: [{ name, value: 'x' }],
      }),
    ),
    refused('a variable of a provider', 'env[0].name', {
      ...identified({ openid: [provider] }),
      env: [{ name: 'RUSTFS_IDENTITY_OPENID_SCOPES_keycloak', value: 'openid' }],
    }),
    refused('the bundle beside the field', 'env[0].name', {
      ...acme,
      extraCa: { name: 'ca', key: 'ca.crt' },
      env: [{ name: 'RUSTFS_EXTRA_CA_CERT', value: '/ca' }],
    }),
  ],
  'drive-path': [
    refused('drives where events wait', 'pools[0].persistence.path', {
      ...notifying(hook),
      pools: [
        { name: 'pool-0', servers: 4, persistence: { volumesPerServer: 4, path: '/opt/rustfs/events' } },
      ],
    }),
  ],
  compatibility: (
    [
      ['identity', identified({ policyPlugin: { url: 'http://opa' } }).identity],
      ['notifications', { targets: [hook] }],
      ['audit', { targets: [kafka] }],
      ['extraCa', { name: 'ca', key: 'ca.crt' }],
      ['outbound', { allowOrigins: [endpoint] }],
    ] as const
  ).map(([field, value]) => refused(field, field, asOperator({ ...acme, [field]: value }))),
};

/** Declarations about which there is nothing to say. */
export const harmless: readonly [title: string, spec: TenantSpec][] = [
  ['no targets', { ...acme, notifications: { targets: [] }, audit: { targets: [] } }],
  ['the same id for two types', notifying(hook, { ...kafka, id: 'primary' })],
  ['MQTT over web sockets', notifying({ ...mqtt, broker: 'wss://m/mqtt', tls: {} })],
  ['a user of MQTT without a password', notifying({ ...mqtt, username: 'u' })],
  ['a webhook with a token', notifying({ ...hook, authToken: secret })],
  ['TLS of NATS from a plain scheme', notifying({ ...nats, tls: { required: true } })],
  [
    'a queue on the log volume',
    { ...notifying({ ...hook, queueDir: '/logs/a' }), logging: { mode: 'persistent' } },
  ],
  [
    'a queue on a volume of your own',
    {
      ...notifying({ ...hook, queueDir: '/queue/a' }),
      additionalVolumes: [{ name: 'queue', hostPath: { path: '/var/queue' } }],
      additionalVolumeMounts: [{ name: 'queue', mountPath: '/queue' }],
    },
  ],
  [
    'logins to a single server',
    { ...singleDrive, identity: { openid: [provider, { ...provider, id: 'default' }] } },
  ],
  [
    'origins with and without a port',
    reaching('https://a.example.com', 'http://b:8080/', 'http://[fd00::1]:80'),
  ],
  [
    'a list of origins of your own',
    { ...acme, env: [{ name: 'RUSTFS_OUTBOUND_ALLOW_ORIGINS', value: 'http://a:80' }] },
  ],
  [
    'another instance by variables',
    { ...notifying(hook), env: [{ name: 'RUSTFS_NOTIFY_WEBHOOK_ENDPOINT_SECOND', value: endpoint }] },
  ],
];
