import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { composeTenant, planChange, planText, type PoolSpec, type TenantSpec } from 'rustfs-constructs';
import { checkAgainstLock, emptyLock, lockWith, tenantIdentity, type Lock } from '../../lib/change';
import { withForgotten } from '../../lib/change/forget';
import { problemCodes } from '../../lib/tenant/problem';
import { present } from '../support/composed';
import { acme, fromChart, fromChartWithPool, pool0, pool1, singleDrive, twoPools } from '../support/specs';

function locked(spec: TenantSpec): Lock {
  return lockWith(emptyLock, present(tenantIdentity(composeTenant(spec))), 'acme.yaml');
}

function withPool(changes: Partial<PoolSpec>): TenantSpec {
  return { ...twoPools, pools: [pool0, { ...pool1, ...changes }] };
}

function withDrives(changes: Partial<PoolSpec['persistence']>): TenantSpec {
  return withPool({ persistence: { ...pool1.persistence, ...changes } });
}

function withClaim(storage: string, more: object = {}): TenantSpec {
  return withDrives({
    volumeClaimTemplate: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage } }, ...more },
  });
}

const [small, large] = ['10Gi', '20Gi'];

/** A change that breaks one rule, and what is found of it. */
type Row = [change: string, before: TenantSpec, after: TenantSpec, finding: string];

const rows: Row[] = [
  ['a reordered list', twoPools, { ...twoPools, pools: [pool1, pool0] }, 'error pools [pool-reordered]'],
  ['a new pool before the others', acme, { ...acme, pools: [pool1, pool0] }, 'error pools [pool-reordered]'],
  ['a renamed pool', twoPools, withPool({ name: 'cold' }), 'error pools[1].name [pool-renamed]'],
  [
    'a pool in the place of another',
    twoPools,
    withPool({ name: 'cold', servers: 8 }),
    'error pools[1] [pool-removed]',
  ],
  ['more servers', twoPools, withPool({ servers: 8 }), 'error pools[1].servers [pool-reshaped]'],
  [
    'more drives',
    twoPools,
    withDrives({ volumesPerServer: 8 }),
    'error pools[1].persistence.volumesPerServer [pool-reshaped]',
  ],
  ['a removed pool', twoPools, acme, 'error pools [pool-removed]'],
  [
    'another cluster domain',
    acme,
    { ...acme, clusterDomain: 'k8s.example.com' },
    'error clusterDomain [cluster-domain-changed]',
  ],
  [
    'another path of the drives',
    twoPools,
    withDrives({ path: '/mnt' }),
    'error pools[1].persistence.path [drive-path-changed]',
  ],
  [
    'another start order',
    singleDrive,
    { ...singleDrive, podManagementPolicy: 'OrderedReady' },
    'error podManagementPolicy [start-order-changed]',
  ],
  [
    'another StorageClass',
    twoPools,
    withClaim(small, { storageClassName: 'fast' }),
    'error pools[1].persistence [claim-template-changed]',
  ],
  [
    'another label of the claims',
    twoPools,
    withDrives({ labels: { team: 'media' } }),
    'error pools[1].persistence [claim-template-changed]',
  ],
  [
    'a log claim more',
    acme,
    { ...acme, logging: { mode: 'persistent' } },
    'error pools[0].persistence [claim-template-changed]',
  ],
  [
    'smaller claims',
    withClaim(large),
    withClaim(small),
    'error pools[1].persistence.volumeClaimTemplate.resources.requests.storage [claim-shrunk]',
  ],
  [
    'larger claims',
    withClaim(small),
    withClaim(large),
    'warning pools[1].persistence.volumeClaimTemplate.resources.requests.storage [claim-grown]',
  ],
  [
    'a larger log claim',
    { ...acme, logging: { mode: 'persistent', storageSize: '5Gi' } },
    { ...acme, logging: { mode: 'persistent', storageSize: '6Gi' } },
    'warning logging.storageSize [claim-grown]',
  ],
  [
    'claims in another order',
    fromChart,
    fromChartWithPool({ claimNames: ['data-rustfs-1', 'data-rustfs-0', 'data-rustfs-2', 'data-rustfs-3'] }),
    'error pools[0].persistence [claim-template-changed]',
  ],
  [
    'a set size where there was none',
    acme,
    { ...acme, erasureSetDriveCount: 8 },
    'error pools[0] [set-size-changed]',
  ],
  [
    'another set size',
    { ...acme, erasureSetDriveCount: 8 },
    { ...acme, erasureSetDriveCount: 4 },
    'error pools[0] [set-size-changed]',
  ],
  ['no set size any more', { ...acme, erasureSetDriveCount: 8 }, acme, 'error pools[0] [set-size-changed]'],
  [
    'a set size by a variable',
    acme,
    { ...acme, env: [{ name: 'MINIO_ERASURE_SET_DRIVE_COUNT', value: '8' }] },
    'error pools[0] [set-size-changed]',
  ],
  [
    'a set size that only the cluster knows',
    acme,
    {
      ...acme,
      env: [
        {
          name: 'RUSTFS_ERASURE_SET_DRIVE_COUNT',
          valueFrom: { configMapKeyRef: { name: 'settings', key: 'drives' } },
        },
      ],
    },
    'error pools[0] [set-size-changed]',
  ],
];

