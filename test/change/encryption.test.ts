import { composeTenant, planChange, type TenantSpec } from 'rustfs-constructs';
import { acme, singleDrive } from '../support/specs';

type Encryption = NonNullable<TenantSpec['encryption']>;

const auth = { method: 'token', secret: { name: 'vault', key: 'token' } } as const;
const endpoint = 'https://vault.example.com:8200';
const vault: Encryption = { enabled: true, backend: 'vault', vault: { endpoint, auth } };
const local: Encryption = {
  enabled: true,
  backend: 'local',
  local: { masterKeySecretRef: { name: 'kms', key: 'master' } },
};
const fixed: Encryption = { enabled: true, backend: 'static', static: { secret: { name: 'kms', key: 'a' } } };

const acmeWith = (encryption?: Encryption): TenantSpec => ({ ...acme, ...(encryption && { encryption }) });
const soloWith = (encryption?: Encryption): TenantSpec => ({
  ...singleDrive,
  ...(encryption && { encryption }),
});

function fromKeys(...names: string[]): TenantSpec {
  const env = names.map((at) => {
    const [name = '', key = 'a'] = at.split('=');
    return { name, valueFrom: { secretKeyRef: { name: 'keys', key } } };
  });
  return { ...acme, env };
}

describe('What was encrypted would become unreadable', () => {
  test.each<[change: string, before: TenantSpec, after: TenantSpec, finding: string]>([
    ['without encryption', acmeWith(vault), acmeWith(), 'encryption turned off'],
    ['with the switch off', acmeWith(vault), acmeWith({ ...vault, enabled: false }), 'encryption turned off'],
    ['in another backend', acmeWith(vault), acmeWith(fixed), 'encryption RUSTFS_KMS_BACKEND'],
    [
      'in another Vault',
      acmeWith(vault),
      acmeWith({ ...vault, vault: { endpoint: 'https://other.example.com', auth } }),
      'encryption RUSTFS_KMS_VAULT_ADDRESS',
    ],
    [
      'at another mount',
      acmeWith(vault),
      acmeWith({ ...vault, vault: { endpoint, auth, kvMount: 'kv' } }),
      'encryption RUSTFS_KMS_VAULT_KV_MOUNT',
    ],
    [
      'at another prefix',
      acmeWith(vault),
      acmeWith({ ...vault, vault: { endpoint, auth, keyPrefix: 'acme' } }),
      'encryption RUSTFS_KMS_VAULT_KEY_PREFIX',
    ],
    [
      'in another directory',
      soloWith(local),
      soloWith({ ...local, local: { ...local.local, keyDirectory: '/data/rustfs0/keys' } }),
      'encryption RUSTFS_KMS_KEY_DIR',
    ],
    [
      'with another master key',
      soloWith(local),
      soloWith({ ...local, local: { masterKeySecretRef: { name: 'kms', key: 'other' } } }),
      'encryption RUSTFS_KMS_LOCAL_MASTER_KEY',
    ],
    [
      'with another static key',
      acmeWith(fixed),
      acmeWith({ ...fixed, static: { secret: { name: 'kms', key: 'b' } } }),
      'encryption RUSTFS_KMS_STATIC_SECRET_KEY_FILE',
    ],
    ['without the key of SSE-S3', fromKeys('RUSTFS_SSE_S3_MASTER_KEY'), acme, 'env RUSTFS_SSE_S3_MASTER_KEY'],
    [
      'with another key of SSE-S3',
      fromKeys('RUSTFS_SSE_S3_MASTER_KEY'),
      fromKeys('RUSTFS_SSE_S3_MASTER_KEY=b'),
      'env RUSTFS_SSE_S3_MASTER_KEY',
    ],
    ['without the key of IAM', fromKeys('RUSTFS_IAM_MASTER_KEY'), acme, 'env RUSTFS_IAM_MASTER_KEY'],
    [
      'with another key of IAM',
      fromKeys('RUSTFS_IAM_MASTER_KEY'),
      fromKeys('RUSTFS_IAM_MASTER_KEY=b'),
      'env RUSTFS_IAM_MASTER_KEY',
    ],
  ])('%s', (_, before, after, finding) => {
    const [path = '', ...words] = finding.split(' ');
    const plan = planChange(before, after);
    expect(plan.verdict).toBe('refused');
    expect(plan.refusals).toMatchObject([{ path, code: 'encryption-changed' }]);
    expect(plan.refusals[0]?.message).toContain(words.join(' '));
  });

  test('and no key is told', () => {
    const key = 'bm90IGEga2V5LCBidXQgYXMgbG9uZyBhcyBvbmUgaXM=';
    const objects = composeTenant(fromKeys('RUSTFS_SSE_S3_MASTER_KEY'));
    const reference = '{"name":"RUSTFS_SSE_S3_MASTER_KEY","valueFrom":';
    const written = JSON.stringify(objects).replaceAll(
      `${reference}{"secretKeyRef":{"name":"keys","key":"a"}}}`,
      `{"name":"RUSTFS_SSE_S3_MASTER_KEY","value":"${key}"}`,
    );
    expect(written).toContain(key);
    const { refusals } = planChange(JSON.parse(written), acme);
    expect(refusals).toHaveLength(1);
    expect(JSON.stringify(refusals)).not.toContain(key);
  });
});

test.each<[change: string, before: TenantSpec, after: TenantSpec]>([
  ['a switch that is off', acme, acmeWith({ ...vault, enabled: false })],
  ['a switch that was off', acmeWith({ ...vault, enabled: false }), acme],
  [
    'the default mount said',
    acmeWith(vault),
    acmeWith({ ...vault, vault: { endpoint, auth, kvMount: 'secret' } }),
  ],
  [
    'another login',
    acmeWith(vault),
    acmeWith({
      ...vault,
      vault: { endpoint, auth: { method: 'token', secret: { name: 'new', key: 'token' } } },
    }),
  ],
  ['another key for new objects', acmeWith(vault), acmeWith({ ...vault, defaultKeyId: 'media' })],
  [
    'a key of IAM whose former one is kept',
    fromKeys('RUSTFS_IAM_MASTER_KEY'),
    fromKeys('RUSTFS_IAM_MASTER_KEY=b', 'RUSTFS_IAM_MASTER_KEY_OLD_KEYS'),
  ],
])('%s loses no key', (_, before, after) => {
  const plan = planChange(before, after);
  expect(plan.refusals).toEqual([]);
  expect(plan.tenants[0]?.irreversible.join()).not.toContain('Encryption');
});

test.each([
  [acme, acmeWith(vault)],
  [acme, fromKeys('RUSTFS_SSE_S3_MASTER_KEY')],
])('encryption may be turned on, for good', (before, after) => {
  const plan = planChange(before, after);
  expect(plan.refusals).toEqual([]);
  expect(plan.tenants[0]?.irreversible.join()).toContain('Encryption stays on');
});
