import { checkTenant, toTenantManifest } from 'rustfs-constructs';
import { finding } from '../support/breaches';
import { acme } from '../support/specs';

const secret = { name: 'other', key: 'k' };
const endpoint = 'http://hooks.apps.svc:8080/events';
const ca = { kind: 'ConfigMap', name: 'bundle', key: 'trust.pem' } as const;

describe('A password in the wrong place', () => {
  test('is not repeated in any message', () => {
    const word = 'correct-horse';
    const url = `redis://user:${word}@cache`;
    const problems = checkTenant({
      ...acme,
      outbound: { allowOrigins: [`user:${word}@host`, `http://user:${word}@host`] },
      identity: { policyPlugin: { url: `https://user:${word}@opa` } },
      encryption: { enabled: true, backend: 'aws', aws: { endpointUrl: `https://user:${word}@kms` } },
      notifications: {
        targets: [
          { type: 'kafka', id: 'k', brokers: [`user:${word}@kafka:9092`], topic: 't' },
          { type: 'redis', id: 'r', url, password: { name: word.toUpperCase(), key: `${word} ` } },
        ],
      },
      env: [{ name: 'RUSTFS_NOTIFY_REDIS_PASSWORD_R2', value: word }],
    });
    expect(problems.length).toBeGreaterThan(7);
    expect(JSON.stringify(problems).toLowerCase()).not.toContain(word);
  });
});

describe('The Tenant manifest of a tenant among other systems', () => {
  test('carries in env what is only environment', () => {
    const { manifest, warnings } = toTenantManifest({
      ...acme,
      services: {},
      identity: { policyPlugin: { url: 'http://opa', authToken: secret } },
      audit: { targets: [{ type: 'webhook', id: 'a', endpoint, queueDir: '/logs/a' }] },
      logging: { mode: 'persistent' },
    });
    expect(warnings.map(finding)).toEqual(['warning services [manifest-loss]']);
    expect(manifest.spec.env?.map(({ name }) => name)).toEqual([
      'RUSTFS_POLICY_PLUGIN_URL',
      'RUSTFS_POLICY_PLUGIN_AUTH_TOKEN',
      'RUSTFS_AUDIT_ENABLE',
      'RUSTFS_AUDIT_WEBHOOK_ENABLE_A',
      'RUSTFS_AUDIT_WEBHOOK_ENDPOINT_A',
      'RUSTFS_AUDIT_WEBHOOK_QUEUE_DIR_A',
      'RUSTFS_OUTBOUND_ALLOW_ORIGINS',
    ]);
    expect(manifest.spec).not.toHaveProperty('audit');
  });

  test('loses what needs volumes', () => {
    const { manifest, warnings } = toTenantManifest({
      ...acme,
      extraCa: ca,
      notifications: { targets: [{ type: 'kafka', id: 'k', brokers: ['k:9092'], topic: 't' }] },
    });
    expect(warnings.map(finding)).toEqual([
      'warning extraCa [manifest-loss]',
      'warning notifications [manifest-loss]',
    ]);
    expect(manifest.spec).not.toHaveProperty('env');
  });
});
