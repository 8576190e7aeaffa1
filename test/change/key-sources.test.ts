import { JsonPatch } from 'cdk8s';
import { objects, other, outcome } from '../support/beside';
import { singleDrive } from '../support/specs';

const { add, replace } = JsonPatch;
const template = '/spec/template';
const container = `${template}/spec/containers/0`;

function patched(all: readonly object[], ...patches: readonly JsonPatch[]): object[] {
  return all.map((object) =>
    Object(object).kind === 'StatefulSet' ? JsonPatch.apply(structuredClone(object), ...patches) : object,
  );
}

function configMap(data: Readonly<Record<string, string>>): object {
  return { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'settings', namespace: 'storage' }, data };
}

const variable = (name: string, value: string) => add(`${container}/env/-`, { name, value });
const onVolume = (source: object, mountPath: string) => [
  add(`${template}/spec/volumes/-`, { name: 'files', ...source }),
  add(`${container}/volumeMounts/-`, { name: 'files', mountPath }),
];

describe('A key in a file that something else than the objects brings', () => {
  const file = '/vault/secrets/kms';
  const settings = {
    RUSTFS_KMS_ENABLE: 'true',
    RUSTFS_KMS_BACKEND: 'static',
    RUSTFS_KMS_STATIC_SECRET_KEY_FILE: file,
  };
  const keyed = Object.entries(settings).map(([name, value]) => variable(name, value));
  const agent = (path: string | undefined, more: object = {}) =>
    add(`${template}/metadata/annotations`, {
      'vault.hashicorp.com/agent-inject': 'true',
      ...(path !== undefined && { 'vault.hashicorp.com/agent-inject-secret-kms': path }),
      ...more,
    });
  const injected = (...more: JsonPatch[]) => patched(objects(), ...keyed, ...more);
  const writer = (image: string) =>
    add(`${template}/spec/initContainers`, [
      { name: 'keys', image, volumeMounts: [{ name: 'files', mountPath: '/out' }] },
    ]);

  test.each<[what: string, ...patches: JsonPatch[]]>([
    ['of another path', agent('secret/other')],
    ['of none', agent(undefined)],
  ])('is not judged where the annotations of an agent are %s', (_, ...patches) => {
    expect(outcome(injected(agent('secret/kms')), injected(...patches))).toBe('procedure encryption-changed');
  });

  test('is not judged where the container that writes it is another, or gone', () => {
    const written = (...patches: JsonPatch[]) =>
      injected(...onVolume({ emptyDir: {} }, '/vault'), ...patches);
    expect(outcome(written(writer('a:1')), written(writer('a:2')))).toBe('procedure encryption-changed');
    expect(outcome(written(writer('a:1')), written())).toBe('procedure encryption-changed');
  });

  test('stays where nothing changes that may write it', () => {
    const before = injected(agent('secret/kms'));
    const image = replace(`${container}/image`, 'rustfs/rustfs:1.0.1');
    expect(outcome(before, before)).toBe('none');
    expect(outcome(before, injected(agent('secret/kms'), image))).toBe('rolls');
    expect(outcome(before, injected(agent('secret/kms', { 'checksum/config': 'a' })))).toBe('rolls');
    const mounted = (...patches: JsonPatch[]) =>
      injected(...onVolume({ secret: { secretName: 'kms' } }, '/vault/secrets'), ...patches);
    expect(outcome(mounted(), mounted(agent('secret/kms')))).toBe('rolls');
  });

  test('is held as well where a ConfigMap tells of it', () => {
    const told = (value: string) => [
      ...patched(
        objects(),
        add(`${container}/envFrom`, [{ configMapRef: { name: 'settings' } }]),
        ...onVolume({ configMap: { name: 'keys' } }, '/vault/secrets'),
      ),
      configMap(settings),
      { ...configMap({ kms: value }), metadata: { name: 'keys', namespace: 'storage' } },
    ];
    expect(outcome(told('a'), told('b'))).toBe('refused encryption-changed');
    expect(outcome(told('a'), told('a'))).toBe('none');
  });
});

