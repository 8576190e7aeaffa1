import {
  checkAgainstLock,
  composeTenant,
  emptyLock,
  lockText,
  lockWith,
  planChange,
  readLock,
  tenantIdentity,
  type Lock,
  type TenantSpec,
} from 'rustfs-constructs';
import { present } from '../support/composed';
import { versionOneText } from '../support/version-one';
import { acme } from '../support/specs';

type Env = NonNullable<TenantSpec['env']>;

const aws = { enabled: true, backend: 'aws' } as const;

/** A tenant with these variables: `NAME=text`, `NAME=@key` from a Secret, `NAME=#key` from a ConfigMap. */
function tenant(...variables: string[]): TenantSpec {
  const env: Env = variables.map((said) => {
    const [name = '', text = ''] = said.split(/=(.*)/);
    const key = text.slice(1);
    if (text.startsWith('@')) return { name, valueFrom: { secretKeyRef: { name: 'keys', key } } };
    if (text.startsWith('#')) return { name, valueFrom: { configMapKeyRef: { name: 'settings', key } } };
    return { name, value: text };
  });
  return { ...acme, env };
}

const onAws = (...variables: string[]): TenantSpec => ({ ...tenant(...variables), encryption: aws });
const identity = (spec: TenantSpec) => present(tenantIdentity(composeTenant(spec)));
const locked = (spec: TenantSpec): Lock => lockWith(emptyLock, identity(spec));
const codes = (problems: readonly { readonly code: string; readonly message: string }[]) =>
  problems.map(({ code, message }) => `${code}: ${message}`);

const [iam, old, sse] = [
  'RUSTFS_IAM_MASTER_KEY',
  'RUSTFS_IAM_MASTER_KEY_OLD_KEYS',
  'RUSTFS_SSE_S3_MASTER_KEY',
];
const setSize = 'RUSTFS_ERASURE_SET_DRIVE_COUNT';

/** What loses keys or set sizes, and the setting that is named for it. */
const losses: [change: string, before: TenantSpec, after: TenantSpec, code: string, named: string][] = [
  ['another region of AWS', onAws('AWS_REGION=a'), onAws('AWS_REGION=b'), 'encryption-changed', 'AWS_REGION'],
  ['its region gone', onAws('AWS_REGION=a'), onAws(), 'encryption-changed', 'AWS_REGION'],
  [
    'another default region',
    onAws('AWS_DEFAULT_REGION=a'),
    onAws('AWS_DEFAULT_REGION=b'),
    'encryption-changed',
    'AWS_DEFAULT_REGION',
  ],
  [
    'a region that wins over the one that was there',
    onAws('AWS_DEFAULT_REGION=a'),
    onAws('AWS_DEFAULT_REGION=a', 'AWS_REGION=b'),
    'encryption-changed',
    'AWS_REGION',
  ],
  [
    'another endpoint',
    onAws('AWS_ENDPOINT_URL=https://a.example.com'),
    onAws('AWS_ENDPOINT_URL=https://b.example.com'),
    'encryption-changed',
    'AWS_ENDPOINT_URL',
  ],
  [
    'another endpoint of KMS',
    onAws('AWS_ENDPOINT_URL_KMS=https://a.example.com'),
    onAws(),
    'encryption-changed',
    'AWS_ENDPOINT_URL_KMS',
  ],
  [
    'another profile, where nothing else says the region',
    onAws('AWS_PROFILE=a'),
    onAws('AWS_PROFILE=b'),
    'encryption-changed',
    'AWS_PROFILE',
  ],
  ['no key of IAM', tenant(`${iam}=@a`), tenant(), 'encryption-changed', iam],
  ['another key of IAM', tenant(`${iam}=@a`), tenant(`${iam}=@b`), 'encryption-changed', iam],
  [
    'no key of IAM, though the old ones stay',
    tenant(`${iam}=@a`, `${old}=@o`),
    tenant(`${old}=@o`),
    'encryption-changed',
    iam,
  ],
  ['no old keys', tenant(`${iam}=@a`, `${old}=@o`), tenant(`${iam}=@a`), 'encryption-changed', old],
  [
    'other old keys',
    tenant(`${iam}=@a`, `${old}=@o`),
    tenant(`${iam}=@a`, `${old}=@p`),
    'encryption-changed',
    old,
  ],
  ['another key of SSE', tenant(`${sse}=@a`), tenant(`${sse}=#a`), 'encryption-changed', sse],
  [
    'set sizes by another reference',
    tenant(`${setSize}=#a`),
    tenant(`${setSize}=#b`),
    'set-size-changed',
    'configMapKeyRef settings a',
  ],
  [
    'set sizes by a literal instead of a reference',
    tenant(`${setSize}=#a`),
    tenant(`${setSize}=8`),
    'set-size-changed',
    'configMapKeyRef settings a',
  ],
  [
    'set sizes by a reference instead of a literal',
    tenant(`${setSize}=8`),
    tenant(`${setSize}=#a`),
    'set-size-changed',
    'only the cluster knows',
  ],
  [
    'other set sizes beside a parity by reference',
    tenant('RUSTFS_STORAGE_CLASS_STANDARD=#p', `${setSize}=8`),
    tenant('RUSTFS_STORAGE_CLASS_STANDARD=#p', `${setSize}=4`),
    'set-size-changed',
    'from 8 drives to 4',
  ],
];

