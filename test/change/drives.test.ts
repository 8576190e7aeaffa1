import fc from 'fast-check';
import { JsonPatch } from 'cdk8s';
import { composeTenant, planChange, planText, type PoolSpec, type TenantSpec } from 'rustfs-constructs';
import { tenantSpecs } from '../support/arbitrary';
import { driveBytes } from '../support/drive-bytes';
import { additions, singleEdits } from '../support/edits';
import { acme, acmeTls, fromChart, pool0, pool1, singleDrive, twoPools } from '../support/specs';

const container = '/spec/template/spec/containers/0';

/** The tenant's objects, with the first StatefulSet edited. */
function edited(spec: TenantSpec, ...patches: JsonPatch[]): object[] {
  const objects = composeTenant(spec);
  const first = objects.findIndex(({ kind }) => kind === 'StatefulSet');
  return objects.map((object, i) => (i === first ? JsonPatch.apply(object, ...patches) : object));
}

function codes(spec: TenantSpec, ...patches: JsonPatch[]): string[] {
  const { verdict, refusals } = planChange(composeTenant(spec), edited(spec, ...patches));
  expect(verdict).toBe(refusals.length > 0 ? 'refused' : verdict);
  return refusals.map(({ path, code }) => `${path} ${code}`);
}

const volumes = composeTenant(acme).flatMap((object) =>
  object.kind === 'StatefulSet'
    ? (object.spec?.template.spec?.containers[0]?.env ?? []).filter(({ name }) => name === 'RUSTFS_VOLUMES')
    : [],
)[0]?.value;

const { replace, add, remove } = JsonPatch;

/** A variable of the first StatefulSet that says something else; undefined moves it to the end of the list. */
function withVariable(name: string, said: object | undefined): JsonPatch[] {
  const at = `${container}/env/${variableAt(acme, name)}`;
  const moved = JsonPatch.move(at, `${container}/env/-`);
  return said === undefined ? [moved] : [replace(at, { name, ...said })];
}

type Row = [edit: string, refusal: string, spec: TenantSpec, ...patches: JsonPatch[]];

