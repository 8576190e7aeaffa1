import { JsonPatch } from 'cdk8s';
import { composeTenant, emptyLock, lockWith, planChange, type TenantSpec } from 'rustfs-constructs';
import { objectsIn } from '../../lib/change/objects';
import { tenantsIn } from '../../lib/change/observed';
import { present } from '../support/composed';
import { acme } from '../support/specs';

const { add, replace } = JsonPatch;
const container = '/spec/template/spec/containers/0';

function variables(spec: TenantSpec): { readonly name: string; readonly value?: string }[] {
  const set = composeTenant(spec).find(({ kind }) => kind === 'StatefulSet');
  return Object(set).spec.template.spec.containers[0].env;
}

const place = variables(acme).findIndex(({ name }) => name === 'RUSTFS_VOLUMES');
const volumes = variables(acme)[place]?.value ?? '';

const configMap = (data: Record<string, string>) => ({
  apiVersion: 'v1',
  kind: 'ConfigMap',
  metadata: { name: 'settings', namespace: 'storage' },
  data,
});
const secret = (data: Record<string, string>) => ({
  apiVersion: 'v1',
  kind: 'Secret',
  metadata: { name: 'keys', namespace: 'storage' },
  stringData: data,
});
const fromConfigMap = add(`${container}/envFrom`, [{ configMapRef: { name: 'settings' } }]);
const fromSecret = add(`${container}/envFrom`, [{ secretRef: { name: 'keys' } }]);

/** The tenant's objects, its StatefulSet edited, with others beside them. */
function objects(patches: readonly JsonPatch[], ...beside: object[]): object[] {
  const composed = composeTenant(acme).map((object) =>
    object.kind === 'StatefulSet' ? JsonPatch.apply(structuredClone(object), ...patches) : object,
  );
  return [...composed, ...beside];
}

function codes(before: object[], after: object[]): string[] {
  return planChange(before, after).refusals.map(({ code }) => code);
}

/** As the official chart has it: the addresses in a ConfigMap that the servers take whole. */
const addressed = (data: object, ...more: JsonPatch[]) =>
  objects(
    [JsonPatch.remove(`${container}/env/${place}`), fromConfigMap, ...more],
    configMap({ RUSTFS_VOLUMES: volumes, ...data }),
  );

describe('What a ConfigMap of the same side says', () => {
  test('is the address of servers that take it whole', () => {
    const before = addressed({});
    expect(planChange(before, before)).toMatchObject({ verdict: 'none', refusals: [] });
    expect(planChange([], before).tenants[0]).toMatchObject({ tenant: 'storage/acme', change: 'created' });
    expect(codes(before, addressed({}, replace('/spec/replicas', 2)))).toEqual(['servers-unlike-address']);
    expect(codes(before, addressed({ RUSTFS_VOLUMES: volumes.replaceAll('acme', 'other') }))).toContain(
      'volumes-elsewhere',
    );
    const gone = before.filter((object) => Object(object).kind !== 'StatefulSet');
    expect(codes(before, gone)).toContain('tenant-removed');
    expect(codes(before, objects([]))).toEqual([]);
  });

  test('is a set size, whether it comes whole, by a key, or with a prefix', () => {
    const none = objects([]);
    const sized = configMap({ RUSTFS_ERASURE_SET_DRIVE_COUNT: '4' });
    expect(codes(none, objects([fromConfigMap], sized))).toEqual(['set-size-changed']);
    const prefixed = add(`${container}/envFrom`, [{ prefix: 'RUSTFS_', configMapRef: { name: 'settings' } }]);
    expect(codes(none, objects([prefixed], configMap({ ERASURE_SET_DRIVE_COUNT: '4' })))).toEqual([
      'set-size-changed',
    ]);
  });

  test('that is nothing of keys may come and go', () => {
    const styled = objects([fromConfigMap], configMap({ LOG_STYLE: 'json' }));
    expect(codes(objects([]), styled)).toEqual([]);
    expect(codes(styled, objects([]))).toEqual([]);
  });

  test('is no change from what the lock has of it, which is the reference', () => {
    const referring = (name: string) =>
      add(`${container}/env/-`, { name, valueFrom: { configMapKeyRef: { name: 'settings', key: name } } });
    const names = ['RUSTFS_ERASURE_SET_DRIVE_COUNT', 'RUSTFS_KMS_VAULT_ADDRESS', 'RUSTFS_IAM_MASTER_KEY'];
    const switched = add(`${container}/env/-`, { name: 'RUSTFS_KMS_ENABLE', value: 'true' });
    const patches = [...names.map(referring), switched];
    const lock = lockWith(emptyLock, present(tenantsIn(objectsIn(objects(patches)))[0]));
    const now = (size: string) =>
      objects(
        patches,
        configMap({
          RUSTFS_ERASURE_SET_DRIVE_COUNT: size,
          RUSTFS_KMS_VAULT_ADDRESS: 'v',
          RUSTFS_IAM_MASTER_KEY: 'a',
        }),
      );
    expect(planChange(now('4'), now('4'), { lock, lockBefore: lock })).toMatchObject({
      verdict: 'none',
      refusals: [],
    });
    expect(planChange(now('4'), now('2'), { lock }).refusals.map(({ code }) => code)).toEqual([
      'set-size-changed',
    ]);
    const moved = objects([switched, ...names.slice(1).map(referring)]);
    expect(planChange(moved, moved, { lock }).refusals.map(({ code }) => code)).toContain('set-size-changed');
  });

  test('counts on neither side where only one has it', () => {
    const before = addressed({});
    const named = before.filter((object) => Object(object).kind !== 'ConfigMap');
    expect(codes(named, before)).toEqual([]);
  });
});