const keeping: [change: string, before: TenantSpec, after: TenantSpec][] = [
  [
    'the same region said by RustFS’s own variable',
    onAws('AWS_REGION=a'),
    { ...acme, encryption: { ...aws, aws: { region: 'a' } } },
  ],
  [
    'a region that loses against the one that is there',
    onAws('AWS_REGION=a'),
    onAws('AWS_REGION=a', 'AWS_DEFAULT_REGION=b'),
  ],
  ['a region where AWS has no keys of ours', tenant('AWS_REGION=a'), tenant('AWS_REGION=b')],
  ['another profile where the region is said', onAws('AWS_REGION=a'), onAws('AWS_REGION=a', 'AWS_PROFILE=b')],
  ['a first key of IAM', tenant(), tenant(`${iam}=@a`)],
  ['a new key of IAM beside the old one', tenant(`${iam}=@a`), tenant(`${iam}=@b`, `${old}=@a`)],
  ['a new key of IAM with a list', tenant(`${iam}=@a`), tenant(`${iam}=@b`, `${old}=@list`)],
  [
    'a further rotation with a new list',
    tenant(`${iam}=@b`, `${old}=@list`),
    tenant(`${iam}=@c`, `${old}=@longer`),
  ],
  ['old keys where there were none', tenant(`${iam}=@a`), tenant(`${iam}=@a`, `${old}=@o`)],
  [
    'a parity by reference beside set sizes that stay',
    tenant(`${setSize}=8`),
    tenant(`${setSize}=8`, 'RUSTFS_STORAGE_CLASS_STANDARD=#p'),
  ],
];

describe('What decides whether bytes can be read is identity', () => {
  test.each(losses)('%s is refused by the plan', (_, before, after, code, named) => {
    const { refusals, verdict } = planChange(before, after);
    expect(verdict).toBe('refused');
    expect(refusals.map((refusal) => refusal.code)).toEqual([code]);
    expect(refusals[0]?.message).toContain(named);
  });

  test.each(losses)('%s is refused by the lock alone', (_, before, after, code) => {
    expect(codes(checkAgainstLock(locked(before), identity(after)))).toEqual([
      expect.stringContaining(`${code}: `),
    ]);
    expect(planChange([], after, { lock: locked(before) }).verdict).toBe('refused');
  });

  test.each(keeping)('%s is not', (_, before, after) => {
    expect(planChange(before, after).refusals).toEqual([]);
    expect(checkAgainstLock(locked(before), identity(after))).toEqual([]);
  });

  test.each(losses)('%s is a loss of a lock that no longer says it', (_, before, after) => {
    const [lockBefore, lock] = [locked(before), locked(after)];
    expect(planChange([], [], { lockBefore, lock }).refusals.map(({ code }) => code)).toEqual(['lock-lost']);
  });
});

