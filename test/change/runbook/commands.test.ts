import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { checkTenant, planChange, type TenantSpec } from 'rustfs-constructs';
import {
  runbookMarkdown,
  type RunbookKind,
  type Step,
  type TenantRunbook,
} from '../../../lib/change/runbook';
import { present } from '../../support/composed';
import { acme, twoPools } from '../../support/specs';
import { asked, made, oldKeys, sealed, secure } from './runbooks';
import { inShell } from './shell';

/** A kubectl that runs the command here, and a curl that prints its configuration and what it was asked. */
const inPod = {
  kubectl: 'while [ "$1" != -- ]; do shift; done; shift; exec "$@"',
  curl: `for a; do [ "$a" = "-" ] && cat; done; printf '%s\\n' "$*"`,
  hostname: 'echo acme-pool-0-0',
  sleep: 'exit 0',
};

/** A step of a runbook, by the beginning of its title. */
function step({ steps }: TenantRunbook, title: string): Step {
  return present(steps.find((each) => each.title.startsWith(title)));
}

describe('A key that a runbook writes into a Secret', () => {
  const put = [
    'kubectl patch secret vault -n storage --type merge --patch-file /dev/stdin',
    'kubectl patch secret acme-ca-bundle -n storage --type merge --patch-file /dev/stdin',
  ];
  const written = (commands: readonly string[] = []) =>
    inShell(['TOKEN=fresh', 'echo old > old-ca.crt', 'echo new > new-ca.crt', ...commands].join('\n'), {
      kubectl: 'case "$1" in patch) cat ;; esac',
    });

  test('leaves the other keys there: a token for Vault', () => {
    const { commands = [] } = step(made('rotate-kms-token', sealed), 'Put the new token');
    const { stdout, calls } = written(commands.filter((command) => !command.startsWith('read ')));
    expect(JSON.parse(stdout)).toEqual({ stringData: { 'vault-token': 'fresh' } });
    expect(calls).toContain(put[0]);
  });

  test('leaves the other keys there: authorities, in a Secret made for them or under the key that is declared', () => {
    const first = written(step(made('rotate-ca', secure), 'Put both authorities').commands);
    expect(JSON.parse(first.stdout)).toEqual({ stringData: { 'ca.crt': 'old\nnew\n' } });
    expect(first.calls).toContain('kubectl create secret generic acme-ca-bundle -n storage');
    const caTrust = {
      source: 'SecretRef',
      caSecretRef: { name: 'acme-ca-bundle', key: 'roots.pem' },
    } as const;
    const bundled = { ...secure, tls: { ...secure.tls, caTrust } };
    const last = written(step(made('rotate-ca', bundled), 'When clients trust').commands);
    expect(JSON.parse(last.stdout)).toEqual({ stringData: { 'roots.pem': 'new\n' } });
    expect(last.calls).toEqual([put[1]]);
  });
});