/** Changes that no rule is about. */
const allowed: [change: string, before: TenantSpec, after: TenantSpec][] = [
  ['nothing', twoPools, twoPools],
  ['a pool at the end', acme, twoPools],
  ['the set size that RustFS takes by itself', acme, { ...acme, erasureSetDriveCount: 16 }],
  ['another parity', acme, { ...acme, parity: 2 }],
  ['the same size in other words', withClaim('1Gi'), withClaim('1024Mi')],
  ['a default said', withClaim(small), withClaim(small, { volumeMode: 'Filesystem' })],
  ['another profile', { ...acme, compatibility: 'operator' }, acme],
];

function findings(before: TenantSpec, after: TenantSpec): string[] {
  return checkAgainstLock(locked(before), present(tenantIdentity(composeTenant(after)))).map(
    ({ severity, path, code }) => `${severity} ${path} [${code}]`,
  );
}

describe('Against the lock', () => {
  test.each(rows)('%s is told', (_, before, after, finding) => {
    expect(findings(before, after)).toEqual([finding]);
  });

  test.each(allowed)('%s is no problem', (_, before, after) => {
    expect(findings(before, after)).toEqual([]);
  });

  test('a tenant with another name takes the place of the one that its file declared', () => {
    const other = present(tenantIdentity(composeTenant({ ...acme, name: 'emca' })));
    const problems = checkAgainstLock(locked(acme), other, 'acme.yaml', ['storage/emca']);
    expect(problems).toMatchObject([{ path: 'name', code: 'tenant-renamed' }]);
  });

  test('and so does one with another namespace', () => {
    const other = present(tenantIdentity(composeTenant({ ...acme, namespace: 'elsewhere' })));
    const problems = checkAgainstLock(locked(acme), other, 'acme.yaml', ['elsewhere/acme']);
    expect(problems).toMatchObject([{ path: 'namespace', code: 'namespace-changed' }]);
  });

  test('a tenant beside the other, or of another file, is a new one', () => {
    const other = present(tenantIdentity(composeTenant({ ...acme, name: 'emca' })));
    expect(checkAgainstLock(locked(acme), other, 'acme.yaml', ['storage/acme', 'storage/emca'])).toEqual([]);
    expect(checkAgainstLock(locked(acme), other, 'emca.yaml', ['storage/emca'])).toEqual([]);
    expect(checkAgainstLock(locked(acme), other)).toEqual([]);
  });

  test('what the declaration cannot change is held as well', () => {
    const identity = present(tenantIdentity(composeTenant(acme)));
    const [pool] = identity.pools;
    const changed = (change: Partial<typeof pool>) =>
      checkAgainstLock(locked(acme), { ...identity, pools: [{ ...present(pool), ...change }] }).map(
        ({ path, code }) => `${path} ${code}`,
      );
    const volumes = present(pool).volumes;
    expect(changed({ selector: { app: 'other' } })).toEqual(['pools[0] selector-changed']);
    expect(changed({ service: 'other' })).toEqual(['pools[0] service-name-changed']);
    expect(changed({ volumes: volumes.replace('http:', 'https:') })).toEqual(['tls scheme-changed']);
    expect(changed({ volumes: volumes.replace(':9000', ':9002') })).toEqual(['pools port-changed']);
    expect(changed({ volumes: volumes.replace('.storage.', '.other.') })).toEqual([
      'namespace namespace-changed',
    ]);
    expect(changed({ volumes: volumes.replace('acme-hl', 'acme') })).toEqual(['name service-name-changed']);
    expect(changed({ volumes: 'http://host/data' })).toEqual(['pools[0] address-changed']);
  });

  test('a second pool beside a lone drive is refused', () => {
    const lock = locked(singleDrive);
    const identity = present(tenantIdentity(composeTenant(singleDrive)));
    const [pool] = identity.pools;
    const lone = {
      ...present(pool),
      volumes: 'http://solo-pool-0-{0...0}.solo-hl.storage.svc.cluster.local:9000/data/rustfs{0...0}',
    };
    const second = present(present(tenantIdentity(composeTenant(twoPools))).pools[1]);
    const problems = checkAgainstLock(lock, { ...identity, pools: [lone, second] });
    expect(problems.map(({ path, code }) => `${path} ${code}`)).toEqual(['pools[0] pool-single-drive']);
  });
});

