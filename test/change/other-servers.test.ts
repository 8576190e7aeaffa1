import { JsonPatch } from 'cdk8s';
import { composeTenant, planChange, planText } from 'rustfs-constructs';
import {
  beside,
  claim,
  edited,
  namespace,
  objects,
  other,
  outcome,
  removed,
  titleOf,
  volume,
} from '../support/beside';
import { acme, twoPools } from '../support/specs';

const { add, replace, remove } = JsonPatch;
const container = '/spec/template/spec/containers/0';

const variables: { readonly name: string; readonly value?: string }[] = Object(
  composeTenant(acme).find(({ kind }) => kind === 'StatefulSet'),
).spec.template.spec.containers[0].env;
const place = variables.findIndex(({ name }) => name === 'RUSTFS_VOLUMES');
const volumes = variables[place]?.value ?? '';

function patched(all: readonly object[], ...patches: JsonPatch[]): object[] {
  return all.map((object) =>
    Object(object).kind === 'StatefulSet' ? JsonPatch.apply(structuredClone(object), ...patches) : object,
  );
}

/** A tenant whose RUSTFS_VOLUMES is in a ConfigMap that neither side has. */
function elsewhere(...patches: JsonPatch[]): object[] {
  const from = {
    name: 'RUSTFS_VOLUMES',
    valueFrom: { configMapKeyRef: { name: 'settings', key: 'volumes' } },
  };
  return patched(objects(), replace(`${container}/env/${place}`, from), ...patches);
}

const codesOf = (after: object[]) =>
  planChange(elsewhere(), after).refusals.map(({ tenant, code }) => `${tenant} ${code}`);

