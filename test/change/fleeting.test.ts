import { JsonPatch } from 'cdk8s';
import { planChange, planText, type TenantSpec } from 'rustfs-constructs';
import { objects, other, outcome, secret } from '../support/beside';
import { acme, singleDrive } from '../support/specs';

const { add, replace } = JsonPatch;
const pod = '/spec/template/spec';
const container = `${pod}/containers/0`;

/** A tenant whose StatefulSet is edited. */
function edited(spec: TenantSpec, ...patches: readonly JsonPatch[]): object[] {
  return objects(spec).map((object) =>
    Object(object).kind === 'StatefulSet' ? JsonPatch.apply(structuredClone(object), ...patches) : object,
  );
}

/** What a restart of servers that are edited so is told as, and what becomes of them without one. */
function restarted(spec: TenantSpec, ...patches: readonly JsonPatch[]): string {
  const before = edited(spec, ...patches);
  expect(outcome(before, before).split(' ')[0]).toBe('none');
  return outcome(
    before,
    edited(spec, ...patches, add('/spec/template/metadata/annotations', { again: '1' })),
  );
}

/** A variable by a field of the pod. */
const byField = (name: string, fieldPath: string) =>
  add(`${container}/env/-`, { name, valueFrom: { fieldRef: { fieldPath } } });
const byValue = (name: string, value: string) => add(`${container}/env/-`, { name, value });
const inFolder = (subPathExpr: string) => add(`${container}/volumeMounts/0/subPathExpr`, subPathExpr);
const onVolume = (source: object) => [
  add(`${pod}/volumes/-`, { name: 'disk', ...source }),
  replace(`${container}/volumeMounts/0/name`, 'disk'),
];

type Row = [place: string, ...patches: JsonPatch[]];

const ofPod: Row[] = [
  ['an emptyDir', ...onVolume({ emptyDir: {} })],
  ['a volume that says nothing, which is an emptyDir', ...onVolume({})],
  ['a claim of the pod', ...onVolume({ ephemeral: { volumeClaimTemplate: { spec: {} } } })],
  ['a volume of CSI that stands in the pod', ...onVolume({ csi: { driver: 'disk.example.com' } })],
  ['a folder named after the uid of the pod', byField('UID', 'metadata.uid'), inFolder('$(UID)')],
  ['a folder named after its address', byField('IP', 'status.podIP'), inFolder('a/$(IP)')],
  [
    'a folder named after the template',
    byField('HASH', "metadata.labels['controller-revision-hash']"),
    inFolder('$(HASH)'),
  ],
  [
    'a folder named after a variable that names another',
    byField('UID', 'metadata.uid'),
    byValue('FOLDER', 'of-$(UID)'),
    inFolder('$(FOLDER)'),
  ],
];

const lasting: Row[] = [
  ['its claim'],
  ['a folder named after the server', byField('NAME', 'metadata.name'), inFolder('$(NAME)')],
  ['a folder of a fixed name', byValue('FOLDER', 'a'), inFolder('$(FOLDER)')],
  ['a folder named after an escaped text', byField('UID', 'metadata.uid'), inFolder('$$(UID)')],
  ['a network volume', ...onVolume({ nfs: { server: 'nfs.example.com', path: '/x' } })],
  ['a directory of its node', ...onVolume({ hostPath: { path: '/mnt' } })],
  [
    'a folder named after the address of a node',
    add(`${pod}/hostNetwork`, true),
    add(`${pod}/dnsPolicy`, 'ClusterFirstWithHostNet'),
    byField('IP', 'status.podIP'),
    inFolder('$(IP)'),
  ],
];

describe('A restart', () => {
  test.each(ofPod)('of servers that have a drive on %s is refused: it goes with the pod', (_, ...patches) => {
    expect(restarted(acme, ...patches)).toBe('refused drive-fleeting');
  });

  test.each(lasting)('of servers that have a drive on %s loses nothing', (_, ...patches) => {
    expect(restarted(acme, ...patches)).toBe('rolls');
  });
});