describe('A plan', () => {
  test.each(rows)('tells of %s what the lock tells', (_, before, after, finding) => {
    const { tenants, refusals, verdict } = planChange(before, after);
    const problems = tenants.flatMap((tenant) => tenant.problems);
    expect(problems.map(({ severity, path, code }) => `${severity} ${path} [${code}]`)).toEqual([finding]);
    const isRefused = finding.startsWith('error');
    expect({ verdict, refusals: refusals.length }).toEqual({
      verdict: isRefused ? 'refused' : 'procedure',
      refusals: isRefused ? 1 : 0,
    });
  });

  test.each(allowed)('refuses not %s', (_, before, after) => {
    expect(planChange(before, after).refusals).toEqual([]);
  });

  test('says in every refusal why, and what to do', () => {
    const texts = rows.flatMap(([, before, after]) => planChange(before, after).refusals);
    expect(texts.filter(({ message, fix }) => message.length < 40 || fix.length < 15)).toEqual([]);
  });

  test('refuses a tenant that is gone, or has another name', () => {
    const codes = (after: TenantSpec | readonly object[]) =>
      planChange(acme, after).refusals.map(({ tenant, code }) => `${tenant} ${code}`);
    expect(codes([])).toEqual(['storage/acme tenant-removed']);
    expect(codes({ ...acme, name: 'emca' })).toEqual(['storage/emca tenant-renamed']);
    expect(codes({ ...acme, namespace: 'x' })).toEqual(['x/acme namespace-changed']);
  });

  test('lets a tenant go when the lock says that it was forgotten, and says what becomes of the claims', () => {
    const lockBefore = locked(acme);
    const lock = withForgotten(lockBefore, acme, { reason: 'nobody reads it', date: '2026-11-28' });
    const plan = planChange(acme, [], { lock, lockBefore });
    expect(plan).toMatchObject({ verdict: 'procedure', refusals: [] });
    expect(planText(plan)).toContain('storage/acme: removed\n');
    expect(planText(plan)).toContain('The claims of pool-0 stay.');
    const deleting: TenantSpec = { ...acme, claimRetention: { whenDeleted: 'Delete' } };
    expect(planText(planChange(deleting, [], { lock, lockBefore }))).toContain(
      'The claims of pool-0 ARE DELETED',
    );
    expect(planChange(deleting, [], { lock: lockBefore, lockBefore }).refusals[0]?.message).toContain(
      'Its claims would be deleted with it, and the data',
    );
  });

  test('lets no tenant go whose block was taken out of the lock, or that the lock never had', () => {
    const others = locked({ ...acme, name: 'other' });
    const codes = (lockBefore?: Lock) =>
      planChange(acme, [], { lock: others, ...(lockBefore && { lockBefore }) }).refusals.map(
        ({ code }) => code,
      );
    const found = [
      codes(),
      codes(emptyLock),
      codes(others),
      codes(lockWith(others, present(tenantIdentity(composeTenant(acme))))),
    ];
    expect(found).toEqual(Array(4).fill(['tenant-removed']));
  });
});

test('every code of a change is in a test here or beside', () => {
  const folders = [
    __dirname,
    join(__dirname, 'runbook'),
    join(__dirname, '../cli'),
    join(__dirname, '../cdk8s'),
  ];
  const tests = folders
    .flatMap((folder) => readdirSync(folder).map((name) => join(folder, name)))
    .filter((file) => file.endsWith('.ts'))
    .map((file) => readFileSync(file, 'utf8'));
  const codes = problemCodes.slice(problemCodes.indexOf('lock'), problemCodes.indexOf('runbook') + 1);
  const isTested = (code: string) => tests.some((text) => new RegExp(`[\\W]${code}\\W`).test(text));
  expect(codes.filter((code) => !isTested(code))).toEqual([]);
});