describe('A file of profiles of AWS', () => {
  const region = (text: string) => `[profile kms]\nregion = ${text}\nrole_arn = arn:aws:iam::1:role/a\n`;
  const files = (data: Readonly<Record<string, string>>, ...more: JsonPatch[]) => [
    ...patched(
      objects(),
      variable('RUSTFS_KMS_ENABLE', 'true'),
      variable('RUSTFS_KMS_BACKEND', 'aws'),
      variable('AWS_PROFILE', 'kms'),
      variable('AWS_CONFIG_FILE', '/aws/config'),
      ...onVolume({ configMap: { name: 'settings' } }, '/aws'),
      ...more,
    ),
    configMap(data),
  ];
  const before = files({ config: region('eu-west-1') });

  test.each<[what: string, data: Readonly<Record<string, string>>]>([
    ['another region', { config: region('us-east-1') }],
    ['no region', { config: '[profile kms]\n' }],
    ['another endpoint', { config: `${region('eu-west-1')}endpoint_url = https://kms.example.com\n` }],
    [
      'an endpoint of its services',
      { config: `${region('eu-west-1')}services = a\n[services a]\nkms =\n  endpoint_url = https://a\n` },
    ],
    ['nothing any more', {}],
  ])('that would say %s is refused: keys are elsewhere then', (_, data) => {
    expect(outcome(before, files(data))).toBe('refused encryption-changed');
  });

  test('may say another role, or the same in other words', () => {
    const role = region('eu-west-1').replace('role/a', 'role/b');
    expect(outcome(before, files({ config: role }))).toBe('in-place');
    expect(outcome(before, files({ config: `# ours\n${region('eu-west-1').replace(' = ', '=')}` }))).toBe(
      'in-place',
    );
  });

  test('counts for nothing where a variable says the region', () => {
    const said = (text: string) => files({ config: region(text) }, variable('AWS_REGION', 'eu-west-1'));
    expect(outcome(said('eu-west-1'), said('us-east-1'))).toBe('in-place');
  });
});

describe('Local keys that begin', () => {
  const local = (directory: string) => [
    variable('RUSTFS_KMS_ENABLE', 'true'),
    variable('RUSTFS_KMS_LOCAL_MASTER_KEY', 'a'),
    variable('RUSTFS_KMS_KEY_DIR', directory),
  ];

  test('on several servers are refused: each has its own', () => {
    const keyed = patched(objects(), ...local('/data/rustfs0/.keys'));
    expect(outcome(objects(), keyed)).toBe('refused encryption-servers');
    // What is there is no worse by a restart.
    const again = patched(keyed, replace(`${container}/image`, 'rustfs/rustfs:1.0.1'));
    expect(outcome(keyed, again)).toBe('rolls');
  });

  test('where they go with the pod are refused, and on a drive are not', () => {
    const lone = objects(singleDrive);
    expect(outcome(lone, patched(lone, ...local('/tmp/keys')))).toBe('refused encryption-directory');
    expect(outcome(lone, patched(lone, ...local('/data/rustfs0/.keys')))).toBe('rolls');
  });

  test('of a Deployment as well', () => {
    const server = (...env: object[]) =>
      other('apps/v1', 'Deployment', 'lone', {
        strategy: { type: 'Recreate' },
        template: {
          metadata: { labels: { app: 'lone' } },
          spec: {
            containers: [
              {
                name: 'rustfs',
                image: 'rustfs/rustfs:1.0.0',
                env: [{ name: 'RUSTFS_VOLUMES', value: '/data' }, ...env],
                volumeMounts: [{ name: 'data', mountPath: '/data' }],
              },
            ],
            volumes: [{ name: 'data', persistentVolumeClaim: { claimName: 'data' } }],
          },
        },
      });
    const keys = [
      { name: 'RUSTFS_KMS_ENABLE', value: 'true' },
      { name: 'RUSTFS_KMS_KEY_DIR', value: '/keys' },
    ];
    expect(outcome([server()], [server(...keys)])).toBe('refused encryption-directory');
  });
});