describe('What a drive is found by in its volume', () => {
  /** The first drive lies in the directory that a variable says. */
  const below = (...said: object[]) => [
    ...said.map((variable, i) => add(`${container}/env/${i}`, variable)),
    add(`${container}/volumeMounts/0/subPathExpr`, '$(PLACE)'),
  ];
  const annotated = (value: string) => [
    ...below({
      name: 'PLACE',
      valueFrom: { fieldRef: { fieldPath: "metadata.annotations['rustfs/place']" } },
    }),
    add('/spec/template/metadata/annotations', { 'rustfs/place': value, note: value }),
  ];
  const keyed = { name: 'PLACE', valueFrom: { secretKeyRef: { name: 'keys', key: 'place' } } };
  const inOther = [
    { ...keyed, name: 'OTHER' },
    { name: 'PLACE', value: 'disks/$(OTHER)' },
  ];

  test.each<[what: string, variable: object, from: JsonPatch, to: JsonPatch]>([
    [
      'what the container may use',
      { name: 'PLACE', valueFrom: { resourceFieldRef: { resource: 'limits.memory' } } },
      add(`${container}/resources`, { limits: { memory: '1Gi' } }),
      add(`${container}/resources`, { limits: { memory: '2Gi' } }),
    ],
    [
      'as whom the pods run',
      { name: 'PLACE', valueFrom: { fieldRef: { fieldPath: 'spec.serviceAccountName' } } },
      add('/spec/template/spec/serviceAccountName', 'a'),
      add('/spec/template/spec/serviceAccountName', 'b'),
    ],
    [
      'the node',
      { name: 'PLACE', valueFrom: { fieldRef: { fieldPath: 'spec.nodeName' } } },
      add('/spec/template/spec/nodeSelector', { disk: 'a' }),
      add('/spec/template/spec/nodeSelector', { disk: 'b' }),
    ],
    [
      'a source that nobody sees, before another one',
      { name: 'OTHER', value: 'a' },
      add(`${container}/envFrom`, [{ configMapRef: { name: 'unseen' } }]),
      add(`${container}/envFrom`, [{ configMapRef: { name: 'unseen' } }, { configMapRef: { name: 'more' } }]),
    ],
  ])('may be %s', (_, variable, from, to) => {
    const [before, after] = [from, to].map((patch) => objects([...below(variable), patch]));
    expect(codes(before ?? [], after ?? [])).toEqual(['drive-place-changed']);
    expect(codes(after ?? [], after ?? [])).toEqual([]);
    expect(codes(objects([from]), objects([to]))).toEqual([]);
  });

  test('may be an annotation of the pods', () => {
    expect(codes(objects(annotated('a')), objects(annotated('a')))).toEqual([]);
    expect(codes(objects(annotated('a')), objects(annotated('b')))).toEqual(['drive-place-changed']);
    expect(codes(objects(annotated('a')), objects(below({ name: 'PLACE', value: 'a' })))).toEqual([]);
  });

  test.each<[what: string, patches: JsonPatch[]]>([
    ['a key of a Secret', below(keyed)],
    ['a key of a Secret in another variable', below(...inOther)],
    [
      'a Secret as a whole',
      [
        add(`${container}/envFrom`, [{ secretRef: { name: 'keys' }, prefix: 'P' }]),
        ...below({ name: 'PLACE', value: '$(Pplace)' }),
      ],
    ],
  ])('may be %s', (_, patches) => {
    const placed = (place: string, note = 'x') => objects(patches, secret({ place, note }));
    expect(codes(placed('a'), placed('b'))).toEqual(['drive-place-changed']);
    expect(codes(placed('a'), placed('a', 'y'))).toEqual([]);
  });
});