describe('The lock', () => {
  const long = 'c2VjcmV0LXRleHQtb2YtYS1rZXktd2l0aC0zMi1ieXRlcw==';

  /** What a patch or a hand makes of a tenant: keys that stand in variables as they are, which no declaration may have. */
  function literals(...texts: [iam: string, old: string, sse: string]) {
    const names = [iam, old, sse];
    const objects = JSON.stringify(composeTenant(tenant(...names.map((name) => `${name}=@${name}`))));
    const written = names.reduce(
      (text, name, i) =>
        text.replaceAll(
          `"valueFrom":{"secretKeyRef":{"name":"keys","key":"${name}"}}`,
          `"value":${JSON.stringify(texts[i])}`,
        ),
      objects,
    );
    return { objects: JSON.parse(written), known: present(tenantIdentity(JSON.parse(written))) };
  }
  const secret = literals('hunter2', 'hunter1, hunter0', long);

  test('knows that a key stands in a variable, and nothing of the key', () => {
    const lock = lockWith(emptyLock, secret.known);
    expect(lockText(lock)).toContain(`${iam}: a literal value`);
    for (const key of ['hunter', long]) expect(lockText(lock)).not.toContain(key);
    expect(readLock(lockText(lock))).toEqual({ lock, problems: [] });
  });

  test('cannot tell a literal key from another, which the plan can', () => {
    const other = literals('hunter3', 'hunter2', long);
    expect(checkAgainstLock(lockWith(emptyLock, secret.known), other.known)).toEqual([]);
    expect(planChange(secret.objects, other.objects).refusals).toMatchObject([
      { path: 'env', code: 'encryption-changed' },
    ]);
    const rotated = literals('hunter3', 'hunter2,hunter1,hunter0', long);
    expect(planChange(secret.objects, rotated.objects).refusals).toEqual([]);
  });

  test('knows no address, and not that its password is another', () => {
    const at = (who: string) =>
      lockText(locked(onAws('AWS_REGION=a', `AWS_ENDPOINT_URL=https://${who}kms.example.com`)));
    expect(at('me:hunter2@')).toBe(at(''));
    expect(at('')).not.toContain('example.com');
  });

  test('reads what it has written', () => {
    for (const spec of [onAws('AWS_REGION=a'), tenant(`${setSize}=#a`, `${sse}=@a`)]) {
      expect(readLock(lockText(locked(spec)))).toEqual({ lock: locked(spec), problems: [] });
    }
  });

  test('learns of encryption when it is switched on, and refuses from then on that it is not', () => {
    const lock = lockWith(locked(acme), identity(onAws('AWS_REGION=a')));
    expect(lock.tenants[0]?.pools[0]?.encryption).toMatchObject({
      RUSTFS_KMS_AWS_REGION: expect.stringMatching(/^[0-9a-f]{16}$/),
    });
    expect(codes(checkAgainstLock(lock, identity(acme)))).toEqual([
      expect.stringContaining('Encryption would be turned off'),
    ]);
    expect(lockWith(lock, identity(acme)).tenants).toEqual(lock.tenants);
  });

  test('of version 1 knows nothing of it, so it refuses nothing, and learns it', () => {
    const { lock } = readLock(versionOneText(locked(onAws('AWS_REGION=a'))));
    expect(checkAgainstLock(lock, identity(onAws('AWS_REGION=b')))).toEqual([]);
    expect(lockWith(lock, identity(onAws('AWS_REGION=a')))).toEqual(locked(onAws('AWS_REGION=a')));
    const without = readLock(versionOneText(locked(acme))).lock;
    expect(lockWith(without, identity(acme))).toBe(without);
  });
});

describe('Variables that a server takes from an object as a whole', () => {
  /** The composed objects, with these sources of variables. */
  function withSources(...names: string[]): object[] {
    const sources = names.map((name) => ({ secretRef: { name } }));
    return JSON.parse(
      JSON.stringify(composeTenant(acme)).replaceAll(
        '"env":[',
        `${sources.length > 0 ? `"envFrom":${JSON.stringify(sources)},` : ''}"env":[`,
      ),
    );
  }

  test.each<[change: string, before: string[], after: string[]]>([
    ['gone', ['a'], []],
    ['another', ['a'], ['b']],
    ['in another order, by which another wins', ['a', 'b'], ['b', 'a']],
  ])('are refused to be %s', (_, before, after) => {
    expect(planChange(withSources(...before), withSources(...after)).refusals).toMatchObject([
      { path: 'env', code: 'encryption-changed', fix: expect.stringContaining('Put it back') },
    ]);
  });

  test('are told when they are new', () => {
    const { refusals, tenants } = planChange(withSources(), withSources('a'));
    expect(refusals).toEqual([]);
    expect(tenants[0]?.problems).toMatchObject([{ severity: 'warning', code: 'encryption-changed' }]);
  });

  test('are nothing to tell when they stay', () => {
    expect(planChange(withSources('a'), withSources('a')).verdict).toBe('none');
  });
});
