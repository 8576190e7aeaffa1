import { JsonPatch } from 'cdk8s';
import { composeTenant, planChange, type TenantSpec } from 'rustfs-constructs';
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