describe('Keys that servers take from a whole Secret', () => {
  const keys: Record<string, string> = {
    RUSTFS_IAM_MASTER_KEY: 'a',
    RUSTFS_SSE_S3_MASTER_KEY: 'b',
  };

  test.each(Object.keys(keys))('keep their values: %s', (name) => {
    const before = objects([fromSecret], secret(keys));
    expect(codes(before, objects([fromSecret], secret({ ...keys, [name]: 'other' })))).toEqual([
      'encryption-changed',
    ]);
    const { [name]: _gone, ...rest } = keys;
    expect(codes(before, objects([fromSecret], secret(rest)))).toContain('encryption-changed');
  });

  test('make servers strangers to each other where the RPC secret goes', () => {
    const withRpc = { RUSTFS_RPC_SECRET: 'x' };
    const without = [
      JsonPatch.remove(
        `${container}/env/${variables(acme).findIndex(({ name }) => name === 'RUSTFS_RPC_SECRET')}`,
      ),
    ];
    const plan = planChange(
      objects([...without, fromSecret], secret(withRpc)),
      objects([...without, fromSecret], secret({})),
    );
    expect(plan.tenants[0]?.procedures.map(({ runbook }) => runbook)).toContain('rotate-rpc');
  });
});

describe('A rotation of the key of IAM', () => {
  const rotated = (key: string, old?: string) =>
    objects(
      [
        add(`${container}/env/-`, {
          name: 'RUSTFS_IAM_MASTER_KEY',
          valueFrom: { secretKeyRef: { name: 'keys', key: 'iam' } },
        }),
        ...(old === undefined
          ? []
          : [add(`${container}/env/-`, { name: 'RUSTFS_IAM_MASTER_KEY_OLD_KEYS', value: old })]),
      ],
      secret({ iam: key }),
    );

  test('names the former key among the old ones', () => {
    expect(codes(rotated('first'), rotated('second', 'first'))).toEqual([]);
    expect(codes(rotated('first'), rotated('second', 'unrelated'))).toEqual(['encryption-changed']);
    expect(codes(rotated('first'), rotated('second'))).toEqual(['encryption-changed']);
  });
});

describe('A rotation whose old keys come from another Secret', () => {
  const named = (data: Record<string, string>, name = 'more') => ({
    ...secret(data),
    metadata: { name, namespace: 'storage' },
  });
  const ring = (name: string, from: string) => [
    add(`${container}/env/-`, {
      name: 'RUSTFS_IAM_MASTER_KEY',
      valueFrom: { secretKeyRef: { name, key: 'iam' } },
    }),
    ...(from === ''
      ? []
      : [
          add(`${container}/env/-`, {
            name: 'RUSTFS_IAM_MASTER_KEY_OLD_KEYS',
            valueFrom: { secretKeyRef: { name: from, key: 'old' } },
          }),
        ]),
  ];

  test('is believed where nobody sees them, and compared where they are among the objects', () => {
    const before = objects(ring('keys', 'more'), secret({ iam: 'first' }));
    const after = (...more: object[]) => objects(ring('keys', 'more'), secret({ iam: 'second' }), ...more);
    expect(codes(before, after())).toEqual([]);
    expect(codes(before, after(named({ old: 'zero,first' })))).toEqual([]);
    expect(codes(before, after(named({ old: 'unrelated' })))).toEqual(['encryption-changed']);
  });

  test('is compared as well where the key itself comes from another Secret', () => {
    const before = objects(ring('keys', ''), secret({ iam: 'first' }));
    const after = (old: string) =>
      objects(ring('more', 'more'), secret({ iam: 'first' }), named({ iam: 'second', old }));
    expect(codes(before, after('first'))).toEqual([]);
    expect(codes(before, after('unrelated'))).toEqual(['encryption-changed']);
  });
});