const rows: Row[] = [
  ['fewer replicas', 'pools[0].servers servers-unlike-address', acme, replace('/spec/replicas', 2)],
  ['no replicas', 'pools[0].servers servers-unlike-address', acme, replace('/spec/replicas', 0)],
  ['more replicas', 'pools[0].servers servers-unlike-address', acme, replace('/spec/replicas', 6)],
  ['replicas not said', 'pools[0].servers servers-unlike-address', acme, remove('/spec/replicas')],
  [
    'a second lone server',
    'pools[0].servers servers-unlike-address',
    singleDrive,
    replace('/spec/replicas', 2),
  ],
  ['no lone server', 'pools[0].servers servers-unlike-address', singleDrive, replace('/spec/replicas', 0)],
  ['other ordinals', 'pools[0].servers servers-unlike-address', acme, add('/spec/ordinals', { start: 1 })],
  [
    'another label of the pods',
    'pools[0] selector-changed',
    acme,
    replace('/spec/template/metadata/labels/rustfs.pool', 'another'),
  ],
  [
    'no label of the pods',
    'pools[0] selector-changed',
    acme,
    remove('/spec/template/metadata/labels/rustfs.pool'),
  ],
  [
    'a mount elsewhere',
    'pools[0].persistence drive-place-changed',
    acme,
    replace(`${container}/volumeMounts/0/mountPath`, '/elsewhere'),
  ],
  [
    'a subPath',
    'pools[0].persistence drive-place-changed',
    acme,
    add(`${container}/volumeMounts/0/subPath`, 'rustfs'),
  ],
  [
    'a subPathExpr',
    'pools[0].persistence drive-place-changed',
    acme,
    add(`${container}/volumeMounts/0/subPathExpr`, '$(POD_NAME)'),
  ],
  [
    'two mounts swapped',
    'pools[0].persistence drive-place-changed',
    acme,
    replace(`${container}/volumeMounts/0/name`, 'vol-1'),
    replace(`${container}/volumeMounts/1/name`, 'vol-0'),
  ],
  [
    'a mount of another volume',
    'pools[0].persistence drive-place-changed',
    acme,
    add('/spec/template/spec/volumes/-', { name: 'fresh', emptyDir: {} }),
    replace(`${container}/volumeMounts/0/name`, 'fresh'),
  ],
  [
    'a mount over a drive',
    'pools[0].persistence drive-place-changed',
    acme,
    add('/spec/template/spec/volumes/-', { name: 'fresh', hostPath: { path: '/mnt' } }),
    add(`${container}/volumeMounts/-`, { name: 'fresh', mountPath: '/data/rustfs0/' }),
  ],
  [
    'a mount over a directory of a drive',
    'pools[0].persistence drive-place-changed',
    acme,
    add('/spec/template/spec/volumes/-', { name: 'fresh', emptyDir: {} }),
    add(`${container}/volumeMounts/-`, { name: 'fresh', mountPath: '/data/rustfs0/.rustfs.sys' }),
  ],
  [
    'a mount over a drive by a path without its slash',
    'pools[0].persistence drive-place-changed',
    acme,
    add('/spec/template/spec/volumes/-', { name: 'fresh', emptyDir: {} }),
    add(`${container}/volumeMounts/-`, { name: 'fresh', mountPath: 'data/rustfs0/.rustfs.sys' }),
  ],
  [
    'a mount over a drive by a roundabout path',
    'pools[0].persistence drive-place-changed',
    acme,
    add('/spec/template/spec/volumes/-', { name: 'fresh', emptyDir: {} }),
    add(`${container}/volumeMounts/-`, { name: 'fresh', mountPath: '/data/other/../rustfs0' }),
  ],
  [
    'a drive that is only read',
    'pools[0].persistence servers-cut-off',
    acme,
    add(`${container}/volumeMounts/0/readOnly`, true),
  ],
  [
    'the name of another server',
    'pools[0] volumes-elsewhere',
    acme,
    ...withVariable('RUSTFS_LOCAL_ENDPOINT_HOST', {
      value: 'acme-pool-0-0.acme-hl.storage.svc.cluster.local',
    }),
  ],
  [
    'a name by another field of the pod',
    'pools[0] volumes-elsewhere',
    acme,
    ...withVariable('TENANT_POD_NAME', {
      valueFrom: { fieldRef: { fieldPath: 'spec.nodeName' } },
    }),
  ],
  [
    'a name before the variable that it refers to',
    'pools[0] volumes-elsewhere',
    acme,
    ...withVariable('TENANT_POD_NAME', undefined),
  ],
  ...['bounded', 'fail-fast', 'orchestrate'].map((value): Row => [
    `the wait "${value}" for its peers beside its own address`,
    'pools[0] servers-cut-off',
    acme,
    ...withVariable('RUSTFS_STARTUP_TOPOLOGY_WAIT_MODE', { value }),
  ]),
  [
    'a wait that only the cluster knows',
    'pools[0] servers-cut-off',
    acme,
    ...withVariable('RUSTFS_STARTUP_TOPOLOGY_WAIT_MODE', {
      valueFrom: { configMapKeyRef: { name: 'waits', key: 'mode' } },
    }),
  ],
  [
    'another port',
    'pools[0] servers-cut-off',
    acme,
    ...withVariable('RUSTFS_ADDRESS', { value: '0.0.0.0:9005' }),
  ],
  [
    'an address of its own only',
    'pools[0] servers-cut-off',
    acme,
    ...withVariable('RUSTFS_ADDRESS', { value: '127.0.0.1:9000' }),
  ],
  [
    "the node's name servers",
    'pools[0] servers-cut-off',
    acme,
    add('/spec/template/spec/dnsPolicy', 'Default'),
  ],
  [
    'another port by the old name of the variable',
    'pools[0] servers-cut-off',
    acme,
    ...withVariable('RUSTFS_ADDRESS', { value: ':9000' }),
    replace(`${container}/env/${variableAt(acme, 'RUSTFS_ADDRESS')}`, {
      name: 'MINIO_ADDRESS',
      value: ':9005',
    }),
  ],
  [
    'certificates in spite of an address by http',
    'pools[0] servers-cut-off',
    acme,
    add(`${container}/env/-`, { name: 'RUSTFS_TLS_PATH', value: '/certs' }),
  ],
  ["the node's network", 'pools[0] servers-cut-off', acme, add('/spec/template/spec/hostNetwork', true)],
  [
    'the name of a server that leads elsewhere',
    'pools[0] servers-cut-off',
    acme,
    add('/spec/template/spec/hostAliases', [
      { ip: '10.0.0.1', hostnames: ['acme-pool-0-1.acme-hl.storage.svc.cluster.local'] },
    ]),
  ],
  [
    'no certificates',
    'pools[0] servers-cut-off',
    acmeTls,
    JsonPatch.remove(`${container}/env/${variableAt(acmeTls, 'RUSTFS_TLS_PATH')}`),
  ],
  [
    'a volume named like a claim template',
    'pools[0].persistence server-ambiguous',
    acme,
    add('/spec/template/spec/volumes/-', { name: 'vol-0', emptyDir: {} }),
  ],
  [
    'a blank too many in RUSTFS_VOLUMES',
    'pools[0] pool-lists-differ',
    acme,
    replace(`${container}/env/${variableAt(acme)}/value`, `${volumes} `),
  ],
  [
    'RUSTFS_VOLUMES twice',
    'pools[0] server-ambiguous',
    acme,
    add(`${container}/env/-`, { name: 'RUSTFS_VOLUMES', value: volumes }),
  ],
  [
    'a second container that is told the volumes',
    'pools[0] server-ambiguous',
    acme,
    add('/spec/template/spec/containers/-', {
      name: 'other',
      image: 'rustfs/rustfs:1.0.0',
      env: [{ name: 'RUSTFS_VOLUMES', value: volumes }],
    }),
  ],
  [
    'drives on the command line',
    'pools[0] start-command-changed',
    acme,
    add(`${container}/args`, ['/elsewhere']),
  ],
  [
    'another command',
    'pools[0] start-command-changed',
    acme,
    add(`${container}/command`, ['sh', '-c', 'exec rustfs /tmp']),
  ],
];