describe('Keys of encrypted data as files', () => {
  const local = (directory: string) => [
    byValue('RUSTFS_KMS_ENABLE', 'true'),
    byValue('RUSTFS_KMS_KEY_DIR', directory),
    byValue('RUSTFS_KMS_LOCAL_MASTER_KEY', 'a'),
  ];
  const mounted = (source: object, mount: object = {}) => [
    add(`${pod}/volumes/-`, { name: 'keys', ...source }),
    add(`${container}/volumeMounts/-`, { name: 'keys', mountPath: '/keys', ...mount }),
  ];

  test.each<Row>([
    ['the scratch space of the container', ...local('/tmp/keys')],
    ["the container's own folder", ...local('/var/keys')],
    ['an emptyDir', ...local('/keys/a'), ...mounted({ emptyDir: {} })],
    ['a claim of the pod', ...local('/keys/a'), ...mounted({ ephemeral: {} })],
    ['a volume of CSI that stands in the pod', ...local('/keys'), ...mounted({ csi: { driver: 'x' } })],
    [
      'a folder named after the uid of the pod',
      ...local('/keys'),
      byField('UID', 'metadata.uid'),
      ...mounted({ persistentVolumeClaim: { claimName: 'keys' } }, { subPathExpr: '$(UID)' }),
    ],
  ])('on %s are lost by a restart, which is refused', (_, ...patches) => {
    expect(restarted(singleDrive, ...patches)).toBe('refused encryption-directory');
  });

  test.each<Row>([
    ['a drive', ...local('/data/rustfs0/.keys')],
    ['a claim', ...local('/keys/a'), ...mounted({ persistentVolumeClaim: { claimName: 'keys' } })],
    ['no place, as keys are in Vault', ...local('/tmp/keys'), byValue('RUSTFS_KMS_BACKEND', 'vault')],
    ['no place, as encryption is off', ...local('/tmp/keys'), byValue('RUSTFS_KMS_ENABLE', 'off')],
  ])('on %s stay', (_, ...patches) => {
    expect(restarted(singleDrive, ...patches).split(' ')[0]).toBe('rolls');
  });

  test('in a place that only the cluster knows take a look before a restart', () => {
    const [on, , key] = local('');
    const from = { secretKeyRef: { name: 'acme-root', key: 'accesskey' } };
    expect(
      restarted(
        singleDrive,
        ...[on, key].flatMap((patch) => patch ?? []),
        add(`${container}/env/-`, { name: 'RUSTFS_KMS_KEY_DIR', valueFrom: from }),
      ),
    ).toBe('procedure encryption-directory');
  });

  test('in a relative folder are where the container starts, which the image may say', () => {
    const startsIn = (folder: string) => add(`${container}/workingDir`, folder);
    expect(restarted(singleDrive, ...local('keys'), startsIn('/var'))).toBe('refused encryption-directory');
    expect(restarted(singleDrive, ...local('keys'), startsIn('/data/rustfs0'))).toBe('rolls');
    expect(restarted(singleDrive, ...local('keys'))).toBe('procedure encryption-directory');
  });

  test('on a directory of a node stay behind where servers are sent to others', () => {
    const patches = [...local('/keys'), ...mounted({ hostPath: { path: '/mnt/keys' } })];
    const [before, sent, put] = [
      [],
      [add(`${pod}/nodeSelector`, { disk: 'fast' })],
      [add(`${pod}/schedulerName`, 'mine')],
    ].map((more) => edited(singleDrive, ...patches, ...more));
    expect(outcome(before ?? [], sent ?? [])).toBe('refused encryption-changed');
    expect(outcome(before ?? [], put ?? [])).toBe('procedure encryption-changed');
    expect(outcome(put ?? [], put ?? [])).toBe('none');
  });

  test('may be written by a container beside the server, which is told', () => {
    const patches = [...local('/keys'), ...mounted({ persistentVolumeClaim: { claimName: 'keys' } })];
    const helper = (mount: object) =>
      add(`${pod}/initContainers`, [
        { name: 'helper', image: 'busybox:1', volumeMounts: [{ name: 'keys', mountPath: '/k', ...mount }] },
      ]);
    const found = (mount: object) =>
      outcome(edited(singleDrive, ...patches), edited(singleDrive, ...patches, helper(mount)));
    expect(found({})).toBe('rolls drive-writers');
    expect(found({ readOnly: true })).toBe('rolls');
  });
});