describe('The functions of a runbook', () => {
  const { functions } = made('append-pool', twoPools);
  const root = { RUSTFS_ACCESS_KEY: 'admin', RUSTFS_SECRET_KEY: 'hidden' };
  const run = (call: string, environment: Record<string, string>) =>
    inShell([...functions, call].join('\n'), inPod, environment).stdout.split('\n');

  test('sign with the credentials of the server, which never stand among the arguments', () => {
    const [configuration, call] = run('admin POST "v3/pools/decommission?by-id=true&pool=1"', root);
    expect(configuration).toBe('user="admin:hidden"');
    expect(call).toBe(
      '-fsS -K - --aws-sigv4 aws:amz:us-east-1:s3 -H x-amz-content-sha256: UNSIGNED-PAYLOAD -X POST http://acme-pool-0-0.acme-hl.storage.svc.cluster.local:9000/rustfs/admin/v3/pools/decommission?by-id=true&pool=1',
    );
  });

  test.each<[string, Record<string, string>]>([
    ['in files', { RUSTFS_ACCESS_KEY_FILE: 'access', RUSTFS_SECRET_KEY_FILE: 'secret' }],
    ['by their old names', { RUSTFS_ROOT_USER: 'admin', RUSTFS_ROOT_PASSWORD: 'hidden' }],
    ['by the names of MinIO', { MINIO_ROOT_USER: 'admin', MINIO_ROOT_PASSWORD: 'hidden' }],
    ['by the first of several names', { ...root, RUSTFS_ROOT_USER: 'x', RUSTFS_ROOT_PASSWORD: 'y' }],
  ])('find the credentials of the server %s', (_, environment) => {
    const call = ['echo admin > access', 'echo hidden > secret', 'admin GET v3/info'].join('\n');
    expect(run(call, environment)[0]).toBe('user="admin:hidden"');
  });

  test('take the defaults of a development server, as RustFS does', () => {
    expect(run('admin GET v3/info', {})[0]).toBe('user="rustfsadmin:rustfsadmin"');
  });

  test('send a body from a file, which never stands among the arguments either', () => {
    const [user, data, call] = run(`admin PUT v3/add-user <(echo '{"secretKey": "a\\"b"}')`, {
      ...root,
      RUSTFS_SECRET_KEY: 'a"b\\c',
    });
    // As curl reads quoted texts of its configuration.
    expect([user, data]).toEqual([
      'user="admin:a\\"b\\\\c"',
      'data-binary="{\\"secretKey\\": \\"a\\\\\\"b\\"}"',
    ]);
    expect(call).not.toContain('secretKey');
  });

  test('speak https with a server that has certificates, under the name that it has among its peers', () => {
    const tls = mkdtempSync(join(tmpdir(), 'tls-'));
    writeFileSync(join(tls, 'ca.crt'), '');
    const { calls } = inShell([...functions, 'healthy'].join('\n'), inPod, {
      RUSTFS_TLS_PATH: tls,
      RUSTFS_LOCAL_ENDPOINT_HOST: 'a.b',
    });
    expect(calls).toContain(
      `curl -sS -m 20 -o /dev/null -w %{http_code} --cacert ${tls}/ca.crt https://a.b:9000/minio/health/cluster`,
    );
    rmSync(tls, { recursive: true });
  });

  /** A RustFS by what it answers: cluster health, the list of buckets, and a bucket; later answers when it is asked again. */
  function rustfs(health: string, list: string, bucket: string, buckets: readonly string[] = ['media', 'x']) {
    const names = buckets.map((name) => `<Bucket><Name>${name}</Name></Bucket>`).join('');
    const curl = `case "$*" in
      *health*) printf ${health} ;;
      *list-type*) printf ${bucket} ;;
      *) if [ ${list} = 200 ]; then printf '<Owner/>${names}'; else printf '<Code>SlowDown</Code>'; fi; printf ${list} ;;
    esac`;
    return inShell([...functions, 'healthy'].join('\n'), { ...inPod, curl }, root);
  }

  test.each([
    ['all answer', ['200', '200', '200'], '200'],
    ['the drives lack a write quorum', ['503', '200', '200'], '503'],
    // Cluster health stays 200 when S3 refuses every request for a bucket, and the list of buckets with them.
    ['S3 lists no buckets', ['200', '503', '503'], '503'],
    ['S3 refuses a bucket', ['200', '200', '503'], '503'],
  ] as const)('say whether S3 can be used, when %s', (_, [health, list, bucket], expected) => {
    const { status, stdout } = rustfs(health, list, bucket);
    expect({ stdout, status }).toEqual({ stdout: `${expected}\n`, status: expected === '200' ? 0 : 1 });
  });

  test('ask S3 for the first bucket that it lists, and none where there is none', () => {
    const asked = (buckets: readonly string[]) =>
      rustfs('200', '200', '200', buckets).calls.filter((call) => /^curl .*list-type/.test(call));
    expect(asked(['media', 'other'])).toEqual([
      expect.stringContaining(':9000/media?list-type=2&max-keys=0'),
    ]);
    expect(asked([])).toEqual([]);
    expect(rustfs('200', '200', '503', []).stdout).toBe('200\n');
  });

  test('give a server that has just become ready time to open S3', () => {
    const curl = `n=$(cat asked 2>/dev/null || echo 0); case "$*" in
      *health*) printf 200 ;;
      *) echo $((n + 1)) > asked; [ "$n" -lt 2 ] && printf 503 || printf 200 ;;
    esac`;
    const { stdout, calls } = inShell([...functions, 'healthy'].join('\n'), { ...inPod, curl }, root);
    expect(stdout).toBe('200\n');
    expect(calls.filter((call) => call === 'sleep 5')).toHaveLength(2);
  });

  test('write every query in the order of its names, as curl before 8 signs it as it stands', () => {
    const queries = asked.flatMap(([kind, spec, options]) =>
      [...runbookMarkdown(made(kind, spec, options)).matchAll(/(?:v3|v4|\$b)[\w/-]*\?([\w-]+=[^" )]*)/g)].map(
        ([, query = '']) => query.split('&').map((part) => part.split('=')[0]),
      ),
    );
    expect(queries.length).toBeGreaterThan(10);
    expect(queries.filter((names) => names.join() !== names.toSorted().join())).toEqual([]);
  });

  test('send the header without which RustFS refuses what an old curl signs, in every call', () => {
    const signed = functions.join('\n').match(/curl [^|;]*--aws-sigv4 [^|;]*/g) ?? [];
    expect(signed.length).toBeGreaterThanOrEqual(2);
    expect(signed.filter((call) => !call.includes('-H "$h"'))).toEqual([]);
    expect(functions.join('\n')).toContain('h="x-amz-content-sha256: UNSIGNED-PAYLOAD"');
  });
});

describe('Whether all servers are ready', () => {
  const { functions } = made('upgrade', twoPools, { image: 'rustfs/rustfs:1.0.1' });
  const names = ['acme-pool-0', 'acme-pool-1'].flatMap((set) => [0, 1, 2, 3].map((i) => `${set}-${i}`));

  function pod(name: string, changes: object = {}): object {
    return { metadata: { name }, status: { conditions: [{ type: 'Ready', status: 'True' }] }, ...changes };
  }

  const everyDrive = names.map((name) => drive(name));

  /** A drive as RustFS lists it. */
  function drive(pod: string, changes: object = {}): object {
    const endpoint = `http://${pod}.acme-hl.storage.svc.cluster.local:9000/data/rustfs0`;
    return { endpoint, state: 'ok', healing: false, availspace: 2 ** 30, ...changes };
  }

  function allReady(pods: readonly object[], but = '', drives = everyDrive, script = functions) {
    const kubectl = `case "$1" in
      get) echo '${JSON.stringify({ items: pods })}' ;;
      exec) echo '${JSON.stringify({ info: { disks: drives } })}' ;;
    esac`;
    return inShell([...script, `all_ready ${but} && echo on`].join('\n'), { kubectl, sleep: 'exit 0' });
  }

  test('is yes when each of them is', () => {
    expect(allReady(names.map((name) => pod(name)))).toMatchObject({
      stdout: 'all servers are ready\non\n',
      status: 0,
    });
  });

  test.each([
    ['is not ready', pod('acme-pool-1-2', { status: { conditions: [{ type: 'Ready', status: 'False' }] } })],
    ['has not started', pod('acme-pool-1-2', { status: {} })],
    [
      'is going',
      pod('acme-pool-1-2', {
        metadata: { name: 'acme-pool-1-2', deletionTimestamp: '2026-11-28T00:00:00Z' },
      }),
    ],
    ['is not there', undefined],
  ])('stops everything that follows when one %s, and names it', (_, broken) => {
    const others = names.filter((name) => name !== 'acme-pool-1-2').map((name) => pod(name));
    const pods = broken === undefined ? others : [...others, broken];
    const { stdout, stderr } = allReady(pods);
    expect(stdout).toBe('');
    expect(stderr).toContain('not ready: acme-pool-1-2');
    expect(allReady(pods, 'acme-pool-1-2').stdout).toContain('on');
    expect(allReady(pods, 'acme-pool-1-1').stdout).toBe('');
  });

  test.each([
    ['is dead', { state: 'drive access denied' }, 'drive access denied'],
    ['is still to be healed', { healing: true }, 'healing'],
    // RustFS makes folders on its drives at the start, and ends when it cannot.
    ['has no room', { availspace: 0 }, 'full'],
  ])('stops everything that follows when a drive %s, which no pod shows', (_, changes, said) => {
    const pods = names.map((name) => pod(name));
    const drives = names.map((name) => drive(name, name === 'acme-pool-1-2' ? changes : {}));
    const { stdout, stderr, calls } = allReady(pods, '', drives);
    expect(stdout).not.toContain('on\n');
    expect(stderr).toMatch(new RegExp(`//acme-pool-1-2\\..*/data/rustfs0 ${said}`));
    expect(calls.filter((call) => call === 'sleep 5')).toHaveLength(6);
    for (const replaced of ['acme-pool-1-2', 'acme-pool-1-2 /data/rustfs0']) {
      expect(allReady(pods, replaced, drives).stdout).toContain('on\n');
    }
    for (const other of ['acme-pool-1-1', 'acme-pool-1-2 /data/rustfs1']) {
      expect(allReady(pods, other, drives).stdout).not.toContain('on\n');
    }
  });

  test('is not yes when RustFS does not answer for its drives', () => {
    const { stdout, stderr } = allReady(
      names.map((name) => pod(name)),
      '',
      [],
      functions.map((line) => line.replaceAll(/^admin\(\) .*/gm, 'admin() { return 22; }')),
    );
    expect(stdout).not.toContain('on\n');
    expect(stderr).toContain('nobody answers');
  });

  test('lets claims grow where drives are full, as nothing else makes room', () => {
    expect(made('size-up', twoPools, { size: '1Ti' }).summary.join('\n')).toMatch(
      /helps a full tenant, which answers PUT and DELETE with 500.*down already .* comes first/,
    );
    const full = names.map((name) => drive(name, { availspace: 0 }));
    const growing = made('size-up', twoPools, { size: '1Ti' }).functions;
    const pods = names.map((name) => pod(name));
    expect(allReady(pods, '', full, growing).stdout).toContain('on\n');
    expect(allReady(pods, '', full, functions).stdout).not.toContain('on\n');
  });

  test('is the first step of every runbook, and refuses to go on', () => {
    for (const [kind, spec, options] of asked) {
      const [first] = made(kind, spec, options).steps;
      if (kind === 'replace') {
        expect(first?.title).toBe('See that the others restore what goes');
        expect(first?.check.commands[0]).toMatch(/^replaceable acme-pool-\d-\d( \/data\/rustfs\d)?$/);
      } else {
        expect([kind, first?.title]).toEqual([kind, 'Let all servers be ready first']);
        expect(first?.check.commands[0]).toBe('all_ready && healthy');
      }
    }
  });

  test('is asked again before anything restarts servers one by one', () => {
    const oneByOne = asked.flatMap(([kind, spec, options]) =>
      made(kind, spec, options)
        .steps.flatMap(({ commands = [] }) => commands)
        .filter((line) => /rollout restart|kubectl delete pod /.test(line)),
    );
    expect(oneByOne.length).toBeGreaterThan(5);
    expect(oneByOne.filter((line) => !/^(all_ready|replaceable \S+) /.test(line))).toEqual([]);
  });

  test('of a pool that is only to come is not asked', () => {
    const { functions: appending } = made('append-pool', twoPools);
    expect(appending.join('\n')).toContain('[{"acme-pool-0":4} |');
  });

  test('comes with the nodes, where a lost zone would hold every restart back', () => {
    const zone = 'topology.kubernetes.io/zone';
    const spread = {
      ...twoPools,
      placement: { ...twoPools.placement, failureDomain: { topologyKey: zone, count: 3 } },
    };
    for (const kind of ['upgrade', 'replace', 'rotate-root'] as const) {
      const options = { image: 'rustfs/rustfs:1.0.1', pool: 'pool-0', server: 1 };
      const [first] = made(kind, spread, options).steps;
      expect(first?.text).toContain(`Nor may any server restart while a domain of ${zone} is away`);
      expect(first?.check.commands[1]).toContain(`kubectl get nodes -L ${zone}`);
      expect(made(kind, twoPools, options).steps[0]?.text).not.toContain('domain');
    }
  });
});

describe('Whether something can be replaced', () => {
  /** A drive of `acme` of some shape that is not as it should be, as `server/drive`. */
  type NotOk = Readonly<Record<string, object>>;
  const dead = { state: 'drive access denied' };
  const offline = { state: 'offline' };

  function replaceable(shape: string, what: string, notOk: NotOk, more: Partial<TenantSpec> = {}, lost = '') {
    const [servers = 0, volumesPerServer = 0] = shape.split('x').map(Number);
    const pools = [{ name: 'pool-0', servers, persistence: { volumesPerServer } }];
    const spec = { ...acme, ...more, pools };
    const [server = 0, drive] = what.split('/').map(Number);
    const { functions, steps } = made('replace', spec, { server, ...(drive === undefined ? {} : { drive }) });
    const setSize = more.erasureSetDriveCount ?? servers * volumesPerServer;
    const all = Array.from({ length: servers * volumesPerServer }, (_, i) => ({
      key: `${i % servers}/${Math.floor(i / servers)}`,
      endpoint: `http://acme-pool-0-${i % servers}.acme-hl.storage.svc.cluster.local:9000/data/rustfs${Math.floor(i / servers)}`,
      state: 'ok',
      healing: false,
      availspace: 2 ** 30,
      pool_index: 0,
      set_index: Math.floor(i / setSize),
    }));
    const disks = all.map(({ key, ...disk }) => ({ ...disk, ...notOk[key] }));
    const items = Array.from({ length: servers }, (_, i) => `acme-pool-0-${i}`)
      .filter((name) => name !== lost)
      .map((name) => ({ metadata: { name }, status: { conditions: [{ type: 'Ready', status: 'True' }] } }));
    const kubectl = `case "$1" in
      get) echo '${JSON.stringify({ items })}' ;;
      exec) echo '${JSON.stringify({ disks })}' ;;
    esac`;
    const guard = present(steps[0]?.check.commands[0]);
    return inShell([...functions, `${guard} && echo on`].join('\n'), { kubectl, sleep: 'exit 0' });
  }

  const allOf = (server: number, drives: number, changes: object): NotOk =>
    Object.fromEntries(Array.from({ length: drives }, (_, drive) => [`${server}/${drive}`, changes]));

  test.each<[string, string, string, NotOk, Partial<TenantSpec>?]>([
    ['the only dead drive, which shuts S3', '2x2', '1/0', { '1/0': dead }],
    ['a drive that is to go, where all is well', '4x2', '1/0', {}],
    ['one of two dead drives, which shut S3', '4x2', '2/0', { '2/0': dead, '3/0': dead }],
    ['the other one of them', '4x2', '3/0', { '2/0': dead, '3/0': dead }],
    ['a dead drive while another one heals', '4x2', '3/0', { '2/0': { healing: true }, '3/0': dead }],
    ['a dead drive beside a full one', '4x2', '3/0', { '0/0': { availspace: 0 }, '3/0': dead }],
    [
      'a dead drive, with another one dead in another set',
      '4x2',
      '3/0',
      { '3/0': dead, '3/1': dead },
      { erasureSetDriveCount: 4, parity: 1 },
    ],
    ['a lost server, with a dead drive elsewhere', '8x2', '1', { ...allOf(1, 2, offline), '2/1': dead }],
  ])('is yes for %s', (_, shape, what, notOk, more = {}) => {
    const { stdout, status } = replaceable(shape, what, notOk, more);
    expect(stdout).toMatch(/(all servers are ready|nothing is lost: the others restore it)\non\n$/);
    expect(status).toBe(0);
  });

  // RustFS lists the drives of a server that is gone as ok for a while.
  test.each([
    ['offline', allOf(2, 2, offline)],
    ['still ok', {}],
  ])(
    'counts a lost server beside the one that is replaced, when its drives are listed as %s',
    (_, listed) => {
      const asked = (parity: number) =>
        replaceable('8x2', '1', { ...allOf(1, 2, offline), ...listed }, { parity }, 'acme-pool-0-2');
      expect(asked(4).stderr).toContain('not ready: acme-pool-0-2');
      expect(asked(4).stdout).toBe('nothing is lost: the others restore it\non\n');
      expect(asked(3).stderr).toContain('STOP: an erasure set would have 12 good drives, and 13 restore it');
    },
  );

  test.each<[string, string, string, NotOk, Partial<TenantSpec>, string]>([
    ['a drive that is ok while another is dead', '4x2', '1/0', { '2/0': dead }, {}, 'first mend what is not'],
    [
      'more than parity of one set',
      '4x2',
      '2/0',
      { '2/0': dead, '3/0': dead },
      { erasureSetDriveCount: 4, parity: 1 },
      'an erasure set would have 2 good drives, and 3 restore it',
    ],
    [
      'one that the drive which still heals is needed for',
      '4x1',
      '2/0',
      { '2/0': dead, '3/0': { healing: true } },
      { parity: 1 },
      'an erasure set would have 2 good drives, and 3 restore it',
    ],
    [
      'half of the drives, with which no server starts',
      '1x4',
      '0/1',
      { '0/1': dead, '0/2': dead },
      {},
      '2 of 4 drives of the pool would have a format',
    ],
    [
      'a server that is listed otherwise',
      '4x2',
      '3/0',
      { '3/0': { endpoint: 'http://x:9000/data/rustfs0' }, '2/0': dead },
      {},
      'RustFS lists other drives of acme-pool-0-3',
    ],
  ])('is no for %s', (_, shape, what, notOk, more, said) => {
    const { stdout, stderr, status } = replaceable(shape, what, notOk, more);
    expect(stderr).toMatch(/^drives: http.*\nSTOP: /m);
    expect(stderr).toContain(said);
    expect(stdout).not.toContain('on\n');
    expect(status).toBe(1);
  });

  test('is yes for a drive that keeps its server down, whose other drives come back with it', () => {
    const { stdout } = replaceable('2x2', '1/0', allOf(1, 2, offline), {}, 'acme-pool-0-1');
    expect(stdout).toBe('all servers are ready\nnothing is lost: the others restore it\non\n');
    // As shards they count as dead, as nobody has seen them.
    const { stderr } = replaceable('4x2', '1/0', allOf(1, 2, offline), { parity: 1 }, 'acme-pool-0-1');
    expect(stderr).toContain('STOP: an erasure set would have 6 good drives, and 7 restore it');
    const text = made('replace', shaped(1, 4), { server: 0, drive: 1 }).steps[2]?.text;
    expect(text).toContain('Where the drive keeps the only server down, nobody answers');
    expect(text).toContain('drives are named that are only away with it: they stay');
    expect(made('replace', shaped(2, 4), { server: 0, drive: 1 }).steps[2]?.text).not.toContain(
      'only server',
    );
  });

  test('is no when nobody answers, and asks another server where that is said', () => {
    const { functions } = made('replace', shaped(4, 4), { server: 1 });
    const silent = inShell([...functions, 'replaceable acme-pool-0-1'].join('\n'), { sleep: 'exit 0' });
    expect(silent).toMatchObject({ status: 1, stderr: expect.stringContaining('STOP: nobody answers') });
    const asked = inShell([...functions, 'ASK=acme-pool-0-3; admin GET v3/info'].join('\n'), { kubectl: '' });
    expect(asked.calls.join()).toContain('exec -n storage acme-pool-0-3 -c rustfs');
  });

  test('asks a server that is there, and not the one that goes where there is another', () => {
    const asked = (spec: TenantSpec, server: number) =>
      /ASK:-([\w-]+)/.exec(made('replace', spec, { pool: 'pool-0', server, drive: 0 }).functions.join())?.[1];
    expect(asked(shaped(1, 4), 0)).toBe('acme-pool-0-0');
    expect(asked(shaped(4, 2), 0)).toBe('acme-pool-0-1');
    expect(asked(shaped(4, 2), 3)).toBe('acme-pool-0-0');
    expect(asked(twoPools, 0)).toBe('acme-pool-1-0');
  });

  test('asks S3 of nothing before what is replaced is back', () => {
    const { steps } = made('replace', shaped(4, 2), { server: 2, drive: 0 });
    const asks = steps.map(({ commands = [], check }) =>
      /healthy/.test([...commands, ...check.commands].join()),
    );
    expect(asks).toEqual([false, false, false, true]);
    expect(steps.at(-1)?.check.expect).toContain('**Where others are still dead**, the last line names them');
  });
});

/** `acme` of another shape. */
function shaped(servers: number, volumesPerServer: number, more: Partial<TenantSpec> = {}): TenantSpec {
  return { ...acme, ...more, pools: [{ name: 'pool-0', servers, persistence: { volumesPerServer } }] };
}

describe('Replacing a node', () => {
  const runbook = made('replace', twoPools, { pool: 'pool-0', server: 1 });
  const script = [
    'replaceable() { true; }; healthy() { echo 200; }',
    ...runbook.steps.slice(1, 4).flatMap(({ commands = [], check }) => [...commands, ...check.commands]),
  ].join('\n');

  function replace(onNode: readonly string[], node = 'n1') {
    const kubectl = `case "$*" in
      'get pod acme-pool-0-1 '*) printf '${node}' ;;
      *field-selector*spec.nodeName=${node}' '*) printf '${onNode.join('\\n')}' ;;
    esac`;
    return inShell(script, { kubectl });
  }
  const dangerous = (calls: readonly string[]) => calls.filter((call) => /cordon|delete/.test(call));

  test('asks for objects of less parity than the server has drives in a set', () => {
    const asked = runbook.requirements.map(({ text }) => text).join('\n');
    expect(asked).toContain('those of REDUCED_REDUNDANCY have 1 and would be lost');
    const oneDrive = made('replace', twoPools, { pool: 'pool-0', server: 1, drive: 0 });
    expect(oneDrive.requirements.map(({ text }) => text).join('\n')).toContain(
      'objects of a time when the tenant had less parity would be lost',
    );
  });

  test('goes on when the server is alone on it', () => {
    const { calls, stdout } = replace(['pod/acme-pool-0-1']);
    expect(stdout).toContain('yes');
    expect(dangerous(calls)).toEqual([
      'kubectl cordon n1',
      'kubectl delete pvc vol-0-acme-pool-0-1 vol-1-acme-pool-0-1 vol-2-acme-pool-0-1 vol-3-acme-pool-0-1 -n storage --wait=false',
      'kubectl delete pod acme-pool-0-1 -n storage',
    ]);
  });

  test.each([
    ['one of another pool is there', ['pod/acme-pool-0-1', 'pod/acme-pool-1-3'], 'n1'],
    ['another one of the pool is there', ['pod/acme-pool-0-0', 'pod/acme-pool-0-1'], 'n1'],
    ['the pod is on no node', [], ''],
    ['the cluster does not answer', [], 'n1'],
  ])('deletes nothing when %s', (_, onNode, node) => {
    expect(dangerous(replace(onNode, node).calls)).toEqual([]);
  });

  test('deletes nothing that the others do not restore', () => {
    const away = script.replace('replaceable() { true; }', 'replaceable() { false; }');
    const kubectl = `case "$*" in
      'get pod acme-pool-0-1 '*) printf n1 ;;
      *field-selector*) printf pod/acme-pool-0-1 ;;
    esac`;
    expect(inShell(away, { kubectl }).calls.filter((call) => call.includes('delete'))).toEqual([]);
  });

  test.each([
    ['4 x 4', shaped(4, 4), { server: 0 }, 'reads and writes go on. Count on no further server'],
    ['2 x 4, of a drive', shaped(2, 4), { server: 0, drive: 0 }, 'reads and writes go on'],
    ['2 x 2, of a drive', shaped(2, 2), { server: 0, drive: 1 }, 'nothing of the tenant is read'],
    ['1 x 4, of a drive', shaped(1, 4), { server: 0, drive: 1 }, 'reads and writes go on. Count on no'],
    ['6 x 4 of parity 2', shaped(6, 4, { parity: 2 }), { server: 0 }, 'reads and writes go on'],
  ] as const)('says what goes on meanwhile: %s', (_, spec, which, text) => {
    expect(made('replace', spec, which).summary[0]).toContain(text);
  });

  test('tells that a drive is as good as its server where there are two, and what the restart takes', () => {
    const summaries = [1, 2, 3, 4].map((drives) =>
      made('replace', shaped(4, drives), { server: 0, drive: 0 }).summary.join('\n'),
    );
    expect(summaries.map((text) => text.includes('It is as good as a server'))).toEqual([
      true,
      true,
      false,
      false,
    ]);
    expect(summaries[1]).toContain('with 1 of its 2 drives acme-pool-0-0 answers for no bucket');
    // The drive alone is borne, the restart is not.
    const lone = made('replace', shaped(1, 4), { server: 0, drive: 0 }).summary.join('\n');
    expect(lone).toContain(
      'restarts for it: while it is away, there is nobody to answer: connections are refused.',
    );
  });

  test('tells a dead drive from an emptied one, and both from one that keeps its server down', () => {
    const text = made('replace', acme, { server: 0, drive: 0 })
      .requirements.map((each) => each.text)
      .join('\n');
    expect(text).toContain('A dead drive answers errors');
    expect(text).toMatch(/only empty.* needs nothing of this/);
    expect(text).toContain('"permission denied" ends its whole server at every start');
  });
});

describe('Restarting one by one', () => {
  const kinds = ['upgrade', 'rotate-root', 'rename-root'] as const;
  const said = (spec: TenantSpec, kind: RunbookKind) =>
    made(kind, spec, { image: 'rustfs/rustfs:1.0.1' }).summary.join('\n');

  test.each(kinds)('says what goes on without a server: %s', (kind) => {
    expect(said(twoPools, kind)).toContain(
      'While a server of pool-0 or pool-1 is away, reads and writes go on.',
    );
    const pools = [...twoPools.pools, { name: 'pool-2', servers: 2, persistence: { volumesPerServer: 4 } }];
    const text = said({ ...twoPools, pools }, kind);
    expect(text).toContain('While a server of pool-0 or pool-1 is away, reads and writes go on.');
    expect(text).toContain(
      'While a server of pool-2 is away, too few servers answer for a bucket, so nothing of the tenant is read',
    );
  });

  test.each(kinds)('says that nobody answers while the only server is away: %s', (kind) => {
    const lone = { ...acme, pools: [{ name: 'pool-0', servers: 1, persistence: { volumesPerServer: 4 } }] };
    expect(said(lone, kind)).toContain(
      'While a server of pool-0 is away, there is nobody to answer: connections are refused.',
    );
    // Beside another pool, its servers are there to say that they cannot.
    const beside = { ...lone, pools: [...lone.pools, ...twoPools.pools.slice(1)] };
    expect(said(beside, kind)).toContain('While a server of pool-0 is away, too few servers answer');
  });

  test('says so where only the shards stop', () => {
    expect(said({ ...acme, parity: 2 }, 'upgrade')).toContain('what lies there is neither read nor written');
  });
});

describe('A Secret that was replaced', () => {
  const tenant: TenantSpec = {
    ...acme,
    credsSecret: { name: 'shared' },
    rpcSecret: { name: 'shared', key: 'rpc' },
  };
  const deletions = (['rotate-root', 'rename-root', 'rotate-rpc'] as const).map(
    (kind) =>
      [
        kind,
        present(
          made(kind, tenant, { secret: 'other' })
            .steps.flatMap(({ commands = [] }) => commands)
            .find((line) => line.includes('kubectl delete secret shared')),
        ),
      ] as const,
  );
  const pod = (spec: object) => ({ kind: 'Pod', metadata: { name: 'acme-pool-0-0' }, spec });
  const ran = (command: string, kubectl: string) =>
    inShell(command, { kubectl: `case "$1" in get) ${kubectl} ;; esac` });
  const among = (items: readonly object[]) => `echo '${JSON.stringify({ items })}'`;

  test.each(deletions)('is deleted when nothing names it: %s', (_, command) => {
    const others = [
      pod({ volumes: [{ name: 'shared', secret: { secretName: 'tls' } }], nodeName: 'shared' }),
      pod({ containers: [{ env: [{ name: 'SECRET', valueFrom: { secretKeyRef: { name: 'other' } } }] }] }),
    ];
    expect(ran(command, among(others)).calls.at(-1)).toBe(
      `kubectl delete secret shared -n ${acme.namespace}`,
    );
  });

  test.each([
    ['a key', { containers: [{ env: [{ valueFrom: { secretKeyRef: { name: 'shared', key: 'sse' } } }] }] }],
    ['all of its keys', { containers: [{ envFrom: [{ secretRef: { name: 'shared' } }] }] }],
    ['a volume', { volumes: [{ secret: { secretName: 'shared' } }] }],
    ['a projected volume', { volumes: [{ projected: { sources: [{ secret: { name: 'shared' } }] } }] }],
    ['a template of pods', { template: { spec: { imagePullSecrets: [{ name: 'shared' }] } } }],
  ])('stays where %s is still taken from it, in every runbook', (_, spec) => {
    for (const [, command] of deletions) {
      const { calls, stderr, status } = ran(command, among([pod(spec)]));
      expect(calls.some((call) => call.includes('delete'))).toBe(false);
      expect(stderr).toContain('shared is still named by Pod acme-pool-0-0');
      expect(status).not.toBe(0);
    }
  });

  test.each(deletions)('stays when the cluster does not answer: %s', (_, command) => {
    for (const kubectl of ['exit 1', `${among([])}; exit 1`, 'exit 0']) {
      expect(ran(command, kubectl).calls.some((call) => call.includes('delete'))).toBe(false);
    }
  });
});

describe('Rotating the root credentials', () => {
  const secret = (data: Record<string, string>) =>
    JSON.stringify({
      apiVersion: 'v1',
      kind: 'Secret',
      type: 'Opaque',
      data: Object.fromEntries(
        Object.entries(data).map(([key, text]) => [key, Buffer.from(text).toString('base64')]),
      ),
    });
  const texts = (object: string): Record<string, string> => {
    const { data } = JSON.parse(object) as { data: Record<string, string> };
    return Object.fromEntries(
      Object.entries(data).map(([key, text]) => [key, Buffer.from(text, 'base64').toString()]),
    );
  };
  /** A kubectl with the old Secret and perhaps one of old keys; what it is given it prints. */
  function kubectl(root: Record<string, string>, old?: Record<string, string>) {
    return `case "$*" in
      'get secret acme-root '*) echo '${secret(root)}' ;;
      'get secret iam '*) echo '${secret(old ?? {})}' ;;
      *) cat ;;
    esac`;
  }
  const given = { accesskey: 'admin', secretkey: 'former-secret' };

  test('keeps the access key and makes another secret key', () => {
    const [command = ''] = present(step(made('rotate-root', acme), 'Make a Secret').commands);
    const { stdout } = inShell(command, { kubectl: kubectl(given) });
    expect(texts(stdout)).toEqual({
      accesskey: 'admin',
      secretkey: expect.stringMatching(/^[0-9a-f]{40}$/),
    });
    expect(JSON.parse(stdout)).toMatchObject({ metadata: { name: 'acme-root-2', namespace: 'storage' } });
  });

  test('goes by the keys that an adopted tenant takes its credentials from', () => {
    const keys = { accessKey: 'rootUser', secretKey: 'root.password' };
    const selector = { app: 'acme' };
    const adopted = { ...acme, adopted: { headlessService: 'acme-hl', selector, credentialKeys: keys } };
    const live = { rootUser: 'admin', 'root.password': 'former-secret' };
    const commandIn = (kind: 'rotate-root' | 'rename-root', title: string, i = 0) =>
      present(step(made(kind, adopted), title).commands)[i] ?? '';
    const rotated = inShell(commandIn('rotate-root', 'Make a Secret'), { kubectl: kubectl(live) });
    expect(texts(rotated.stdout)).toEqual({
      rootUser: 'admin',
      'root.password': expect.stringMatching(/^[0-9a-f]{40}$/),
    });
    for (const title of ['Make a Secret', 'Keep readable']) {
      const { stdout, stderr } = inShell(commandIn('rotate-root', title), { kubectl: kubectl(given) });
      expect({ stdout, stderr }).toEqual({
        stdout: '',
        stderr: expect.stringContaining('the Secret has no rootUser'),
      });
    }
    const kept = inShell(commandIn('rotate-root', 'Keep readable'), { kubectl: kubectl(live) });
    expect(texts(kept.stdout)).toEqual({ keys: 'former-secret,admin:former-secret' });
    const listed = inShell(commandIn('rename-root', 'List what hangs'), { kubectl: kubectl(live) });
    expect(listed.stdout).toBe('admin\n');
    expect(commandIn('rename-root', 'Make the new credentials')).toMatch(
      /--from-literal=rootUser=.* --from-literal=root\.password=/,
    );
  });

  test('keeps the old credentials among the keys that RustFS tries, in both forms that it encrypted with', () => {
    const runbook = made('rotate-root', acme);
    const [command = ''] = present(step(runbook, 'Keep readable').commands);
    const { stdout } = inShell(command, { kubectl: kubectl(given) });
    expect(texts(stdout)).toEqual({ keys: 'former-secret,admin:former-secret' });
    const rollout = JSON.stringify(step(runbook, 'Name the new Secret').objects);
    expect(rollout).toContain(
      '{"name":"RUSTFS_IAM_MASTER_KEY_OLD_KEYS","valueFrom":{"secretKeyRef":{"name":"acme-iam-old-keys","key":"keys"}}}',
    );
  });

  test('adds them to those that the servers have already', () => {
    const [command = ''] = present(
      step(made('rotate-root', { ...acme, env: [oldKeys] }), 'Keep readable').commands,
    );
    const { stdout, calls } = inShell(command, { kubectl: kubectl(given, { old: 'earlier' }) });
    expect(texts(stdout)).toEqual({ old: 'earlier,former-secret,admin:former-secret' });
    expect(calls).toContain('kubectl patch secret iam -n storage --type merge --patch-file /dev/stdin');
  });

  test.each(['with,comma', ' in front', 'behind\n'])(
    'does not list a secret that the list would change: %j',
    (text) => {
      const [command = ''] = present(step(made('rotate-root', acme), 'Keep readable').commands);
      const { stdout, stderr } = inShell(command, { kubectl: kubectl({ ...given, secretkey: text }) });
      expect(stdout).toBe('');
      expect(stderr).toContain('cannot stand in the list');
    },
  );

  test('says who notices: root itself and every session, but no user', () => {
    for (const kind of ['rotate-root', 'rename-root'] as const) {
      const text = made(kind, acme).summary.join('\n');
      expect(text).toContain('turned away by some servers until the last has restarted');
      expect(text).toContain('logins by OpenID');
      expect(text).toMatch(/Users, (their )?access keys.* go on as they are/);
    }
  });

  test('ends with a declaration that the checks and the plan accept, and whose plan says who notices', () => {
    const kept = { ...oldKeys, valueFrom: { secretKeyRef: { name: 'acme-iam-old-keys', key: 'keys' } } };
    const rotated = { ...acme, credsSecret: { name: 'acme-root-2' }, env: [kept] };
    expect(checkTenant(rotated)).toEqual([]);
    const { verdict, tenants } = planChange(acme, rotated);
    expect(verdict).toBe('rolls');
    expect(tenants[0]?.afterwards.join('\n')).toMatch(/^Log in again: .*logins, AssumeRole.*rename-root\.$/);
    const { tenants: other } = planChange(acme, { ...acme, env: [kept] });
    expect(other[0]?.afterwards).toEqual([]);
  });

  test('says where the rollout stops without an RPC secret, and the way back', () => {
    const { rpcSecret: _rpc, ...derived } = acme;
    for (const kind of ['rotate-root', 'rename-root'] as const) {
      const text = made(kind, derived).summary.join('\n');
      expect(text).toMatch(/first server that restarts ends after two minutes.*way back is safe/);
      expect(made(kind, acme).summary.join('\n')).not.toContain('two minutes');
    }
  });

  test('under another name is a runbook of its own, which says what it costs', () => {
    expect(made('rotate-root', acme).summary[0]).toMatch(
      /access keys that the old one has made would be denied .* from the first .*rename-root/,
    );
    expect(made('rename-root', acme).summary[0]).toContain('are denied everything from the first restarted');
  });
});

describe('Another name for root', () => {
  const runbook = made('rename-root', acme);
  const keys = [
    {
      accessKey: 'all+keys',
      impliedPolicy: true,
      policy: '{"Version":"2012-10-17","Statement":[]}',
      name: 'everything',
      expiration: null,
    },
    {
      accessKey: 'thumbnails',
      impliedPolicy: false,
      policy: '{"Version":"2012-10-17","Statement":[{"Effect":"Allow"}]}',
      description: 'The gallery',
      expiration: '2027-01-01T00:00:00Z',
    },
  ];
  const admin = `admin() { echo "$1 $2" >> calls.log; [ -z "$3" ] || cat "$3"; case "$2" in
    v3/list-service-accounts*) echo '${JSON.stringify({ accounts: keys })}' ;;
    v3/info-service-account?accessKey=all%2Bkeys) echo '${JSON.stringify({ ...keys[0], accessKey: undefined })}' ;;
    v3/info-service-account?accessKey=thumbnails) echo '${JSON.stringify({ ...keys[1], accessKey: undefined })}' ;;
  esac; }`;
  const kept = `cat > root-keys.json <<'END'\n${keys.map((key) => JSON.stringify(key)).join('\n')}\nEND`;

  test('lists the access keys that hang on the old one, with their rights', () => {
    const [, ...list] = present(step(runbook, 'List what hangs').commands);
    const { stdout } = inShell([admin, ...list, 'jq -c . root-keys.json'].join('\n'), {});
    expect(
      stdout
        .trim()
        .split('\n')
        .map((line): unknown => JSON.parse(line)),
    ).toEqual(keys);
  });

  test('gives each a user with its rights, which depends on no root', () => {
    const [, , ...give] = present(step(runbook, 'Give each').commands);
    const { stdout, calls } = inShell(
      [admin, kept, 'KEY=thumbnails SUCCESSOR=gallery SECRET=typed-in', ...give].join('\n'),
      {},
    );
    expect(calls).toEqual([
      'PUT v3/add-canned-policy?name=gallery',
      'PUT v3/add-user?accessKey=gallery',
      'PUT v3/set-user-or-group-policy?isGroup=false&policyName=gallery&userOrGroup=gallery',
    ]);
    expect(stdout).toContain('"Effect": "Allow"');
    expect(stdout).toContain('"secretKey": "typed-in"');
  });

  test.each([
    [
      'thumbnails',
      {
        policy: JSON.parse(keys[1]?.policy ?? ''),
        description: 'The gallery',
        expiration: '2027-01-01T00:00:00Z',
      },
    ],
    ['all+keys', { name: 'everything' }],
  ])('makes %s anew under the new root, with the secret that its client has', (key, rest) => {
    const [, , ...anew] = present(step(runbook, 'Make anew').commands);
    const silent = admin.replace('cat "$3"', 'cp "$3" sent.json');
    const { stdout, calls } = inShell(
      [silent, kept, `KEY=${key} SECRET=typed-in`, ...anew, 'cat sent.json'].join('\n'),
      {},
    );
    expect(calls).toEqual([
      `DELETE v3/delete-service-account?accessKey=${encodeURIComponent(key)}`,
      'PUT v3/add-service-account',
    ]);
    expect(JSON.parse(stdout)).toEqual({ accessKey: key, secretKey: 'typed-in', ...rest });
  });

  test('deletes no key that it does not know how to make', () => {
    const [, , ...anew] = present(step(runbook, 'Make anew').commands);
    const { calls } = inShell([admin, kept, 'KEY=unknown SECRET=typed-in', ...anew].join('\n'), {});
    expect(calls).toEqual([]);
  });
});