describe('A rendered StatefulSet edited by hand', () => {
  test.each(rows)('is refused for %s', (_, refusal, spec, ...patches) => {
    expect(codes(spec, ...patches)).toEqual([refusal]);
  });

  test('is read as Kubernetes does: of two RUSTFS_VOLUMES the last counts', () => {
    const elsewhere = { name: 'RUSTFS_VOLUMES', value: volumes?.replaceAll('acme', 'other') };
    expect(codes(acme, add(`${container}/env/-`, elsewhere))).toContain('name service-name-changed');
    expect(codes(acme, add(`${container}/env/0`, elsewhere))).toEqual(['pools[0] server-ambiguous']);
  });

  test('is refused when the claim of a drive is only read, by whatever says so', () => {
    const named = (readOnly?: boolean) =>
      edited(
        acme,
        add('/spec/template/spec/volumes/-', {
          name: 'mine',
          persistentVolumeClaim: { claimName: 'mine', ...(readOnly === undefined ? {} : { readOnly }) },
        }),
        replace(`${container}/volumeMounts/0/name`, 'mine'),
      );
    const found = (readOnly: boolean) =>
      planChange(named(), named(readOnly)).refusals.map(({ code }) => code);
    expect(found(true)).toEqual(['servers-cut-off']);
    expect(found(false)).toEqual([]);
  });

  test('listens where RustFS does without a word, at port 9000', () => {
    const at = `${container}/env/${variableAt(acme, 'RUSTFS_ADDRESS')}`;
    const elsewhere = [
      replace(`${container}/env/${variableAt(acme)}/value`, volumes?.replaceAll(':9000', ':9005')),
    ];
    const own = edited(acme, ...elsewhere, replace(at, { name: 'RUSTFS_ADDRESS', value: ':9005' }));
    const unsaid = edited(acme, ...elsewhere, remove(at));
    expect(planChange(own, own).refusals).toEqual([]);
    expect(planChange(own, unsaid).refusals.map(({ code }) => code)).toEqual(['servers-cut-off']);
    expect(codes(acme, remove(at))).toEqual([]);
    // An empty path of certificates is none.
    expect(codes(acme, add(`${container}/env/-`, { name: 'RUSTFS_TLS_PATH', value: '' }))).toEqual([]);
  });

  test('is told when its pods ask name servers of their own', () => {
    const asks = (address: string) =>
      edited(
        acme,
        add('/spec/template/spec/dnsPolicy', 'None'),
        add('/spec/template/spec/dnsConfig', { nameservers: [address] }),
      );
    const told = (before: object[], after: object[]) =>
      planChange(before, after).tenants.map(({ verdict, problems }) => [
        verdict,
        ...problems.map(({ code }) => code),
      ]);
    expect(told(composeTenant(acme), asks('10.0.0.1'))).toEqual([['procedure', 'servers-cut-off']]);
    expect(told(asks('10.0.0.1'), asks('10.0.0.2'))).toEqual([['procedure', 'servers-cut-off']]);
    expect(told(asks('10.0.0.1'), asks('10.0.0.1'))).toEqual([['none']]);
    expect(told(asks('10.0.0.1'), composeTenant(acme))).toEqual([['rolls']]);
  });

  test('is refused when its servers are told other pools than there are', () => {
    const both = composeTenant(twoPools);
    const one = edited(twoPools, replace(`${container}/env/${variableAt(twoPools)}/value`, volumes));
    expect(planChange(both, one).refusals.map(({ path, code }) => `${path} ${code}`)).toEqual([
      'pools[0] pool-lists-differ',
    ]);
  });

  test.each<[what: string, ...patches: JsonPatch[]]>([
    ['a drive', ...withVariable('RUSTFS_VOLUMES', { value: './data' })],
    ['the folder of keys', add(`${container}/env/-`, { name: 'RUSTFS_KMS_KEY_DIR', value: 'keys' })],
    ['what it starts with', add(`${container}/args`, ['data'])],
  ])('is refused for another working directory where %s is relative, and only there', (_, ...patches) => {
    const startingIn = (folder: string, ...more: JsonPatch[]) =>
      edited(acme, ...more, add(`${container}/workingDir`, folder));
    const found = (before: object[], after: object[]) =>
      planChange(before, after).refusals.map(({ path, code }) => `${path} ${code}`);
    const moved = found(startingIn('/data', ...patches), startingIn('/tmp', ...patches));
    expect(moved).toEqual(['pools[0] start-command-changed']);
    expect(found(edited(acme, ...patches), startingIn('/tmp', ...patches))).toEqual(moved);
    expect(found(startingIn('/data', ...patches), startingIn('/data', ...patches))).toEqual([]);
    expect(found(startingIn('/data'), startingIn('/tmp'))).toEqual([]);
  });

  test('may not restart while its drives go with the pods', () => {
    const fleeting = (image: string) =>
      edited(
        { ...acme, image },
        add('/spec/template/spec/volumes/-', { name: 'scratch', emptyDir: {} }),
        replace(`${container}/volumeMounts/0/name`, 'scratch'),
      );
    const found = (after: object[]) =>
      planChange(fleeting('rustfs/rustfs:1.0.0'), after).refusals.map(({ code }) => code);
    expect(found(fleeting('rustfs/rustfs:1.0.1'))).toEqual(['drive-fleeting']);
    expect(found(fleeting('rustfs/rustfs:1.0.0'))).toEqual([]);
  });

  test('is refused when two of its drives are one', () => {
    const shared = [
      replace(`${container}/volumeMounts/1/name`, 'vol-0'),
      replace(`${container}/volumeMounts/1/mountPath`, '/data/rustfs1'),
    ];
    expect(codes(acme, ...shared)).toEqual([
      'pools[0].persistence drive-place-changed',
      'pools[0].persistence drive-shared',
    ]);
  });

  test('says that claims would be deleted where they would', () => {
    const spec: TenantSpec = { ...acme, claimRetention: { whenScaled: 'Delete' } };
    const [refusal] = planChange(spec, edited(spec, replace('/spec/replicas', 2))).refusals;
    expect(refusal?.message).toContain('2 and 3 would not be there');
    expect(refusal?.message).toContain(
      'Kubernetes would delete the claims of the missing ones, and the data',
    );
  });

  test('is told of a variable that stands twice', () => {
    const [tenant] = planChange(
      acme,
      edited(acme, add(`${container}/env/-`, { name: 'RUSTFS_VOLUMES_X' })),
    ).tenants;
    expect(tenant?.problems).toEqual([]);
    const twice = edited(acme, add(`${container}/env/-`, { name: 'RUSTFS_ADDRESS', value: ':9000' }));
    expect(planChange(acme, twice).tenants.flatMap(({ problems }) => problems)).toMatchObject([
      { severity: 'warning', code: 'env-duplicate' },
    ]);
  });

  test('repeats no word of a command, which may hold a credential', () => {
    const [refusal] = planChange(
      acme,
      edited(acme, add(`${container}/args`, ['--secret-key', 'hunter-2'])),
    ).refusals;
    expect(JSON.stringify(refusal)).not.toContain('hunter-2');
  });

  test('may have its ordinals start elsewhere when its address says so', () => {
    const shifted = edited(
      acme,
      add('/spec/ordinals', { start: 1 }),
      replace(`${container}/env/${variableAt(acme)}/value`, volumes?.replace('{0...3}.', '{1...4}.')),
    );
    expect(planChange(shifted, shifted)).toMatchObject({ verdict: 'none', refusals: [] });
  });
});

