import { JsonPatch } from 'cdk8s';
import { composeTenant, planChange, type TenantSpec } from 'rustfs-constructs';
import { other as otherObject, outcome, secret as secretOf } from '../support/beside';
import { acme, singleDrive } from '../support/specs';

const { add, replace } = JsonPatch;
const container = '/spec/template/spec/containers/0';

const fixed: TenantSpec = {
  ...acme,
  encryption: { enabled: true, backend: 'static', static: { secret: { name: 'kms', key: 'a' } } },
};
const local: TenantSpec = {
  ...singleDrive,
  encryption: {
    enabled: true,
    backend: 'local',
    local: { masterKeySecretRef: { name: 'kms', key: 'master' } },
  },
};

interface Server {
  readonly env: { readonly name: string; readonly value?: string }[];
  readonly volumeMounts: { readonly name: string; readonly mountPath: string }[];
}

function serverOf(spec: TenantSpec): Server {
  const set = composeTenant(spec).find(({ kind }) => kind === 'StatefulSet');
  return Object(set).spec.template.spec.containers[0];
}

/** The place of a variable among those of the server. */
function at(spec: TenantSpec, name: string): string {
  return `${container}/env/${serverOf(spec).env.findIndex((variable) => variable.name === name)}`;
}

function patched(objects: readonly object[], ...patches: JsonPatch[]): object[] {
  return objects.map((object) =>
    Object(object).kind === 'StatefulSet' ? JsonPatch.apply(structuredClone(object), ...patches) : object,
  );
}

function codes(spec: TenantSpec, ...patches: JsonPatch[]): string[] {
  const objects = composeTenant(spec);
  return planChange(objects, patched(objects, ...patches)).refusals.map(({ code }) => code);
}

const file =
  serverOf(fixed).env.find(({ name }) => name === 'RUSTFS_KMS_STATIC_SECRET_KEY_FILE')?.value ?? '';
const folder = file.slice(0, file.lastIndexOf('/'));
const mount = serverOf(fixed).volumeMounts.findIndex(({ mountPath }) => file.startsWith(`${mountPath}/`));
const other = { name: 'other', secret: { secretName: 'other' } };

test('A file of keys in a ConfigMap is the same whether its bytes stand as a text or not', () => {
  const mounted = patched(
    composeTenant(fixed),
    add('/spec/template/spec/volumes/-', { name: 'texts', configMap: { name: 'texts' } }),
    add(`${container}/volumeMounts/-`, { name: 'texts', mountPath: '/run/texts' }),
    replace(`${at(fixed, 'RUSTFS_KMS_STATIC_SECRET_KEY_FILE')}/value`, '/run/texts/key'),
  );
  const texts = (fields: object) => [
    ...mounted,
    {
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: { name: 'texts', namespace: fixed.namespace },
      ...fields,
    },
  ];
  const text = texts({ data: { key: 'a:é' } });
  expect(outcome(text, texts({ binaryData: { key: Buffer.from('a:é').toString('base64') } }))).toBe(
    'in-place',
  );
  expect(outcome(text, texts({ binaryData: { key: Buffer.from('b').toString('base64') } }))).toBe(
    'refused encryption-changed',
  );
});

describe('A key that lies in a file', () => {
  test.each<[string, ...JsonPatch[]]>([
    [
      'hidden by a mount over it',
      add('/spec/template/spec/volumes/-', other),
      add(`${container}/volumeMounts/-`, { name: 'other', mountPath: file, subPath: 'a' }),
    ],
    [
      'hidden by a mount over its folder',
      add('/spec/template/spec/volumes/-', other),
      add(`${container}/volumeMounts/-`, { name: 'other', mountPath: `${folder}/` }),
    ],
    ['mounted by a subPath', add(`${container}/volumeMounts/${mount}/subPath`, 'below')],
  ])('and is %s is lost', (_, ...patches) => {
    expect(codes(fixed, ...patches)).toEqual(['encryption-changed']);
  });

  test('on the drive is lost under another volume', () => {
    const keys = serverOf(local).env.find(({ name }) => name === 'RUSTFS_KMS_KEY_DIR')?.value ?? '';
    const patches = [
      add('/spec/template/spec/volumes/-', { name: 'fresh', emptyDir: {} }),
      add(`${container}/volumeMounts/-`, { name: 'fresh', mountPath: keys }),
    ];
    expect(codes(local, ...patches)).toContain('encryption-changed');
  });
});

/** The tenant with the volume of its key file in place of the one that it has, and others beside it. */
function withVolume(source: object, ...more: object[]): object[] {
  const volumes: { name: string }[] = Object(composeTenant(fixed).find(({ kind }) => kind === 'StatefulSet'))
    .spec.template.spec.volumes;
  const name = serverOf(fixed).volumeMounts[mount]?.name ?? '';
  const place = volumes.findIndex((volume) => volume.name === name);
  return [
    ...patched(composeTenant(fixed), replace(`/spec/template/spec/volumes/${place}`, { name, ...source })),
    ...more,
  ];
}

