import { Chart } from 'cdk8s';
import type { Construct } from 'constructs';
import { RustfsTenant } from 'rustfs-constructs/cdk8s';

/** A tenant among other systems: keys in Vault, logins through Keycloak, events to a web server and to Kafka. */
export class Integrations extends Chart {
  constructor(scope: Construct, id: string) {
    super(scope, id, { namespace: 'storage' });

    new RustfsTenant(this, 'library', {
      credsSecret: { name: 'library-credentials' },
      rpcSecret: { name: 'library-rpc', key: 'secret' },
      pools: [{ name: 'pool-0', servers: 4, persistence: { volumesPerServer: 1 } }],

      encryption: {
        enabled: true,
        backend: 'vault-transit',
        vault: {
          endpoint: 'https://vault.vault.svc:8200',
          // The pods prove who they are by a token of their ServiceAccount: no credential has to be kept.
          auth: { method: 'kubernetes', role: 'rustfs', audience: 'vault' },
        },
        defaultKeyId: 'library',
      },

      // The company's authority, for the connections to all of these.
      extraCa: { kind: 'ConfigMap', name: 'company-ca', key: 'ca.crt' },

      identity: {
        browserRedirectUrl: 'https://console.library.example.com',
        openid: [
          {
            id: 'keycloak',
            configUrl: 'https://keycloak.login.svc:8443/realms/library',
            // Browsers know Keycloak by another name than the servers, and tokens bear that.
            issuer: 'https://login.example.com/realms/library',
            clientId: 'rustfs-console',
            clientSecret: { name: 'library-openid', key: 'client-secret' },
            displayName: 'Company login',
          },
        ],
      },
      // A login begins and ends on the same server.
      services: { console: { sessionAffinity: 'ClientIP' } },

      notifications: {
        targets: [
          {
            type: 'webhook',
            id: 'thumbnails',
            endpoint: 'http://thumbnails.apps.svc:8080/events',
            authToken: { name: 'library-thumbnails', key: 'token' },
          },
        ],
      },
      audit: {
        targets: [
          {
            type: 'kafka',
            id: 'records',
            brokers: ['kafka-0.kafka.streams.svc:9093', 'kafka-1.kafka.streams.svc:9093'],
            topic: 'storage-audit',
            acks: 'all',
            sasl: {
              mechanism: 'SCRAM-SHA-512',
              username: 'library',
              password: { name: 'library-kafka', key: 'password' },
            },
            tls: { ca: { name: 'streams-ca', key: 'ca.crt' } },
          },
        ],
      },
    });
  }
}