/** Where a variable stands in the first StatefulSet. */
function variableAt(spec: TenantSpec, variable = 'RUSTFS_VOLUMES'): number {
  const set = composeTenant(spec).find(({ kind }) => kind === 'StatefulSet');
  const env = set?.kind === 'StatefulSet' ? (set.spec?.template.spec?.containers[0]?.env ?? []) : [];
  return env.findIndex(({ name }) => name === variable);
}

describe('An old side that is not all of a tenant', () => {
  const setsOf = (spec: TenantSpec, ...names: string[]) =>
    composeTenant(spec).filter(
      ({ kind, metadata }) => kind !== 'StatefulSet' || names.includes(metadata.name),
    );
  const threePools: TenantSpec = { ...twoPools, pools: [...twoPools.pools, { ...pool1, name: 'pool-2' }] };
  const found = (before: object[], after: TenantSpec, live: boolean) =>
    planChange(before, after, { live }).refusals.map(({ path, code }) => `${path} ${code}`);

  test.each([true, false])(
    'still tells which pools there are, by what its servers are told (live: %s)',
    (live) => {
      const first = setsOf(twoPools, 'acme-pool-0');
      expect(found(first, acme, live)).toEqual(['pools pool-removed']);
      expect(found(first, { ...twoPools, pools: [pool0, { ...pool1, name: 'pool-2' }] }, live)).toContain(
        'pools pool-removed',
      );
      expect(found(setsOf(twoPools, 'acme-pool-1'), { ...acme, pools: [pool1] }, live)).toEqual([
        'pools pool-removed',
      ]);
      expect(found(setsOf(twoPools, 'acme-pool-0'), { ...twoPools, pools: [pool1, pool0] }, live)).toEqual([
        'pools pool-reordered',
      ]);
      expect(found(first, twoPools, live)).toEqual([]);
      expect(found(first, threePools, live)).toEqual([]);
    },
  );

  test('whose addresses cannot be read is no new tenant', () => {
    const hidden = edited(acme, remove(`${container}/env/${variableAt(acme)}`));
    expect(found(hidden, acme, true)).toEqual(['pools[0] address-unknown']);
    const elsewhere = edited(
      acme,
      replace(`${container}/env/${variableAt(acme)}`, {
        name: 'RUSTFS_VOLUMES',
        valueFrom: { configMapKeyRef: { name: 'settings', key: 'volumes' } },
      }),
    );
    expect(found(elsewhere, acme, false)).toEqual(['pools[0] address-unknown']);
  });
});