test('A ConfigMap that comes for servers which take it already says what it decides', () => {
  const whole = (data?: Record<string, string>) =>
    objects([fromConfigMap], ...(data === undefined ? [] : [configMap(data)]));
  const lines = (data: Record<string, string>) => {
    const plan = planChange(whole(), whole(data));
    expect(plan).toMatchObject({ verdict: 'procedure', refusals: [] });
    return plan.objects.flatMap(({ notes = [] }) => notes).join(' ');
  };
  expect(lines({ RUSTFS_KMS_VAULT_ADDRESS: 'https://v', LOG_STYLE: 'json' })).toContain(
    'above all RUSTFS_KMS_VAULT_ADDRESS: by other ones',
  );
  expect(lines({ LOG_STYLE: 'json' })).not.toContain('above all');
});

describe('A source that a pod may start without', () => {
  const optional = (name: string) =>
    add(`${container}/env/-`, {
      name,
      valueFrom: { secretKeyRef: { name: 'keys', key: 'k', optional: true } },
    });

  test.each(['RUSTFS_IAM_MASTER_KEY', 'RUSTFS_ERASURE_SET_DRIVE_COUNT'])(
    'may not go when it holds %s',
    (name) => {
      const patches = [optional(name)];
      expect(codes(objects(patches, secret({ k: 'x' })), objects(patches))).toEqual(['object-needed']);
    },
  );

  test.each(['RUSTFS_SSE_S3_MASTER_KEY', 'RUSTFS_KMS_VAULT_ADDRESS'])('nor as a whole: %s', (name) => {
    const whole = [add(`${container}/envFrom`, [{ secretRef: { name: 'keys', optional: true } }])];
    expect(codes(objects(whole, secret({ [name]: 'x' })), objects(whole))).toEqual(['object-needed']);
    expect(codes(objects(whole, secret({ LOG_STYLE: 'x' })), objects(whole))).toEqual([]);
  });

  test('may go when servers are the same without it', () => {
    const patches = [optional('LOG_STYLE')];
    expect(codes(objects(patches, secret({ k: 'x' })), objects(patches))).toEqual([]);
  });
});

describe('Another name of root', () => {
  test('is told by its own procedure when the value of its key changes', () => {
    const credentials = (accesskey: string) => ({
      apiVersion: 'v1',
      kind: 'Secret',
      metadata: { name: 'acme-root', namespace: 'storage' },
      stringData: { accesskey, secretkey: 'unchanged-secret' },
    });
    const [plan] = planChange(objects([], credentials('root')), objects([], credentials('admin'))).tenants;
    expect(plan?.procedures.map(({ runbook }) => runbook)).toEqual(['rename-root']);
  });
});

describe('What a variable refers to', () => {
  const refers = (variable: string, value: string) => [
    add(`${container}/env/0`, { name: variable, value }),
    add(`${container}/env/0`, {
      name: 'PART',
      valueFrom: { secretKeyRef: { name: 'keys', key: 'part', optional: true } },
    }),
  ];
  const kms = [
    add(`${container}/env/0`, { name: 'RUSTFS_KMS_ENABLE', value: 'true' }),
    add(`${container}/env/0`, { name: 'RUSTFS_KMS_BACKEND', value: 'static' }),
  ];
  const told = (variable: string, value: string, data: Record<string, string>) =>
    objects([...(variable.includes('KMS') ? kms : []), ...refers(variable, value)], secret(data));

  test.each([
    ['RUSTFS_SSE_S3_MASTER_KEY', '$(PART)', 'encryption-changed'],
    ['RUSTFS_KMS_STATIC_SECRET_KEY', 'media:$(PART)', 'encryption-changed'],
    ['RUSTFS_ERASURE_SET_DRIVE_COUNT', '$(PART)', 'set-size-changed'],
  ])('is held as what %s is told itself', (variable, value, code) => {
    const before = told(variable, value, { part: 'a' });
    expect(codes(before, before)).toEqual([]);
    expect(codes(before, told(variable, value, { part: 'b' }))).toEqual([code]);
    expect(codes(before, told(variable, value, {}))).toEqual([code]);
  });

  test('changes the RPC secret of all servers at once', () => {
    const sides = ['a', 'b'].map((part) => told('RUSTFS_RPC_SECRET', '$(PART)', { part }));
    const [tenant] = planChange(present(sides[0]), present(sides[1])).tenants;
    expect(tenant?.procedures.map(({ runbook }) => runbook)).toContain('rotate-rpc');
  });

  test('is nothing where the reference is escaped', () => {
    const escaped = (part: string) => told('RUSTFS_SSE_S3_MASTER_KEY', '$$(PART)', { part });
    expect(codes(escaped('a'), escaped('b'))).toEqual([]);
  });
});