describe('What a file of a key is made of', () => {
  const fileName = file.slice(folder.length + 1);
  const configMap = (data: object) => ({
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name: 'kms', namespace: 'storage' },
    data,
  });
  const items = [{ key: 'a', path: fileName }];

  test.each<[what: string, source: object, of: (data: Record<string, string>) => object]>([
    ['a Secret', { secret: { secretName: 'kms', items } }, (data) => secretOf('kms', data)],
    ['a ConfigMap', { configMap: { name: 'kms', items } }, configMap],
    ['a projected ConfigMap', { projected: { sources: [{ configMap: { name: 'kms', items } }] } }, configMap],
  ])('keeps its value: %s', (_, source, of) => {
    const before = withVolume(source, of({ a: 'one', note: 'x' }));
    expect(outcome(before, withVolume(source, of({ a: 'two', note: 'x' })))).toContain(
      'refused encryption-changed',
    );
    expect(outcome(before, withVolume(source, of({ note: 'x' })))).toContain('encryption-changed');
    expect(outcome(before, withVolume(source, of({ a: 'one', note: 'y' })))).toBe('in-place');
  });

  test('does not go, though a pod may start without it', () => {
    const source = { secret: { secretName: 'kms', items, optional: true } };
    expect(outcome(withVolume(source, secretOf('kms', { a: 'one' })), withVolume(source))).toBe(
      'refused object-needed',
    );
  });

  test('is made by another object with the key that is the file', () => {
    const source = { secret: { secretName: 'kms', items } };
    const external = (secretKey: string) =>
      otherObject('external-secrets.io/v1', 'ExternalSecret', 'kms', {
        data: [{ secretKey, remoteRef: { key: 'kms' } }],
      });
    const before = withVolume(source, secretOf('kms', { a: 'one' }));
    expect(outcome(before, withVolume(source, external('a')))).toBe('procedure');
    expect(outcome(before, withVolume(source, external('b')))).toBe('refused object-needed');
  });

  test.each<[what: string, source: object]>([
    ['a ConfigMap', { configMap: { name: 'more', items: [{ key: 'b', path: `./${fileName}` }] } }],
    ['a ConfigMap as a whole', { configMap: { name: 'more' } }],
    [
      'a field of the pod',
      { downwardAPI: { items: [{ path: fileName, fieldRef: { fieldPath: 'metadata.name' } }] } },
    ],
    ['a token', { serviceAccountToken: { path: fileName } }],
    ['another Secret', { secret: { name: 'more' } }],
  ])('is hidden by a later source of the volume: %s', (_, later) => {
    const first = { secret: { name: 'kms', items } };
    const projected = (...sources: object[]) => withVolume({ projected: { sources } });
    expect(outcome(projected(first), projected(first, later))).toContain('refused encryption-changed');
  });

  test('is not by a later one of other files', () => {
    const first = { secret: { name: 'kms', items } };
    const later = { configMap: { name: 'more', items: [{ key: 'b', path: 'other' }] } };
    const projected = (...sources: object[]) => withVolume({ projected: { sources } });
    expect(outcome(projected(first), projected(first, later))).toBe('rolls');
  });
});

describe('The switch of the keys', () => {
  test.each(['false', 'off', 'n', 'f', '0', '', 'disabled', ' true'])('says another thing by %j', (value) => {
    expect(codes(fixed, replace(`${at(fixed, 'RUSTFS_KMS_ENABLE')}/value`, value))).toEqual([
      'encryption-changed',
    ]);
  });

  test.each(['1', 'on', 'TRUE', 'yes'])('says the same by %j', (value) => {
    expect(codes(fixed, replace(`${at(fixed, 'RUSTFS_KMS_ENABLE')}/value`, value))).toEqual([]);
  });
});

describe('A variable in another', () => {
  const withVariable = (said: object) => add(`${container}/env/0`, { name: 'PLACE', ...said });
  const referring = (spec: TenantSpec, name: string, said: object): JsonPatch[] => [
    replace(`${at(spec, name)}`, { name, value: '$(PLACE)' }),
    withVariable(said),
  ];
  const text = { value: file };
  const secret = (key: string) => ({ valueFrom: { secretKeyRef: { name: 'places', key } } });

  function between(spec: TenantSpec, name: string, before: object, after: object): string[] {
    const objects = composeTenant(spec);
    return planChange(
      patched(objects, ...referring(spec, name, before)),
      patched(objects, ...referring(spec, name, after)),
    ).refusals.map(({ code }) => code);
  }

  test('is what it says: the same text in another way is no change', () => {
    expect(codes(fixed, ...referring(fixed, 'RUSTFS_KMS_STATIC_SECRET_KEY_FILE', text))).toEqual([]);
  });

  test('moves keys with what it says, and with where it comes from', () => {
    const name = 'RUSTFS_KMS_STATIC_SECRET_KEY_FILE';
    expect(between(fixed, name, text, { value: '/elsewhere/key' })).toEqual(['encryption-changed']);
    expect(between(fixed, name, secret('a'), secret('b'))).toEqual(['encryption-changed']);
    expect(between(fixed, name, secret('a'), secret('a'))).toEqual([]);
  });

  test('may be the list of pools', () => {
    const volumes = serverOf(acme).env.find(({ name }) => name === 'RUSTFS_VOLUMES')?.value ?? '';
    const elsewhere = { value: volumes.replaceAll('acme', 'other') };
    expect(between(acme, 'RUSTFS_VOLUMES', { value: volumes }, { value: volumes })).toEqual([]);
    expect(between(acme, 'RUSTFS_VOLUMES', { value: volumes }, elsewhere)).toContain('volumes-elsewhere');
  });
});