describe('Objects that are given as a List', () => {
  test('are found in whatever has items, as kubectl finds them', () => {
    const objects = composeTenant(acme);
    const [set] = objects.filter(({ kind }) => kind === 'StatefulSet');
    const emptied = edited(acme, add('/items', []));
    expect(planChange(objects, emptied).refusals.length).toBeGreaterThan(0);
    const scaled = { ...Object(set), spec: { ...Object(set).spec, replicas: 2 } };
    const bundle = { apiVersion: 'example.com/v1', kind: 'Bundle', metadata: { name: 'x' }, items: [scaled] };
    expect(planChange(objects, [...objects, bundle]).refusals.map(({ code }) => code)).toContain(
      'object-duplicate',
    );
    const { kind: _kind, apiVersion: _version, ...unsaid } = scaled;
    const typed = { apiVersion: 'apps/v1', kind: 'StatefulSetList', items: [unsaid] };
    expect(planChange(objects, [...objects, typed]).refusals.map(({ code }) => code)).toContain(
      'object-duplicate',
    );
  });
});

describe('Beside the StatefulSets', () => {
  const scaler = (kind: string, name: string) => ({
    apiVersion: 'autoscaling/v2',
    kind,
    metadata: { name: 'storage', namespace: acme.namespace },
    spec: {
      scaleTargetRef: { apiVersion: 'apps/v1', kind: 'StatefulSet', name },
      minReplicas: 1,
      maxReplicas: 9,
    },
  });

  test.each(['HorizontalPodAutoscaler', 'ScaledObject'])('a %s of a pool is refused', (kind) => {
    const objects = composeTenant(acme);
    const refusals = (name: string) =>
      planChange(objects, [...objects, scaler(kind, name)]).refusals.map(({ code }) => code);
    expect(refusals('acme-pool-0')).toEqual(['servers-unlike-address']);
    expect(refusals('another')).toEqual([]);
  });

  test('an object that gets an owner is refused, and one that a controller owns already is not', () => {
    const owned = (object: object) => ({
      ...object,
      metadata: {
        ...('metadata' in object ? Object(object.metadata) : {}),
        ownerReferences: [{ apiVersion: 'v1', kind: 'ConfigMap', name: 'owner', uid: '0000' }],
      },
    });
    const objects = composeTenant(acme);
    const refusals = (before: object[], after: object[]) =>
      planChange(before, after).refusals.map(({ code }) => code);
    for (const [i] of objects.entries()) {
      const one = objects.map((object, at) => (at === i ? owned(object) : object));
      expect(refusals(objects, one)).toEqual(['object-owned']);
      expect(refusals(one, one)).toEqual([]);
    }
  });

  test('an object that stands twice is refused', () => {
    const objects = composeTenant(acme);
    const [first] = objects;
    const { refusals } = planChange(objects, [...objects, { ...first }]);
    expect(refusals.map(({ code }) => code)).toEqual(['object-duplicate']);
  });

  test.each([
    ['Application', 'argoproj.io/v1alpha1'],
    ['Kustomization', 'kustomize.toolkit.fluxcd.io/v1'],
    ['HelmRelease', 'helm.toolkit.fluxcd.io/v2'],
  ])('what applies other objects takes a procedure when it goes or changes: %s', (kind, apiVersion) => {
    const objects = composeTenant(acme);
    const delivery = (path: string) => ({
      apiVersion,
      kind,
      metadata: { name: 'x', namespace: 'ops' },
      spec: { path },
    });
    expect(planChange([...objects, delivery('a')], objects).verdict).toBe('procedure');
    expect(planChange([...objects, delivery('a')], [...objects, delivery('b')]).verdict).toBe('procedure');
    expect(planChange(objects, [...objects, delivery('a')]).verdict).toBe('in-place');
  });

  test('a Secret that servers name already, and that comes, takes a look at the cluster', () => {
    const objects = composeTenant(acme);
    const rpc = {
      apiVersion: 'v1',
      kind: 'Secret',
      metadata: { name: 'acme-rpc', namespace: 'storage' },
      stringData: { secret: 'x' },
    };
    expect(planChange(objects, [...objects, rpc]).verdict).toBe('procedure');
    expect(planChange([], [...objects, rpc]).verdict).toBe('in-place');
  });

  test('a StatefulSet of another API is none that Kubernetes runs', () => {
    const foreign = edited(acme, replace('/apiVersion', 'apps.example.com/v1'));
    expect(planChange(acme, foreign).verdict).toBe('refused');
  });

  test('a container that could write to a drive is told, and one that only reads is not', () => {
    const helper = (mount: object) => ({
      name: 'helper',
      image: 'busybox:1',
      volumeMounts: [{ name: 'vol-0', mountPath: '/x', ...mount }],
    });
    const warned = (mount: object) => {
      const after = edited(acme, add('/spec/template/spec/initContainers', [helper(mount)]));
      return planChange(acme, after).tenants.flatMap(({ problems }) => problems.map(({ code }) => code));
    };
    expect(warned({})).toEqual(['drive-writers']);
    expect(warned({ readOnly: true })).toEqual([]);
  });

  test('an update of several servers at once is told, and promises no more than erasure sets bear', () => {
    const hasty = (atOnce: number | string, image = 'rustfs/rustfs:1.0.0') =>
      edited(
        { ...acme, image },
        add('/spec/updateStrategy', { type: 'RollingUpdate', rollingUpdate: { maxUnavailable: atOnce } }),
      );
    const words = (atOnce: number | string) =>
      planText(planChange(hasty(atOnce), hasty(atOnce, 'rustfs/rustfs:1.0.1')));
    expect(words(1)).toContain('4 servers of pool-0, one at a time');
    expect(words('50%')).toContain('4 servers of pool-0, up to 2 at a time (maxUnavailable)');
    const plan = (atOnce: number | string) => {
      const [tenant] = planChange(hasty(atOnce), hasty(atOnce, 'rustfs/rustfs:1.0.1')).tenants;
      return [tenant?.problems.map(({ code }) => code), tenant?.rollout.canWrite];
    };
    expect(plan(1)).toEqual([[], true]);
    expect(plan(4)).toEqual([['servers-away'], false]);
    expect(plan('75%')).toEqual([['servers-away'], false]);
  });

  test('other ids of the servers are told, as the files belong to the former', () => {
    const pod = '/spec/template/spec/securityContext';
    const warned = (...patches: JsonPatch[]) =>
      planChange(acme, edited(acme, ...patches)).tenants.flatMap(({ problems }) =>
        problems.map(({ code }) => code),
      );
    expect(warned(replace(`${pod}/runAsUser`, 4711))).toEqual(['server-user-changed']);
    expect(warned(remove(`${pod}/fsGroup`))).toEqual(['server-user-changed']);
    expect(warned(add(`${container}/securityContext/runAsUser`, 4711))).toEqual(['server-user-changed']);
  });

  test('servers that wait for somebody to delete them keep the old list of pools', () => {
    const waiting = (spec: TenantSpec) =>
      composeTenant(spec).map((object) =>
        object.kind === 'StatefulSet'
          ? { ...object, spec: { ...object.spec, updateStrategy: { type: 'OnDelete' } } }
          : object,
      );
    const { refusals } = planChange(waiting(acme), waiting(twoPools));
    expect(refusals).toMatchObject([
      { code: 'update-partition', fix: expect.stringContaining('RollingUpdate') },
    ]);
    const [plan] = planChange(waiting(acme), waiting({ ...acme, image: 'rustfs/rustfs:1.0.1' })).tenants;
    expect(plan?.rollout.restarts).toBe(0);
    const released = planChange(waiting(acme), acme);
    expect(released.verdict).toBe('rolls');
  });
});