test.each([
  ['another program', 'busybox:1', 'procedure start-command-changed'],
  ['MinIO', 'minio/minio:RELEASE.2025-01-01', 'procedure start-command-changed'],
  ['what manages RustFS', 'rustfs/rustfs-operator:1.0.0', 'procedure start-command-changed'],
  ['a build of RustFS under another name', 'registry.example.com:5000/rustfs-fips@sha256:0', 'rolls'],
  ['the same from a mirror', 'registry.example.com/mirror/rustfs:1.0.0', 'rolls'],
])('An image that is %s', (_, image, expected) => {
  expect(outcome(objects(), edited(acme, replace(`${container}/image`, image)))).toBe(expected);
});

describe('Servers of a Deployment', () => {
  const deployment = (spec: object, fields: object = {}, metadata: object = {}) => [
    secret('root', { accesskey: 'a', secretkey: 'b' }),
    {
      ...other('apps/v1', 'Deployment', 'lone', {
        replicas: 1,
        strategy: { type: 'Recreate' },
        template: { metadata: { labels: { app: 'lone' } }, spec },
        ...fields,
      }),
      metadata: { name: 'lone', namespace: 'storage', ...metadata },
    },
  ];
  const server = {
    name: 'rustfs',
    image: 'rustfs/rustfs:1.0.0',
    env: [{ name: 'RUSTFS_VOLUMES', value: '/data' }],
    volumeMounts: [{ name: 'data', mountPath: '/data' }],
  };
  const onClaim = { name: 'data', persistentVolumeClaim: { claimName: 'data' } };
  const of = (more: object = {}, volume: object = onClaim, ...others: object[]) => ({
    containers: [{ ...server, ...more }, ...others],
    volumes: [volume],
  });
  const variable = (name: string, fieldPath: string) => ({ name, valueFrom: { fieldRef: { fieldPath } } });

  test.each<[place: string, spec: object]>([
    ['an emptyDir', of({}, { name: 'data', emptyDir: {} })],
    [
      'a folder named after the pod',
      of({
        env: [...server.env, variable('NAME', 'metadata.name')],
        volumeMounts: [{ name: 'data', mountPath: '/data', subPathExpr: '$(NAME)' }],
      }),
    ],
    [
      'a folder named after the template',
      of({
        env: [...server.env, variable('HASH', "metadata.labels['pod-template-hash']")],
        volumeMounts: [{ name: 'data', mountPath: '/data', subPathExpr: '$(HASH)' }],
      }),
    ],
  ])('that have their drive on %s lose it with a restart, which is refused', (_, spec) => {
    const again = JSON.parse(JSON.stringify(spec).replace('rustfs:1.0.0', 'rustfs:1.0.1'));
    expect(outcome(deployment(spec), deployment(again))).toBe('refused drive-fleeting');
    expect(outcome(deployment(spec), deployment(spec, { replicas: 0 }))).toBe('refused drive-fleeting');
    expect(outcome(deployment(spec), deployment(spec))).toBe('none');
    const plan = planChange(deployment(spec), deployment(spec).slice(0, 1));
    expect(plan.verdict).toBe('procedure');
    expect(planText(plan)).toContain('goes with its pods');
  });

  test('count where a ConfigMap tells them of their drives', () => {
    const told = (image: string) => [
      ...deployment(
        of(
          { image, env: [], envFrom: [{ configMapRef: { name: 'settings' } }] },
          { name: 'data', emptyDir: {} },
        ),
      ),
      { ...secret('settings', {}), kind: 'ConfigMap', data: { RUSTFS_VOLUMES: '/data' } },
    ];
    expect(outcome(told('rustfs/rustfs:1.0.0'), told('rustfs/rustfs:1.0.1'))).toBe('refused drive-fleeting');
  });

  test('keep the size of their erasure sets', () => {
    const drives = (...env: object[]) =>
      of({ env: [{ name: 'RUSTFS_VOLUMES', value: '/data/d{0...3}' }, ...env] });
    const size = (value: string) => ({ name: 'RUSTFS_ERASURE_SET_DRIVE_COUNT', value });
    const found = (before: object, after: object) => outcome(deployment(before), deployment(after));
    expect(found(drives(), drives(size('2')))).toBe('refused set-size-changed');
    expect(found(drives(size('2')), drives())).toBe('refused set-size-changed');
    // Of four drives RustFS makes one set by itself.
    expect(found(drives(), drives(size('4')))).toBe('rolls');
    const five = of({ env: [{ name: 'RUSTFS_VOLUMES', value: '/data/d{0...4}' }] });
    expect(found(drives(), five)).toBe('refused pool-reshaped');
    const listed = (...env: object[]) =>
      of({ env: [{ name: 'RUSTFS_VOLUMES', value: '/data/a /data/b /data/c /data/d' }, ...env] });
    expect(found(listed(), listed(size('2')))).toBe('refused set-size-changed');
    const named = (...env: object[]) =>
      of({ env: [{ name: 'RUSTFS_VOLUMES', value: 'http://lone:9000/data/d{0...3}' }, ...env] });
    expect(found(named(), named(size('2')))).toBe('refused set-size-changed');
    expect(found(named(), named({ name: 'RUST_LOG', value: 'info' }))).toBe('rolls');
  });

  test.each<[what: string, spec: object, outcome: string]>([
    [
      'a mount that is read only',
      of({ volumeMounts: [{ name: 'data', mountPath: '/data', readOnly: true }] }),
      'refused servers-cut-off',
    ],
    [
      'a claim that is read only',
      of({}, { name: 'data', persistentVolumeClaim: { claimName: 'data', readOnly: true } }),
      'refused servers-cut-off',
    ],
    [
      'another container that writes',
      of({}, onClaim, {
        name: 'helper',
        image: 'busybox:1',
        volumeMounts: [{ name: 'data', mountPath: '/x' }],
      }),
      'rolls drive-writers',
    ],
    ['another program', of({ image: 'busybox:1' }), 'procedure start-command-changed'],
    ['other ids', of({ securityContext: { runAsUser: 4711 } }), 'rolls server-user-changed'],
  ])('are told of %s', (_, spec, expected) => {
    expect(outcome(deployment(of()), deployment(spec))).toBe(expected);
  });

  test('are told who notices another access key of root', () => {
    const rooted = (key: string) =>
      of({
        env: [
          ...server.env,
          { name: 'RUSTFS_ACCESS_KEY', valueFrom: { secretKeyRef: { name: 'root', key } } },
        ],
      });
    const plan = planChange(deployment(rooted('accesskey')), deployment(rooted('secretkey')));
    expect(planText(plan)).toContain('sessions that the old root secret signed have ended');
  });

  test.each([
    ['Force=true', 'refused object-left-out'],
    ['Replace=true,Force=true', 'refused object-left-out'],
    ['Replace=true', 'in-place'],
    ['Prune=false', 'in-place'],
  ])('are held by what Argo CD does with %s', (options, expected) => {
    const annotations = { 'argocd.argoproj.io/sync-options': options };
    const plan = (metadata: object) => planChange(deployment(of()), deployment(of(), {}, metadata));
    const { tenants, verdict } = plan({ annotations });
    const told = tenants.flatMap(({ problems }) => problems.map(({ code }) => code));
    expect([verdict, ...told].join(' ')).toBe(expected);
    expect(planText(plan({ annotations })).includes('Argo CD replaces it as a whole')).toBe(
      options.includes('Replace=true'),
    );
  });
});
