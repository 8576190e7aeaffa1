import fc from 'fast-check';
import type {
  CertificateReference,
  OpenidProvider,
  TargetSpec,
  TargetsSpec,
  TenantSpec,
} from 'rustfs-constructs';

const secret = { name: 'other', key: 'token' };
const pair = { username: 'rustfs', password: secret };

const ca = fc.constantFrom<CertificateReference[]>(
  { name: 'ca', key: 'ca.crt' },
  { kind: 'ConfigMap', name: 'bundle', key: 'trust.pem' },
  { kind: 'Secret', name: 'ca', key: 'ca.crt' },
);

const tls = fc.record(
  {
    ca,
    clientCertificate: fc.constantFrom(
      { name: 'client' },
      { name: 'client', certificate: 'cert.pem', privateKey: 'key.pem' },
    ),
  },
  { requiredKeys: [] },
);

/** What a target is, without its id. */
type Anonymous<T> = T extends TargetSpec ? Omit<T, 'id'> : never;

const kinds: fc.Arbitrary<Anonymous<TargetSpec>> = fc.oneof(
  fc.constantFrom<Anonymous<TargetSpec>[]>(
    { type: 'webhook', endpoint: 'http://hooks.apps.svc:8080/events' },
    {
      type: 'webhook',
      endpoint: 'https://hooks.example.com/a?b=c',
      authToken: secret,
      clientCa: { name: 'ca', key: 'ca.crt' },
      clientCertificate: { name: 'client' },
      skipTlsVerify: false,
    },
    { type: 'kafka', brokers: ['kafka-0.kafka:9092', 'kafka-1.kafka:9092'], topic: 'events', acks: 'all' },
    { type: 'mqtt', broker: 'mqtt://mqtt.apps.svc', topic: 'events', qos: 2, username: 'rustfs' },
    { type: 'mqtt', broker: 'wss://mqtt.example.com/mqtt', topic: 'events', wsPathAllowlist: ['/mqtt'] },
    { type: 'nats', address: 'nats://nats:4222', subject: 'events', credentials: secret },
    { type: 'nats', address: 'tls://nats:4222', subject: 'e', token: secret, jetStream: { streamName: 'E' } },
    {
      type: 'amqp',
      url: 'amqp://rabbit:5672/%2f',
      exchange: 'events',
      routingKey: 'objects',
      mandatory: true,
    },
    { type: 'pulsar', broker: 'pulsar://pulsar:6650', topic: 'events', authToken: secret },
    { type: 'redis', url: 'redis://redis:6379/0', channel: 'events', maxRetryAttempts: 5, minRetryDelay: 0 },
    { type: 'mysql', dsn: secret, table: 'events', format: 'access', maxOpenConnections: 4 },
    { type: 'postgres', dsn: secret, table: 'events', format: 'namespace', tls: { required: true } },
  ),
  tls.map((tls) => ({
    type: 'kafka' as const,
    brokers: ['kafka:9093'],
    topic: 'events',
    acks: 0 as const,
    sasl: { mechanism: 'SCRAM-SHA-512' as const, ...pair },
    tls,
  })),
  tls.map((tls) => ({
    type: 'mqtt' as const,
    broker: 'mqtts://mqtt:8883',
    topic: 'events',
    ...pair,
    keepAliveInterval: 10,
    reconnectInterval: 1,
    tls: { ...tls, trustLeafAsCa: tls.ca !== undefined },
  })),
  tls.map((tls) => ({
    type: 'nats' as const,
    address: 'nats://n',
    subject: 'e',
    ...pair,
    tls: { ...tls, required: true },
  })),
  tls.map((tls) => ({
    type: 'amqp' as const,
    url: 'amqps://r',
    exchange: 'e',
    routingKey: 'k',
    ...pair,
    tls,
  })),
  tls.map((tls) => ({
    type: 'redis' as const,
    url: 'rediss://r',
    ...pair,
    tls: { ...tls, allowInsecure: false },
  })),
  tls.map((tls) => ({ type: 'mysql' as const, dsn: secret, table: 'events', tls })),
  ca.map((ca) => ({
    type: 'pulsar' as const,
    broker: 'pulsar+ssl://p:6651',
    topic: 'e',
    ...pair,
    tls: { ca, allowInsecure: false, hostnameVerification: false },
  })),
);

const targets: fc.Arbitrary<TargetsSpec> = fc.record(
  {
    targets: fc.uniqueArray(
      fc
        .tuple(
          fc.stringMatching(/^[A-Za-z0-9](\w?[A-Za-z0-9])?$/),
          kinds,
          fc.record(
            { queueDir: fc.constant('/tmp/queue'), queueLimit: fc.constantFrom(1, 5000) },
            { requiredKeys: [] },
          ),
        )
        .map(([id, kind, queue]): TargetSpec => ({ ...kind, id, ...queue })),
      { maxLength: 4, selector: ({ type, id }) => `${type} ${id.toLowerCase()}` },
    ),
  },
  { requiredKeys: ['targets'] },
);

const provider: fc.Arbitrary<OpenidProvider> = fc
  .tuple(
    fc.record({
      id: fc.stringMatching(/^[a-z0-9](\w?[a-z0-9])?$/).map((id) => id.toLowerCase()),
      configUrl: fc.constantFrom(
        'https://login.example.com/realms/a',
        'http://keycloak.login.svc.cluster.local:8080/realms/a/.well-known/openid-configuration',
      ),
      clientId: fc.constant('rustfs'),
    }),
    fc.record(
      {
        issuer: fc.constant('https://login.example.com/realms/a'),
        clientSecret: fc.constant(secret),
        scopes: fc.constant(['openid', 'email']),
        otherAudiences: fc.constant(['account']),
        redirectUri: fc.constant('https://console.example.com/rustfs/admin/v3/oidc/callback/a'),
        redirectUriDynamic: fc.boolean(),
        claimName: fc.constant('policy'),
        claimPrefix: fc.constant('rustfs-'),
        rolePolicy: fc.constant('readonly'),
        displayName: fc.string(),
        groupsClaim: fc.constant('groups'),
        rolesClaim: fc.constant('roles'),
        emailClaim: fc.constant('mail'),
        usernameClaim: fc.constant('sub'),
        hideFromUi: fc.boolean(),
      },
      { requiredKeys: [] },
    ),
  )
  .map(([required, options]) => ({ ...required, ...options }));

/** How a tenant reaches other systems. */
export const integrations: fc.Arbitrary<
  Pick<TenantSpec, 'identity' | 'notifications' | 'audit' | 'extraCa' | 'outbound'>
> = fc.record(
  {
    identity: fc.record(
      {
        openid: fc.uniqueArray(provider, { maxLength: 2, selector: ({ id }) => id }),
        browserRedirectUrl: fc.constant('https://console.example.com'),
        policyPlugin: fc.constantFrom(
          { url: 'http://opa.policy:8181/v1/data/rustfs/authz/allow' },
          { url: 'https://opa.example.com/allow', authToken: secret },
        ),
      },
      { requiredKeys: [] },
    ),
    notifications: targets,
    audit: targets,
    extraCa: ca,
    outbound: fc.constantFrom({}, { allowOrigins: ['https://jwks.example.com', 'http://lambda.apps:8080/'] }),
  },
  { requiredKeys: [] },
);