describe('A pool whose address only the cluster knows', () => {
  test.each<[string, JsonPatch]>([
    ['replicas', replace('/spec/replicas', 2)],
    ['ordinals', add('/spec/ordinals', { start: 1 })],
    ['a subPath', add(`${container}/volumeMounts/0/subPath`, 'below')],
    ['another claim', replace('/spec/volumeClaimTemplates/0/metadata/name', 'another')],
    [
      'another source of its address',
      replace(`${container}/env/${place}/valueFrom/configMapKeyRef/key`, 'x'),
    ],
    ['arguments', add(`${container}/args`, ['/elsewhere'])],
    ['folder to start in', add(`${container}/workingDir`, '/elsewhere')],
    ['devices', add(`${container}/volumeDevices`, [{ name: 'vol-0', devicePath: '/dev/x' }])],
    [
      'files that something writes before it starts',
      add('/spec/template/spec/initContainers', [{ name: 'x', image: 'rustfs/rustfs', args: ['x'] }]),
    ],
    ['field of tomorrow', add('/spec/template/spec/fieldOfTomorrow', true)],
    ['another set size', add(`${container}/env/-`, { name: 'RUSTFS_ERASURE_SET_DRIVE_COUNT', value: '4' })],
  ])('keeps its %s', (_, patch) => {
    expect(codesOf(elsewhere(patch))).toEqual(['storage/acme address-unknown']);
  });

  test('is known by its image, whatever that is called beside rustfs', () => {
    const own = (...patches: JsonPatch[]) =>
      patched(
        objects(),
        remove(`${container}/env/${place}`),
        replace(`${container}/image`, 'registry.example.com/acme/rustfs-fips:1'),
        ...patches,
      );
    expect(planChange(own(), own(replace('/spec/replicas', 2))).refusals).toMatchObject([
      { code: 'address-unknown' },
    ]);
  });

  test('keeps the labels and annotations that its servers are told, and no others', () => {
    const place = { name: 'PLACE', valueFrom: { fieldRef: { fieldPath: "metadata.annotations['a']" } } };
    const annotated = (value: string, variable: object = place) =>
      elsewhere(
        add(`${container}/env/0`, variable),
        add('/spec/template/metadata/annotations', { a: value }),
      );
    expect(outcome(annotated('x'), annotated('y'))).toBe('refused address-unknown');
    const plain = { name: 'PLACE', value: 'a' };
    expect(outcome(annotated('x', plain), annotated('y', plain))).toBe('rolls');
  });

  test('is told of a container that may write to its drives, beside it and before it', () => {
    const writer = {
      name: 'writer',
      image: 'busybox',
      volumeMounts: [{ name: 'vol-0', mountPath: '/d' }],
    };
    for (const patch of [
      add('/spec/template/spec/containers/-', writer),
      add('/spec/template/spec/initContainers', [writer]),
    ]) {
      expect(outcome(elsewhere(), elsewhere(patch))).toContain('drive-writers');
    }
    const reader = { ...writer, volumeMounts: [{ ...writer.volumeMounts[0], readOnly: true }] };
    expect(outcome(elsewhere(), elsewhere(add('/spec/template/spec/containers/-', reader)))).toBe('rolls');
  });

  test('is known by what only a server is told, whatever its image is called', () => {
    const own = (...patches: JsonPatch[]) =>
      patched(
        objects(),
        remove(`${container}/env/${place}`),
        replace(`${container}/image`, 'registry.example.com/storage:1'),
        ...patches,
      );
    expect(outcome(own(), own(replace('/spec/replicas', 1)))).toBe('refused address-unknown');
  });

  test.each<[what: string, title: string]>([
    ['ServiceAccount', 'ServiceAccount acme-sa'],
    ['Secret', 'Secret acme-root'],
    ['headless Service', 'Service acme-hl'],
  ])('may have labels more on its %s', (_, title) => {
    const labelled = edited(elsewhere(), title, (text) => {
      const object: { metadata: { labels?: object } } = JSON.parse(text);
      const labels = { ...object.metadata.labels, team: 'a' };
      return JSON.stringify({ ...object, metadata: { ...object.metadata, labels } });
    });
    expect(outcome(elsewhere(), labelled)).toBe('in-place');
  });

  test('keeps what may say its address', () => {
    const settings = (data: object) => ({
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: { name: 'more', namespace: 'storage' },
      data,
    });
    const named = elsewhere(
      add(`${container}/envFrom`, [{ configMapRef: { name: 'more', optional: true } }]),
    );
    const [before, after] = [{ LOG_STYLE: 'json' }, { LOG_STYLE: 'text' }].map((data) => [
      ...named.filter((object) => object !== claim),
      settings(data),
    ]);
    expect(outcome(before ?? [], after ?? [])).toBe('refused address-unknown');
  });

  test.each<[what: string, title: string, outcome: string]>([
    ['its credentials', 'Secret acme-root', 'object-needed'],
    ['its headless Service', 'Service acme-hl', 'servers-cut-off'],
    ['the claim of a drive', 'PersistentVolumeClaim vol-0-acme-pool-0-1', 'data-removed'],
    ['a volume', 'PersistentVolume disk-1', 'data-removed'],
    ['its namespace', 'Namespace storage', 'data-removed'],
    ['itself', 'StatefulSet acme-pool-0', 'address-unknown'],
  ])('does not lose %s', (_, title, code) => {
    expect(codesOf(edited(elsewhere(), title, removed))).toEqual([`storage/acme ${code}`]);
  });

  test.each<[what: string, outcome: string, object: object]>([
    [
      'a scaler',
      'refused servers-unlike-address',
      other('autoscaling/v2', 'HorizontalPodAutoscaler', 'mine', {
        scaleTargetRef: { apiVersion: 'apps/v1', kind: 'StatefulSet', name: 'acme-pool-0' },
      }),
    ],
    [
      'a job on a claim of its drives',
      'refused drive-claimed',
      other('batch/v1', 'Job', 'mine', { template: podOn('vol-0-acme-pool-0-1') }),
    ],
    [
      'another selector of its pods',
      'refused pods-taken',
      other('apps/v1', 'ReplicaSet', 'mine', { selector: { matchLabels: { 'rustfs.tenant': 'acme' } } }),
    ],
  ])('has no %s beside it', (_, expected, object) => {
    expect(outcome(elsewhere(), [...elsewhere(), object])).toBe(expected);
    // What was there before does nothing new.
    expect(outcome([...elsewhere(), object], [...elsewhere(), object])).toBe('none');
  });

  test('is no pool that is gone for those beside it, which are told of it', () => {
    const unread = (edit: (text: string) => string = (text) => text) =>
      composeTenant(twoPools).map((object): object => {
        if (object.kind !== 'StatefulSet' || object.metadata.name !== 'acme-pool-1') return object;
        const text = JSON.stringify(object).replace(
          /\{"name":"RUSTFS_VOLUMES","value":"[^"]*"\}/,
          '{"name":"RUSTFS_VOLUMES","valueFrom":{"configMapKeyRef":{"name":"settings","key":"volumes"}}}',
        );
        return JSON.parse(edit(text));
      });
    const isUnread = (object: object) => JSON.stringify(object).includes('configMapKeyRef');
    const found = (after: object[]) => planChange(unread(), after).refusals.map(({ code }) => code);
    expect(planChange(unread(), unread()).verdict).toBe('none');
    expect(found(unread((text) => text.replace('"replicas":4', '"replicas":2')))).toEqual([
      'address-unknown',
    ]);
    const turned = (list: string) => list.replace(/"(http[^" ]+) (http[^" ]+)"/, '"$2 $1"');
    const longer = (list: string) =>
      list.replace(/ (http[^" ]+)"/, (_, last: string) => ` ${last} ${last.replace('pool-1', 'pool-2')}"`);
    for (const edit of [turned, longer]) {
      const told = unread().map((object): object => {
        const text = JSON.stringify(object);
        return JSON.parse(text.replace(/"RUSTFS_VOLUMES","value":"[^"]*"/, edit));
      });
      expect(told).not.toEqual(unread());
      expect(found(told)).not.toEqual([]);
    }
    const three = { ...twoPools, pools: [...twoPools.pools, { ...twoPools.pools[0], name: 'pool-2' }] };
    const appended = JSON.parse(JSON.stringify(composeTenant(JSON.parse(JSON.stringify(three))))).map(
      (object: object) =>
        unread().find((each) => isUnread(each) && titleOf(each) === titleOf(object)) ?? object,
    );
    expect(outcome(unread(), appended)).toBe('procedure pool-lists-differ');
    const gone = unread().filter((object) => !isUnread(object));
    expect(found(gone)).toContain('pool-removed');
  });

  test('shares its claims with no other StatefulSet, also of the same tenant', () => {
    const twin = elsewhere(
      replace('/metadata/name', 'pool-0'),
      replace('/spec/volumeClaimTemplates/0/metadata/name', 'vol-0-acme'),
    ).filter((object) => Object(object).metadata.name === 'pool-0');
    expect(codesOf([...elsewhere(), ...twin])).toContain('storage/acme drive-claimed');
  });

  test('is not left out by an annotation', () => {
    const annotations = { 'config.kubernetes.io/local-config': 'true' };
    expect(codesOf(elsewhere(add('/metadata/annotations', annotations)))).toEqual([
      'storage/acme object-left-out',
    ]);
  });

  test('may get another image, and is told of other ids', () => {
    expect(outcome(elsewhere(), elsewhere(replace(`${container}/image`, 'rustfs/rustfs:1.0.1')))).toBe(
      'rolls',
    );
    expect(outcome(elsewhere(), elsewhere(replace('/spec/template/spec/securityContext/fsGroup', 1)))).toBe(
      'rolls server-user-changed',
    );
    expect(outcome(elsewhere(), elsewhere())).toBe('none');
  });

  test('is one whose address is known where that refers to its own namespace', () => {
    const own = [
      add(`${container}/env/0`, { name: 'NS', valueFrom: { fieldRef: { fieldPath: 'metadata.namespace' } } }),
      replace(`${container}/env/${place + 1}/value`, volumes.replace('.storage.', '.$(NS).')),
    ];
    const before = patched(objects(), ...own);
    expect(planChange(objects(), before).refusals).toEqual([]);
    const scaled = patched(objects(), ...own, replace('/spec/replicas', 2));
    expect(planChange(before, scaled).refusals).toMatchObject([{ code: 'servers-unlike-address' }]);
  });
});

/** A pod that writes to a claim. */
function podOn(claimName: string) {
  return {
    metadata: { labels: { app: 'mine' } },
    spec: {
      containers: [{ name: 'mine', image: 'busybox', volumeMounts: [{ name: 'd', mountPath: '/d' }] }],
      volumes: [{ name: 'd', persistentVolumeClaim: { claimName } }],
    },
  };
}

/** A lone server as the official chart runs it in standalone mode. */
const pod = {
  containers: [
    {
      name: 'rustfs',
      image: 'rustfs/rustfs:1.0.0',
      env: [{ name: 'RUSTFS_VOLUMES', value: '/data' }],
      envFrom: [{ secretRef: { name: 'acme-root' } }],
      volumeMounts: [{ name: 'data', mountPath: '/data' }],
    },
  ],
  volumes: [{ name: 'data', persistentVolumeClaim: { claimName: 'vol-0-acme-pool-0-1' } }],
};
const labels = { 'app.kubernetes.io/instance': 'lone' };
const kinds: readonly (readonly [kind: string, ofPod: (spec: object) => object])[] = [
  ...['Deployment', 'ReplicaSet', 'DaemonSet'].map(
    (kind) =>
      [
        kind,
        (spec: object) => other('apps/v1', kind, 'lone', { template: { metadata: { labels }, spec } }),
      ] as const,
  ),
  [
    'Pod',
    (spec: object) => ({
      ...other('v1', 'Pod', 'lone', spec),
      metadata: { name: 'lone', namespace: 'storage', labels },
    }),
  ],
];

describe.each(kinds)('RustFS run by a %s', (kind, ofPod) => {
  const service = other('v1', 'Service', 'lone', {
    selector: labels,
    ports: [{ port: 9000, targetPort: 9000 }],
  });
  const all = [...beside, service, ofPod(pod)];
  const change = (from: string, to: string) =>
    outcome(
      all,
      edited(all, `${kind} lone`, (text) => text.replace(from, to)),
    );

  test('is told of when it goes, and so when a tenant begins in its place', () => {
    const gone = edited(all, `${kind} lone`, removed);
    expect(outcome(all, gone)).toBe('procedure');
    expect(planText(planChange(all, gone))).toContain('It runs RustFS on claim vol-0-acme-pool-0-1');
    expect(outcome(all, [...gone, ...composeTenant({ ...acme, name: 'lone' })])).toBe('procedure');
    expect(outcome(all, all)).toBe('none');
  });

  test.each<[what: string, from: string, to: string, code: string]>([
    ['another claim', '"claimName":"vol-0-acme-pool-0-1"', '"claimName":"other"', 'drive-place-changed'],
    [
      'an emptyDir',
      '"persistentVolumeClaim":{"claimName":"vol-0-acme-pool-0-1"}',
      '"emptyDir":{}',
      'drive-place-changed',
    ],
    [
      'a directory of a node',
      '"persistentVolumeClaim":{"claimName":"vol-0-acme-pool-0-1"}',
      '"hostPath":{"path":"/mnt"}',
      'drive-place-changed',
    ],
    ['a mount elsewhere', '"mountPath":"/data"', '"mountPath":"/elsewhere"', 'drive-place-changed'],
    ['another drive', '"value":"/data"', '"value":"/data/below"', 'drive-place-changed'],
    ['another program', '"envFrom"', '"args":["/elsewhere"],"envFrom"', 'start-command-changed'],
  ])('keeps its drive: not %s', (_, from, to, code) => {
    expect(change(from, to)).toBe(`refused ${code}`);
  });

  test.each<[what: string, title: string, outcome: string]>([
    ['its claim', 'PersistentVolumeClaim vol-0-acme-pool-0-1', 'refused data-removed'],
    ['the volume of that', 'PersistentVolume disk-1', 'refused data-removed'],
    ['the namespace', 'Namespace storage', 'refused data-removed'],
    ['a Secret that it takes variables from', 'Secret acme-root', 'refused object-needed'],
  ])('does not lose %s', (_, title, expected) => {
    expect(outcome(all, edited(all, title, removed))).toBe(expected);
  });

  test('is alone on its claim', () => {
    const job = other('batch/v1', 'Job', 'mine', { template: podOn('vol-0-acme-pool-0-1') });
    expect(outcome(all, [...all, job])).toBe('refused drive-claimed');
  });

  test('restarts by a change, and keeps its keys', () => {
    expect(change('rustfs:1.0.0', 'rustfs:1.0.1')).toBe('rolls');
    const key = { name: 'RUSTFS_SSE_S3_MASTER_KEY', value: 'a' };
    const [server] = pod.containers;
    const keyed = [
      ...beside,
      service,
      ofPod({ ...pod, containers: [{ ...server, env: [...(server?.env ?? []), key] }] }),
    ];
    expect(outcome(keyed, all)).toBe('refused encryption-changed');
  });

  test('is none where it is told no drives and nothing outlives the pod, or another program has it', () => {
    const scratch = { ...pod, volumes: [{ name: 'data', emptyDir: {} }] };
    const untold = JSON.parse(JSON.stringify(scratch).replace('RUSTFS_VOLUMES', 'A'));
    expect(outcome([ofPod(untold)], [])).toBe('in-place');
    expect(outcome([ofPod(scratch)], [])).toBe('procedure');
    const operator = JSON.parse(
      JSON.stringify(pod).replace('rustfs/rustfs:', 'rustfs/rustfs-operator:').replace('RUSTFS_VOLUMES', 'A'),
    );
    expect(outcome([ofPod(operator)], [])).toBe('in-place');
  });
});

test('RustFS run by a DaemonSet has one server on a drive also while it is replaced', () => {
  const of = (rollingUpdate: object) => [
    ...beside,
    other('apps/v1', 'DaemonSet', 'lone', {
      updateStrategy: { rollingUpdate },
      template: { metadata: { labels }, spec: pod },
    }),
  ];
  expect(outcome(of({}), of({ maxSurge: 1 }))).toBe('refused servers-unlike-address');
  expect(outcome(of({ maxSurge: 0 }), of({ maxUnavailable: 1 }))).toBe('in-place');
});

describe('RustFS run by a Deployment', () => {
  const of = (fields: object, spec: object = pod) =>
    objectsWith(
      other('apps/v1', 'Deployment', 'lone', { ...fields, template: { metadata: { labels }, spec } }),
    );
  const objectsWith = (...more: object[]) => [namespace, claim, volume, beside[1] ?? {}, ...more];

  test('has one server: more would write to one drive, and none serves', () => {
    expect(outcome(of({ replicas: 1 }), of({ replicas: 2 }))).toBe('refused servers-unlike-address');
    expect(outcome(of({ replicas: 1 }), of({ replicas: 0 }))).toBe('procedure');
    const scaler = other('autoscaling/v2', 'HorizontalPodAutoscaler', 'mine', {
      scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'lone' },
    });
    expect(outcome(of({}), [...of({}), scaler])).toBe('refused servers-unlike-address');
  });

  test('has one server also while it is replaced: the old one stops first', () => {
    const [alone, both] = [{ strategy: { type: 'Recreate' } }, { strategy: { type: 'RollingUpdate' } }];
    expect(outcome(of(alone), of(both))).toBe('refused servers-unlike-address');
    expect(outcome(of(alone), of({}))).toBe('refused servers-unlike-address');
    expect(outcome(of(both), of({}))).toBe('in-place');
    expect(outcome(of({}), of(alone))).toBe('in-place');
  });

  test.each([0, '0%'])('has one server also while it is replaced by a surge of %s', (maxSurge) => {
    const patient = { strategy: { type: 'RollingUpdate', rollingUpdate: { maxSurge, maxUnavailable: 1 } } };
    const eager = { strategy: { type: 'RollingUpdate', rollingUpdate: { maxSurge: '25%' } } };
    for (const after of [{}, eager, { strategy: { type: 'RollingUpdate' } }]) {
      expect(outcome(of(patient), of(after))).toBe('refused servers-unlike-address');
    }
    expect(outcome(of(eager), of(patient))).toBe('in-place');
  });

  test('is what a ScaledObject scales that says no kind', () => {
    const scaler = other('keda.sh/v1alpha1', 'ScaledObject', 'mine', { scaleTargetRef: { name: 'lone' } });
    expect(outcome(of({}), [...of({}), scaler])).toBe('refused servers-unlike-address');
  });

  test.each<[what: string, path: string, spec: object, outcome: string]>([
    ['the same directory', '/disks/a', {}, 'refused drive-claimed'],
    ['a directory in it', '/disks/a/bucket', {}, 'refused drive-claimed'],
    ['another directory', '/disks/b', {}, 'in-place'],
    ['that of another node', '/disks/a', { nodeSelector: { 'kubernetes.io/hostname': 'two' } }, 'in-place'],
  ])('on a directory of a node, and others on %s', (_, path, spec, expected) => {
    const onDisk = (directory: string) => ({
      ...pod,
      nodeSelector: { 'kubernetes.io/hostname': 'one' },
      volumes: [{ name: 'data', hostPath: { path: directory } }],
    });
    const second = other('apps/v1', 'Deployment', 'second', {
      template: { metadata: { labels: { app: 'second' } }, spec: { ...onDisk(path), ...spec } },
    });
    const plan = planChange(of({}, onDisk('/disks/a')), [...of({}, onDisk('/disks/a')), second]);
    // Both run RustFS, so that both are told of.
    expect([plan.verdict, ...new Set(plan.refusals.map(({ code }) => code))].join(' ')).toBe(expected);
    expect(outcome([...of({}, onDisk('/disks/a')), second], [...of({}, onDisk('/disks/a')), second])).toBe(
      'none',
    );
  });

  test('is held by its fields where only the cluster knows its drives', () => {
    const [server] = pod.containers;
    const unread = (mountPath: string, image = 'rustfs/rustfs:1.0.0') =>
      of(
        {},
        { ...pod, containers: [{ ...server, image, env: [], volumeMounts: [{ name: 'data', mountPath }] }] },
      );
    expect(outcome(unread('/data'), unread('/elsewhere'))).toBe('refused address-unknown');
    expect(outcome(unread('/data'), unread('/data', 'rustfs/rustfs:1.0.1'))).toBe('rolls');
  });

  test('is held when the ConfigMap that tells it its drives loses them', () => {
    const [server] = pod.containers;
    const envFrom = [{ configMapRef: { name: 'settings' } }];
    const told = (data: object) => [
      ...of({}, { ...pod, containers: [{ ...server, env: [], envFrom }] }),
      {
        apiVersion: 'v1',
        kind: 'ConfigMap',
        metadata: { name: 'settings', namespace: acme.namespace },
        data,
      },
    ];
    const before = told({ RUSTFS_VOLUMES: '/data', RUSTFS_SSE_S3_MASTER_KEY: 'a' });
    expect(outcome(before, before)).toBe('none');
    for (const data of [{}, { RUSTFS_VOLUMES: '' }, { OTHER: 'x' }]) {
      expect(outcome(before, told(data))).toContain('refused address-unknown');
    }
  });
});
