import { checkTenant, composeTenant, problemText, TenantError, type TenantSpec } from 'rustfs-constructs';
import { finding } from '../support/breaches';
import { present } from '../support/composed';
import { acme, acmeWithPool, pool0 } from '../support/specs';
import { undeclared } from '../support/undeclared';

/** A declaration with mistakes of all kinds. */
const broken = undeclared<TenantSpec>({
  ...acme,
  name: 'Acme',
  image: 'rustfs/rustfs:latest',
  replicas: 4,
  pools: [pool0, { name: 'pool-0', servers: '4', persistence: { volumesPerServer: 4 } }],
  env: [{ name: 'A=B' }, { value: 'x' }],
});

function thrownBy(body: () => unknown): unknown {
  try {
    return body();
  } catch (thrown) {
    return thrown;
  }
}

describe('The problems of a declaration', () => {
  test('are all told at once, sorted by path', () => {
    expect(checkTenant(broken).map(finding)).toEqual([
      'error env[0].name [env-name]',
      'error env[1].name [missing-field]',
      'warning image [image-floating]',
      'error name [tenant-name]',
      'error pools[1].name [pool-name-duplicate]',
      'error pools[1].servers [wrong-type]',
      'error replicas [unknown-field]',
    ]);
  });

  test('are items in numerical order', () => {
    const env = Array.from({ length: 12 }, () => ({ name: '', value: 'x' }));
    const paths = checkTenant({ ...acme, env }).map(({ path }) => path);
    const positions = paths
      .filter((path) => path.startsWith('env'))
      .map((path) => Number(path.match(/\d+/)?.[0]));
    expect(positions).toEqual([...positions].sort((a, b) => a - b));
    expect(positions).toContain(11);
  });

  test('say what is wrong, where, why it matters and what to do', () => {
    expect(checkTenant({ ...acme, namespace: 'Storage' })).toEqual([
      {
        path: 'namespace',
        code: 'namespace',
        severity: 'error',
        message: '"Storage" is not a namespace\'s name.',
        fix: 'Use 1 to 63 lower-case letters, digits and hyphens, with no hyphen at either end.',
      },
    ]);
  });
});

describe('A problem as text', () => {
  test('has its place and rule first, then what is wrong and what to do', () => {
    const problem = {
      path: 'a.b',
      code: 'label',
      severity: 'warning',
      message: 'It is wrong.',
      fix: 'Mend it.',
    } as const;
    expect(problemText(problem)).toBe('warning a.b [label]\n  It is wrong.\n  Fix: Mend it.');
  });

  test('of the whole declaration says so', () => {
    const [problem] = checkTenant(undeclared('acme')).filter(({ path }) => path === '');
    expect(problemText(present(problem))).toMatch(/^error \(the tenant\) \[wrong-type\]\n/);
  });
});

describe('Composing', () => {
  test('refuses a declaration with an error, and tells every problem', () => {
    const error = thrownBy(() => composeTenant(broken));
    expect(error).toBeInstanceOf(TenantError);
    expect(error).toMatchObject({
      name: 'TenantError',
      tenant: 'storage/Acme',
      problems: checkTenant(broken),
    });
    const texts = checkTenant(broken).map(problemText);
    const head = 'RustFS tenant storage/Acme is refused: 6 errors';
    expect(error).toHaveProperty('message', [head, ...texts].join('\n\n'));
  });

  test('counts one error as one', () => {
    expect(() => composeTenant({ ...acme, name: '' })).toThrow(
      /^RustFS tenant storage\/ is refused: 1 error\n/,
    );
  });

  test('names a tenant as far as it is known', () => {
    expect(() => composeTenant(undeclared({}))).toThrow(/^RustFS tenant \?\/\? is refused: /);
  });

  test('admits warnings', () => {
    const spec = { ...acme, image: 'rustfs/rustfs:latest' };
    expect(checkTenant(spec).map(({ severity }) => severity)).toEqual(['warning']);
    expect(composeTenant(spec)).not.toEqual([]);
  });
});

describe('A secret', () => {
  const secret = 'c0rrect-h0rse';
  const { credsSecret: _credentials, ...anonymous } = acme;

  function messages(spec: unknown): string {
    return checkTenant(undeclared<TenantSpec>(spec)).map(problemText).join('\n');
  }

  test.each<[mistake: string, spec: unknown]>([
    ['written out', { ...acme, env: [{ name: 'RUSTFS_SECRET_KEY', value: secret }] }],
    ['written out, without another', { ...anonymous, env: [{ name: 'RUSTFS_SECRET_KEY', value: secret }] }],
    [
      'written out twice',
      {
        ...acme,
        env: [
          { name: 'RUSTFS_RPC_SECRET', value: secret },
          { name: 'RUSTFS_RPC_SECRET', value: secret },
        ],
      },
    ],
    ['in a variable with an impossible name', { ...acme, env: [{ name: 'RUSTFS SECRET', value: secret }] }],
    [
      'in a variable with a reference',
      { ...acme, env: [{ name: 'A', value: secret, valueFrom: { fieldRef: { fieldPath: 'a' } } }] },
    ],
    ['in a list', { ...acme, env: [{ name: 'RUSTFS_SECRET_KEY', value: [secret] }] }],
    ['in the place of a reference', { ...acme, env: [{ name: 'RUSTFS_SECRET_KEY', valueFrom: secret }] }],
    ['in the place of a variable', { ...acme, env: [`RUSTFS_SECRET_KEY=${secret}`] }],
    ['as a part of the name of a variable', { ...acme, env: [{ name: `RUSTFS_SECRET_KEY=${secret}` }] }],
    ['in the place of credsSecret', { ...acme, credsSecret: secret }],
    ['in the place of rpcSecret', { ...acme, rpcSecret: secret }],
    ['in a field that is not there', { ...acme, credsSecret: { name: 'root', secretkey: secret } }],
    ['in the place of a switch', { ...anonymous, developmentCredentials: secret }],
    ['in the place of the key of a Secret', { ...acme, rpcSecret: { name: 'rpc', key: `${secret}/=` } }],
  ])('%s is never told', (_, spec) => {
    expect(messages(spec)).not.toBe('');
    expect(messages(spec)).not.toContain(secret);
  });

  test('of digits is not told either', () => {
    const spec = { ...acme, env: [{ name: 'RUSTFS_SECRET_KEY', value: 81726354 }] };
    expect(messages(spec)).toContain('env[0].value [wrong-type]');
    expect(messages(spec)).not.toContain('81726354');
  });
});

describe('A rule that one pool breaks', () => {
  test('is told for that pool only', () => {
    const { pools } = acmeWithPool({ name: 'pool-1', updatePartition: 9 });
    expect(checkTenant({ ...acme, pools: [pool0, ...pools] }).map(({ path }) => path)).toEqual([
      'pools[1].updatePartition',
    ]);
  });
});