describe('Every edit of one field', () => {
  const small: PoolSpec = { name: 'pool-0', servers: 2, persistence: { volumesPerServer: 2 } };
  const specs: [string, TenantSpec][] = [
    [
      'two pools',
      {
        ...twoPools,
        pools: [small, { ...small, name: 'pool-1', servers: 3 }],
      },
    ],
    ['a lone drive', singleDrive],
    ['a tenant from the chart', fromChart],
  ];

  /** The edits that the plan calls harmless, although an address reaches other bytes afterwards. */
  function harmful(objects: readonly object[], chosen: (count: number) => (i: number) => boolean): string[] {
    const before = JSON.stringify(driveBytes(objects));
    return objects.flatMap((object, i) => {
      const edits = [...singleEdits(object), ...additions(object)];
      return edits
        .filter((_, each) => chosen(edits.length)(each))
        .filter(({ apply }) => {
          const after = objects.map((other, at) => (at === i ? apply(other) : other));
          if (JSON.stringify(driveBytes(after)) === before) return false;
          return ['none', 'in-place', 'rolls'].includes(planChange(objects, after).verdict);
        })
        .map(({ title }) => `${kindOf(object)}: ${title}`);
    });
  }

  test.each(specs)('that makes an address reach other bytes is refused: %s', (_, spec) => {
    expect(harmful(composeTenant(spec), () => () => true)).toEqual([]);
  });

  test('and so it is for any tenant', () => {
    fc.assert(
      fc.property(tenantSpecs, fc.nat({ max: 29 }), (spec, offset) => {
        expect(harmful(composeTenant(spec), () => (i) => i % 30 === offset)).toEqual([]);
      }),
      { numRuns: 20 },
    );
  });
});

function kindOf(object: object): string {
  return 'kind' in object ? String(object.kind) : '';
}
